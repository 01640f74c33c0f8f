namespace Requests.PowerShell;

/// <summary>The parameters that say how a request is sent; what was not given is left to the session.</summary>
internal sealed class OptionParameters
{
    private bool _hasTimeout;
    private bool _hasRetry;
    private bool _hasTotalTimeout;
    private bool _hasMaximumSize;
    private bool _hasVerify;
    private bool _hasCert;
    private bool _hasProxies;
    private bool _hasNoProxy;

    private bool IsAnythingGiven =>
        _hasVerify || _hasCert || _hasProxies || _hasNoProxy || _hasTimeout || _hasTotalTimeout || _hasMaximumSize || _hasRetry || AllowRedirects is not null || MaximumRedirection is not null
            || AllowInsecureRedirect is not null || Stream is not null || RaiseForStatus is not null;

    internal object? Timeout { get; private set; }

    internal object? TotalTimeout { get; private set; }

    internal long? MaximumSize { get; private set; }

    internal bool? AllowRedirects { get; set; }

    internal int? MaximumRedirection { get; set; }

    internal bool? AllowInsecureRedirect { get; set; }

    internal bool? Stream { get; set; }

    internal bool? RaiseForStatus { get; set; }

    internal object? Retry { get; private set; }

    /// <summary>Null is a policy too: it leaves the matter to the adapter.</summary>
    internal void SetRetry(object? value)
    {
        Retry = value;
        _hasRetry = true;
    }

    internal object? Verify { get; private set; }

    internal object? Cert { get; private set; }

    internal object? Proxies { get; private set; }

    internal string[]? NoProxy { get; private set; }

    /// <summary>Null is none but the environment's, also where the session has some.</summary>
    internal void SetProxies(object? value)
    {
        Proxies = value;
        _hasProxies = true;
    }

    /// <summary>Null leaves the matter to the environment, also where the session says.</summary>
    internal void SetNoProxy(string[]? value)
    {
        NoProxy = value;
        _hasNoProxy = true;
    }

    /// <summary>Null is the default, also where the session says otherwise.</summary>
    internal void SetVerify(object? value)
    {
        Verify = value;
        _hasVerify = true;
    }

    /// <summary>Null is no certificate, also where the session has one.</summary>
    internal void SetCert(object? value)
    {
        Cert = value;
        _hasCert = true;
    }

    /// <summary>Null is no limit, also where the session has one.</summary>
    internal void SetTotalTimeout(object? value)
    {
        TotalTimeout = value;
        _hasTotalTimeout = true;
    }

    /// <summary>Null is no limit, also where the session has one.</summary>
    internal void SetMaximumSize(long? value)
    {
        MaximumSize = value;
        _hasMaximumSize = true;
    }

    /// <summary>Null is a timeout too: it waits for ever.</summary>
    internal void SetTimeout(object? value)
    {
        Timeout = value;
        _hasTimeout = true;
    }

    /// <summary>The options, over those of a session.</summary>
    /// <param name="defaults">The session's.</param>
    /// <param name="log">What sees the exchange, or null.</param>
    /// <param name="fullPath">Resolves a path.</param>
    internal SendOptions Over(SendOptions defaults, IExchangeObserver? log, Func<string, string> fullPath)
    {
        if (!IsAnythingGiven && log is null) return defaults;
        return defaults with
        {
            Timeout = _hasTimeout ? Forms.ToTimeout(Timeout) : defaults.Timeout,
            Proxies = ProxiesOver(defaults.Proxies),
            Tls = Tls(defaults.Tls, fullPath),
            TotalTimeout = _hasTotalTimeout ? Forms.ToTotalTimeout(TotalTimeout) : defaults.TotalTimeout,
            MaximumSize = _hasMaximumSize ? MaximumSize : defaults.MaximumSize,
            AllowRedirects = AllowRedirects ?? defaults.AllowRedirects,
            MaximumRedirects = MaximumRedirection ?? defaults.MaximumRedirects,
            AllowInsecureRedirect = AllowInsecureRedirect ?? defaults.AllowInsecureRedirect,
            Stream = Stream ?? defaults.Stream,
            RaiseForStatus = RaiseForStatus ?? defaults.RaiseForStatus,
            Retry = _hasRetry ? Forms.ToRetry(Retry) : defaults.Retry,
            Observer = log ?? defaults.Observer,
        };
    }

    private ProxySettings ProxiesOver(ProxySettings defaults)
    {
        if (!_hasProxies && !_hasNoProxy) return defaults;
        var proxies = _hasProxies ? ProxyForms.ToProxies(Proxies, defaults) : defaults;
        return _hasNoProxy ? proxies with { NoProxy = NoProxy is null ? null : string.Join(',', NoProxy) } : proxies;
    }

    private TlsSettings Tls(TlsSettings defaults, Func<string, string> fullPath)
    {
        if (!_hasVerify && !_hasCert) return defaults;
        var trust = _hasVerify ? TlsForms.ToTrust(Verify, fullPath) : defaults;
        return trust with { ClientCertificate = _hasCert ? TlsForms.ToClientCertificate(Cert, fullPath) : defaults.ClientCertificate };
    }
}
