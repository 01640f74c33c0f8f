namespace Requests.PowerShell;

/// <summary>Represents the parameters that define how a request is sent. An unbound parameter keeps the value of the session.</summary>
internal sealed class OptionParameters
{
    internal Optional<object?>? Timeout { get; set; }

    internal Optional<object?>? TotalTimeout { get; set; }

    internal Optional<object?>? MaximumSize { get; set; }

    internal Optional<object?>? Verify { get; set; }

    internal Optional<object?>? Cert { get; set; }

    internal Optional<object?>? Proxies { get; set; }

    internal Optional<object?>? NoProxy { get; set; }

    internal Optional<object?>? HttpVersion { get; set; }

    internal Optional<object?>? UnixSocket { get; set; }

    internal bool? AllowRedirects { get; set; }

    internal Optional<object?>? MaximumRedirection { get; set; }

    internal bool? AllowInsecureRedirect { get; set; }

    internal bool? Stream { get; set; }

    internal bool? RaiseForStatus { get; set; }

    internal Optional<object?>? ExpectStatus { get; set; }

    internal Optional<object?>? Retry { get; set; }

    /// <summary>Returns the options of a session with the bound parameters applied.</summary>
    /// <param name="defaults">The options of the session.</param>
    /// <param name="log">The observer of the exchange, or null.</param>
    /// <param name="fullPath">A function that resolves a path to a full path.</param>
    internal SendOptions ApplyTo(SendOptions defaults, IExchangeObserver? log, Func<string, string> fullPath) =>
        defaults with
        {
            Timeout = Timeout is { } timeout ? ValueConverter.ToTimeout(timeout.Value) : defaults.Timeout,
            TotalTimeout = TotalTimeout is { } total ? ValueConverter.ToTotalTimeout(total.Value) : defaults.TotalTimeout,
            MaximumSize = MaximumSize is { } size ? NumberConverter.ToCount<long>(size.Value, nameof(MaximumSize)) : defaults.MaximumSize,
            Proxies = MergeProxies(defaults.Proxies),
            Tls = MergeTls(defaults.Tls, fullPath),
            AllowRedirects = AllowRedirects ?? defaults.AllowRedirects,
            MaximumRedirects = MaximumRedirection is { } redirects
                ? NumberConverter.ToInt32(redirects.Value, nameof(MaximumRedirection), 0)
                : defaults.MaximumRedirects,
            AllowInsecureRedirect = AllowInsecureRedirect ?? defaults.AllowInsecureRedirect,
            Stream = Stream ?? defaults.Stream,
            RaiseForStatus = RaiseForStatus ?? defaults.RaiseForStatus,
            ExpectStatus = ExpectStatus is { } expected ? StatusConverter.ToExpected(expected.Value) : defaults.ExpectStatus,
            HttpVersion = HttpVersion is { } version ? ConnectionConverter.ToHttpVersion(version.Value) : defaults.HttpVersion,
            UnixSocket = UnixSocket is { } socket ? ConnectionConverter.ToUnixSocket(socket.Value, fullPath) : defaults.UnixSocket,
            Retry = Retry is { } retry ? ValueConverter.ToRetry(retry.Value) : defaults.Retry,
            Observer = log ?? defaults.Observer,
        };

    private ProxySettings MergeProxies(ProxySettings defaults)
    {
        var proxies = Proxies is { } bound ? ProxyConverter.ToProxies(bound.Value, defaults) : defaults;
        return NoProxy is { } exceptions ? proxies with { NoProxy = ProxyConverter.ToExceptions(exceptions.Value) } : proxies;
    }

    private TlsSettings MergeTls(TlsSettings defaults, Func<string, string> fullPath)
    {
        var trust = Verify is { } verify
            ? TlsConverter.ToTrust(verify.Value, fullPath) with { ClientCertificate = defaults.ClientCertificate }
            : defaults;
        return Cert is { } cert ? trust with { ClientCertificate = TlsConverter.ToClientCertificate(cert.Value, fullPath) } : trust;
    }
}
