namespace Requests;

/// <summary>The proxy of one URL: the caller's, else the environment's, unless the host is an exception.</summary>
/// <remarks>requests: <c>select_proxy</c>, <c>resolve_proxies</c>, <c>get_environ_proxies</c>. The environment is read at each call, and on Windows the system settings where no variable says otherwise.</remarks>
internal static class ProxySelector
{
    /// <summary>The proxy, or null for none.</summary>
    /// <param name="url">The URL, prepared.</param>
    /// <param name="settings">What the caller says.</param>
    /// <param name="trustEnv">Whether the environment has a say.</param>
    /// <param name="system">What the system says where no variable does; null asks Windows, and elsewhere nobody.</param>
    /// <exception cref="InvalidProxyUrlException">The proxy's URL cannot be used.</exception>
    internal static ProxyServer? For(string url, ProxySettings settings, bool trustEnv, Func<string, string?>? system = null)
    {
        if (settings.ByTarget.Count == 0 && !trustEnv) return null;
        if (SchemeOf(url) is not { } scheme) return null;
        var own = settings.ByTarget.Count == 0 ? null : Chosen(scheme, url, settings.ByTarget);
        var chosen = own ?? (trustEnv ? Ambient(scheme) ?? (system ?? SystemProxy.For)(url) : null);
        if (string.IsNullOrEmpty(chosen)) return null;
        var exceptions = settings.NoProxy ?? (own is null ? Variable("no_proxy", "NO_PROXY") : null);
        return NoProxyRules.Bypasses(CookieOrigin.Of(url).Host, PortOf(url), exceptions) ? null : ProxyServer.Parse(chosen);
    }

    private static string? SchemeOf(string url) =>
        url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http" : url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https" : null;

    private static string? Chosen(string scheme, string url, IReadOnlyDictionary<string, string> proxies)
    {
        var host = CookieOrigin.Of(url).Host;
        foreach (var key in (ReadOnlySpan<string>)[$"{scheme}://{host}", scheme, $"all://{host}", "all"])
        {
            if (proxies.TryGetValue(key, out var proxy)) return proxy;
        }

        return null;
    }

    /// <summary>Where CGI runs, HTTP_PROXY may be a header of a stranger's request (httpoxy).</summary>
    private static string? Ambient(string scheme)
    {
        var own = !scheme.Equals("http", StringComparison.OrdinalIgnoreCase) ? Variable("https_proxy", "HTTPS_PROXY")
            : Named("REQUEST_METHOD") is null ? Variable("http_proxy", "HTTP_PROXY") : Named("http_proxy");
        return own ?? Variable("all_proxy", "ALL_PROXY");
    }

    private static string? Variable(string lower, string upper) => Named(lower) ?? Named(upper);

    private static string? Named(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static int PortOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Port : 0;
}
