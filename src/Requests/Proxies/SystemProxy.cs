using System.Net;
using System.Net.Http;

namespace Requests;

/// <summary>The proxy of Windows' own settings, scripts included; other systems have none but the environment's.</summary>
/// <remarks>requests: <c>getproxies_registry</c> and <c>proxy_bypass_registry</c>; here Windows itself reads them.</remarks>
internal static class SystemProxy
{
    /// <summary>The proxy for a URL, or null.</summary>
    /// <param name="url">The URL, prepared.</param>
    internal static string? For(string url)
    {
        // Elsewhere it is the environment as it was when the process began, and that is asked anew at each call.
        if (!OperatingSystem.IsWindows()) return null;
#pragma warning disable RS0030 // The one place that may look at what the whole process shares.
        return GetProxy(HttpClient.DefaultProxy, url);
#pragma warning restore RS0030
    }

    /// <summary>What a system's proxy says of a URL; it is shown scheme, host and port and no more.</summary>
    /// <param name="proxy">The system's proxy.</param>
    /// <param name="url">The URL, prepared.</param>
    internal static string? GetProxy(IWebProxy proxy, string url)
    {
        if (!Uri.TryCreate(UrlParts.GetOrigin(url), UriKind.Absolute, out var origin) || proxy.IsBypassed(origin)) return null;
        return proxy.GetProxy(origin) is { } found && found != origin ? found.AbsoluteUri : null;
    }
}
