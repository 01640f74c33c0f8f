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
    /// <param name="environment">Reads a variable of the environment; null asks the process.</param>
    /// <exception cref="InvalidProxyUrlException">The proxy's URL cannot be used.</exception>
    internal static ProxyServer? For(string url, ProxySettings settings, bool trustEnv, Func<string, string?>? system = null, Func<string, string?>? environment = null)
    {
        if (settings.ByTarget.Count == 0 && !trustEnv) return null;
        if (GetScheme(url) is not { } scheme) return null;
        var own = settings.ByTarget.Count == 0 ? null : Chosen(scheme, url, settings.ByTarget);
        environment ??= Environment.GetEnvironmentVariable;
        var (variable, named) = own is null && trustEnv ? Ambient(scheme, environment) : default;
        var chosen = own ?? named ?? (trustEnv ? (system ?? SystemProxy.For)(url) : null);
        if (string.IsNullOrEmpty(chosen)) return null;
        var exceptions = settings.NoProxy ?? (own is null ? Named("no_proxy", environment) ?? Named("NO_PROXY", environment) : null);
        return NoProxyRules.Bypasses(CookieOrigin.From(url).Host, GetPort(url), exceptions) ? null : Parse(chosen, variable);
    }

    private static ProxyServer Parse(string url, string? variable)
    {
        try
        {
            return ProxyServer.Parse(url);
        }
        catch (InvalidProxyUrlException error) when (variable is not null)
        {
            throw new InvalidProxyUrlException($"{error.Message} It comes from the environment variable {variable}: correct it, name the host in NO_PROXY, or send with TrustEnv off.", error);
        }
    }

    private static string? GetScheme(string url) =>
        url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http" : url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https" : null;

    private static string? Chosen(string scheme, string url, IReadOnlyDictionary<string, string> proxies)
    {
        var host = CookieOrigin.From(url).Host;
        foreach (var key in (ReadOnlySpan<string>)[$"{scheme}://{host}", scheme, $"all://{host}", "all"])
        {
            if (proxies.TryGetValue(key, out var proxy)) return proxy;
        }

        return null;
    }

    /// <summary>Where CGI runs, HTTP_PROXY may be a header of a stranger's request (httpoxy).</summary>
    private static (string? Name, string? Url) Ambient(string scheme, Func<string, string?> environment)
    {
        var own = scheme != "http" ? Switched("https_proxy", "HTTPS_PROXY", environment)
            : Switched("http_proxy", Named("REQUEST_METHOD", environment) is null ? "HTTP_PROXY" : "http_proxy", environment);
        return own.Url is not null ? own : Switched("all_proxy", "ALL_PROXY", environment);
    }

    /// <summary>A variable with its value. The one in lower case, set and empty, switches the other off (Python: <c>getproxies_environment</c>).</summary>
    private static (string? Name, string? Url) Switched(string lower, string upper, Func<string, string?> environment)
    {
        var name = environment(lower) is null ? upper : lower;
        return Named(name, environment) is { } value ? (name, value) : default;
    }

    private static string? Named(string name, Func<string, string?> environment) => environment(name) is { Length: > 0 } value ? value : null;

    private static int GetPort(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Port : 0;
}
