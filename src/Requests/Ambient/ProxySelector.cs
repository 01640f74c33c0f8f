namespace Requests;

/// <summary>The proxy of one URL: the caller's, else the environment's, unless the host is an exception.</summary>
/// <remarks>requests: <c>select_proxy</c>, <c>resolve_proxies</c>, <c>get_environ_proxies</c>. The environment is read at each call.</remarks>
internal static class ProxySelector
{
    /// <summary>The proxy, or null for none.</summary>
    /// <param name="url">The URL, prepared.</param>
    /// <param name="settings">What the caller says.</param>
    /// <param name="trustEnv">Whether the environment has a say.</param>
    /// <exception cref="InvalidProxyUrlException">The proxy's URL cannot be used.</exception>
    internal static ProxyServer? For(string url, ProxySettings settings, bool trustEnv)
    {
        if (settings.ByTarget.Count == 0 && !trustEnv) return null;
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return null;
        var scheme = url[..colon];
        if (!scheme.StartsWith("http", StringComparison.OrdinalIgnoreCase)) return null;
        var host = CookieOrigin.Of(url).Host;
        var chosen = Chosen(scheme, host, settings) ?? (trustEnv ? Ambient(scheme) : null);
        if (string.IsNullOrEmpty(chosen)) return null;
        var exceptions = settings.NoProxy ?? (trustEnv && Chosen(scheme, host, settings) is null ? Variable("no_proxy") : null);
        return NoProxyRules.Bypasses(host, PortOf(url), exceptions) ? null : ProxyServer.Parse(chosen);
    }

    private static string? Chosen(string scheme, string host, ProxySettings settings)
    {
        if (settings.ByTarget.Count == 0) return null;
        foreach (var key in (ReadOnlySpan<string>)[$"{scheme}://{host}", scheme, $"all://{host}", "all"])
        {
            if (settings.ByTarget.TryGetValue(key, out var proxy)) return proxy;
        }

        return null;
    }

    /// <summary>Where CGI runs, HTTP_PROXY may be a header of a stranger's request (httpoxy).</summary>
    private static string? Ambient(string scheme)
    {
        var isHttp = scheme.Equals("http", StringComparison.OrdinalIgnoreCase);
        var own = isHttp && Environment.GetEnvironmentVariable("REQUEST_METHOD") is not null ? Named("http_proxy") : Variable(isHttp ? "http_proxy" : "https_proxy");
        return own ?? Variable("all_proxy");
    }

    private static string? Variable(string name) => Named(name) ?? Named(name.ToUpperInvariant());

    private static string? Named(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static int PortOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Port : 0;
}
