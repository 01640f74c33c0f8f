namespace Requests.PowerShell;

/// <summary>The parameters that say how a request is sent; what was not given is left to the session.</summary>
internal sealed class OptionParameters
{
    internal Given<object?>? Timeout { get; set; }

    internal Given<object?>? TotalTimeout { get; set; }

    internal Given<object?>? MaximumSize { get; set; }

    internal Given<object?>? Verify { get; set; }

    internal Given<object?>? Cert { get; set; }

    internal Given<object?>? Proxies { get; set; }

    internal Given<object?>? NoProxy { get; set; }

    internal Given<object?>? HttpVersion { get; set; }

    internal Given<object?>? UnixSocket { get; set; }

    internal bool? AllowRedirects { get; set; }

    internal Given<object?>? MaximumRedirection { get; set; }

    internal bool? AllowInsecureRedirect { get; set; }

    internal bool? Stream { get; set; }

    internal bool? RaiseForStatus { get; set; }

    internal Given<object?>? Retry { get; set; }

    private bool IsAnythingGiven =>
        Timeout is not null || TotalTimeout is not null || MaximumSize is not null || Verify is not null || Cert is not null || Proxies is not null || NoProxy is not null || AllowRedirects is not null
            || MaximumRedirection is not null || AllowInsecureRedirect is not null || Stream is not null || RaiseForStatus is not null || Retry is not null
            || HttpVersion is not null || UnixSocket is not null;

    /// <summary>The options, over those of a session.</summary>
    /// <param name="defaults">The session's.</param>
    /// <param name="log">What sees the exchange, or null.</param>
    /// <param name="fullPath">Resolves a path.</param>
    internal SendOptions Over(SendOptions defaults, IExchangeObserver? log, Func<string, string> fullPath)
    {
        if (!IsAnythingGiven && log is null) return defaults;
        return defaults with
        {
            Timeout = Timeout is { } timeout ? Forms.ToTimeout(timeout.Value) : defaults.Timeout,
            TotalTimeout = TotalTimeout is { } total ? Forms.ToTotalTimeout(total.Value) : defaults.TotalTimeout,
            MaximumSize = MaximumSize is { } size ? NumberConverter.ToCount<long>(size.Value, nameof(MaximumSize)) : defaults.MaximumSize,
            Proxies = ProxiesOver(defaults.Proxies),
            Tls = TlsOver(defaults.Tls, fullPath),
            AllowRedirects = AllowRedirects ?? defaults.AllowRedirects,
            MaximumRedirects = MaximumRedirection is { } redirects ? NumberConverter.ToInt32(redirects.Value, nameof(MaximumRedirection), 0) : defaults.MaximumRedirects,
            AllowInsecureRedirect = AllowInsecureRedirect ?? defaults.AllowInsecureRedirect,
            Stream = Stream ?? defaults.Stream,
            RaiseForStatus = RaiseForStatus ?? defaults.RaiseForStatus,
            HttpVersion = HttpVersion is { } version ? ConnectionForms.ToHttpVersion(version.Value) : defaults.HttpVersion,
            UnixSocket = UnixSocket is { } socket ? ConnectionForms.ToUnixSocket(socket.Value, fullPath) : defaults.UnixSocket,
            Retry = Retry is { } retry ? Forms.ToRetry(retry.Value) : defaults.Retry,
            Observer = log ?? defaults.Observer,
        };
    }

    private ProxySettings ProxiesOver(ProxySettings defaults)
    {
        var proxies = Proxies is { } given ? ProxyForms.ToProxies(given.Value, defaults) : defaults;
        return NoProxy is { } exceptions ? proxies with { NoProxy = ProxyForms.ToExceptions(exceptions.Value) } : proxies;
    }

    private TlsSettings TlsOver(TlsSettings defaults, Func<string, string> fullPath)
    {
        var trust = Verify is { } verify ? TlsForms.ToTrust(verify.Value, fullPath) with { ClientCertificate = defaults.ClientCertificate } : defaults;
        return Cert is { } cert ? trust with { ClientCertificate = TlsForms.ToClientCertificate(cert.Value, fullPath) } : trust;
    }
}
