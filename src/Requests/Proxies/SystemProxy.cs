using System.Net;
using System.Net.Http;

namespace Requests;

/// <summary>Reads the proxy of the Windows settings, scripts included. On other systems only the environment has proxies.</summary>
/// <remarks>requests: <c>getproxies_registry</c> and <c>proxy_bypass_registry</c>; here Windows itself reads them.</remarks>
internal static class SystemProxy
{
    /// <summary>Returns the proxy for a URL, or null.</summary>
    /// <param name="url">The URL, prepared.</param>
    internal static string? FindProxy(string url)
    {
        // On other systems it is a copy of the environment from the start of the process; ProxySelector reads the environment at each call.
        if (!OperatingSystem.IsWindows()) return null;
#pragma warning disable RS0030 // The only place that may read what the whole process shares.
        return GetProxy(HttpClient.DefaultProxy, url);
#pragma warning restore RS0030
    }

    /// <summary>Returns the proxy that a system proxy selects for a URL. It receives scheme, host and port only.</summary>
    /// <param name="proxy">The system's proxy.</param>
    /// <param name="url">The URL, prepared.</param>
    internal static string? GetProxy(IWebProxy proxy, string url)
    {
        if (!Uri.TryCreate(UrlParts.GetOrigin(url), UriKind.Absolute, out var origin) || proxy.IsBypassed(origin)) return null;
        return proxy.GetProxy(origin) is { } found && found != origin ? found.AbsoluteUri : null;
    }
}
