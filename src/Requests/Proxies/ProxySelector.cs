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
        var source = FindSource(url, settings, trustEnv, system, environment ?? Environment.GetEnvironmentVariable);
        return source.Url is null || source.IsBypassed ? null : Parse(source.Url, source.Variable);
    }

    /// <summary>Returns the proxy, or null for a direct connection, together with the setting that decides.</summary>
    /// <param name="url">The URL, prepared.</param>
    /// <param name="settings">The caller's proxies.</param>
    /// <param name="trustEnv">Whether the environment's proxies are used.</param>
    /// <param name="system">Returns the system's proxy for a URL where no variable is set; null uses <see cref="SystemProxy"/>.</param>
    /// <param name="environment">Reads a variable of the environment; null reads the process's.</param>
    /// <exception cref="InvalidProxyUrlException">The proxy's URL cannot be used.</exception>
    internal static ProxyChoice Explain(
        string url,
        ProxySettings settings,
        bool trustEnv,
        Func<string, string?>? system = null,
        Func<string, string?>? environment = null)
    {
        var source = FindSource(url, settings, trustEnv, system, environment ?? Environment.GetEnvironmentVariable);
        var setting = source switch
        {
            { Key: { } key } => $"the entry '{key}' of -Proxies or of the session",
            { Variable: { } variable } => $"the environment variable {variable}",
            { Url: not null } => "the proxy settings of the system",
            _ => null,
        };
        return source.Url is null || source.IsBypassed
            ? new ProxyChoice(null, setting, source.IsBypassed ? source.ExceptionName : null)
            : new ProxyChoice(Parse(source.Url, source.Variable), setting, null);
    }

    private static Source FindSource(
        string url,
        ProxySettings settings,
        bool trustEnv,
        Func<string, string?>? system,
        Func<string, string?> environment)
    {
        if (GetScheme(url) is not { } scheme) return default;
        var (key, own) = settings.ByTarget.Count == 0 ? default : Find(scheme, url, settings.ByTarget);
        var (variable, named) = own is null && trustEnv ? FindVariable(scheme, environment) : default;
        var chosen = own ?? named ?? (trustEnv ? (system ?? SystemProxy.FindProxy)(url) : null);
        if (string.IsNullOrEmpty(chosen)) return new Source(null, key, variable, false, null);
        var (name, exceptions) = settings.NoProxy is { } list ? ("-NoProxy", list) : own is null ? FindExceptions(environment) : default;
        return new Source(
            chosen,
            key,
            variable,
            NoProxyRules.Bypasses(CookieOrigin.From(url).Host, GetPort(url), exceptions),
            name);
    }

    private static (string? Name, string? Value) FindExceptions(Func<string, string?> environment)
    {
        var name = Read("no_proxy", environment) is null ? "NO_PROXY" : "no_proxy";
        return (name, Read(name, environment));
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

    private static (string? Key, string? Url) Find(string scheme, string url, IReadOnlyDictionary<string, string> proxies)
    {
        var host = CookieOrigin.From(url).Host;
        foreach (var key in (ReadOnlySpan<string>)[$"{scheme}://{host}", scheme, $"all://{host}", "all"])
        {
            if (proxies.TryGetValue(key, out var proxy)) return (key, proxy);
        }

        return default;
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

    /// <summary>Represents a proxy as it is set, and the names of the settings that decide about it.</summary>
    private readonly record struct Source(string? Url, string? Key, string? Variable, bool IsBypassed, string? ExceptionName);
}
