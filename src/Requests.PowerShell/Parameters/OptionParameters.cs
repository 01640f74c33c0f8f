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

    internal Optional<object?>? ConnectTo { get; set; }

    internal Optional<object?>? AddressFamily { get; set; }

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
    internal SendOptions ApplyTo(SendOptions defaults, IExchangeObserver? log, Func<string, string> fullPath)
    {
        var (version, allowsLower) = HttpVersion is { } bound
            ? ConnectionConverter.ToHttpVersion(bound.Value)
            : (defaults.HttpVersion, defaults.AllowLowerHttpVersion);
        var (socket, connectTo) = MergePlace(defaults, fullPath);
        return defaults with
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
            HttpVersion = version,
            AllowLowerHttpVersion = allowsLower,
            UnixSocket = socket,
            ConnectTo = connectTo,
            AddressFamily = AddressFamily is { } family ? ConnectionConverter.ToAddressFamily(family.Value) : defaults.AddressFamily,
            Retry = Retry is { } retry ? ValueConverter.ToRetry(retry.Value) : defaults.Retry,
            Observer = log ?? defaults.Observer,
        };
    }

    /// <summary>
    /// Merges the Unix socket and the targets of ConnectTo, of which a call uses one. The parameter that is bound replaces the other one of
    /// the session.
    /// </summary>
    private (string? UnixSocket, ConnectToSettings? ConnectTo) MergePlace(SendOptions defaults, Func<string, string> fullPath)
    {
        if (UnixSocket is null && ConnectTo is null) return (defaults.UnixSocket, defaults.ConnectTo);
        var socket = UnixSocket is { } path ? ConnectionConverter.ToUnixSocket(path.Value, fullPath) : null;
        var target = ConnectTo is { } hosts ? ConnectionConverter.ToConnectTo(hosts.Value, defaults.ConnectTo) : null;
        if (socket is not null && target is not null)
        {
            throw new InvalidParameterException("-UnixSocket and -ConnectTo exclude each other: give one place to connect to.");
        }

        return (
            socket ?? (UnixSocket is null && target is null ? defaults.UnixSocket : null),
            target ?? (ConnectTo is null && socket is null ? defaults.ConnectTo : null));
    }

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
