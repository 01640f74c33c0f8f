namespace Requests;

/// <summary>Selects the proxy of a URL: the caller's, else the environment's, unless the host is an exception.</summary>
/// <remarks>
/// requests: <c>select_proxy</c>, <c>resolve_proxies</c>, <c>get_environ_proxies</c>. The environment is read at each call; on Windows the
/// system settings apply where no variable is set.
/// </remarks>
internal static class ProxySelector
{
    /// <summary>Returns the proxy, or null for a direct connection.</summary>
    /// <param name="url">The URL, prepared.</param>
    /// <param name="settings">The caller's proxies.</param>
    /// <param name="trustEnv">Whether the environment's proxies are used.</param>
    /// <param name="system">Returns the system's proxy for a URL where no variable is set; null uses <see cref="SystemProxy"/>.</param>
    /// <param name="environment">Reads a variable of the environment; null reads the process's.</param>
    /// <exception cref="InvalidProxyUrlException">The proxy's URL cannot be used.</exception>
    internal static ProxyServer? SelectProxy(
        string url,
        ProxySettings settings,
        bool trustEnv,
        Func<string, string?>? system = null,
        Func<string, string?>? environment = null)
    {
        if (settings.ByTarget.Count == 0 && !trustEnv) return null;
        if (GetScheme(url) is not { } scheme) return null;
        var own = settings.ByTarget.Count == 0 ? null : Find(scheme, url, settings.ByTarget);
        environment ??= Environment.GetEnvironmentVariable;
        var (variable, named) = own is null && trustEnv ? FindVariable(scheme, environment) : default;
        var chosen = own ?? named ?? (trustEnv ? (system ?? SystemProxy.FindProxy)(url) : null);
        if (string.IsNullOrEmpty(chosen)) return null;
        var exceptions = settings.NoProxy ?? (own is null ? Read("no_proxy", environment) ?? Read("NO_PROXY", environment) : null);
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
            throw new InvalidProxyUrlException(
                $"{error.Message} It comes from the environment variable {variable}: "
                + "correct it, name the host in NO_PROXY, or send with TrustEnv off.",
                error);
        }
    }

    private static string? GetScheme(string url)
    {
        if (url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) return "http";
        return url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https" : null;
    }

    private static string? Find(string scheme, string url, IReadOnlyDictionary<string, string> proxies)
    {
        var host = CookieOrigin.From(url).Host;
        foreach (var key in (ReadOnlySpan<string>)[$"{scheme}://{host}", scheme, $"all://{host}", "all"])
        {
            if (proxies.TryGetValue(key, out var proxy)) return proxy;
        }

        return null;
    }

    /// <summary>
    /// Returns the variable that applies to a scheme. In a CGI process HTTP_PROXY is not read, as it can be the header of a client's
    /// request (httpoxy).
    /// </summary>
    private static (string? Name, string? Url) FindVariable(string scheme, Func<string, string?> environment)
    {
        var own = scheme != "http"
            ? ReadEither("https_proxy", "HTTPS_PROXY", environment)
            : ReadEither("http_proxy", Read("REQUEST_METHOD", environment) is null ? "HTTP_PROXY" : "http_proxy", environment);
        return own.Url is not null ? own : ReadEither("all_proxy", "ALL_PROXY", environment);
    }

    /// <summary>
    /// Returns a variable with its value. A variable in lower case that is set to an empty text turns the one in upper case off
    /// (Python: <c>getproxies_environment</c>).
    /// </summary>
    private static (string? Name, string? Url) ReadEither(string lower, string upper, Func<string, string?> environment)
    {
        var name = environment(lower) is null ? upper : lower;
        return Read(name, environment) is { } value ? (name, value) : default;
    }

    private static string? Read(string name, Func<string, string?> environment) =>
        environment(name) is { Length: > 0 } value ? value : null;

    private static int GetPort(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Port : 0;
}
