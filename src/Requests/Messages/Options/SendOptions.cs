namespace Requests;

/// <summary>Represents the options of sending a prepared request, which are not part of the message.</summary>
/// <remarks>requests: the keyword arguments of <c>Session.send</c>.</remarks>
public sealed record SendOptions
{
    /// <summary>
    /// Gets a value that indicates whether sending returns when the headers are received, and the body is read on demand. Default: false.
    /// </summary>
    public bool Stream { get; init; }

    /// <summary>Gets the connect timeout and the read timeout. Default: 100 seconds each.</summary>
    public RequestTimeout Timeout { get; init; } = RequestTimeout.Default;

    /// <summary>
    /// Gets the timeout of the whole exchange, including redirects, retries and the body. Null, the default, does not limit it.
    /// </summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>Gets the largest decoded size of a body in bytes. Null, the default, does not limit it.</summary>
    public long? MaximumSize { get; init; }

    /// <summary>Gets a value that indicates whether redirects are followed; null follows them for every method except HEAD.</summary>
    public bool? AllowRedirects { get; init; }

    /// <summary>Gets the largest number of redirects. Default: 30.</summary>
    public int MaximumRedirects { get; init; } = 30;

    /// <summary>Gets a value that indicates whether a redirect may lead from https to http. Default: false.</summary>
    public bool AllowInsecureRedirect { get; init; }

    /// <summary>Gets the settings that verify the server certificate. Default: the authorities of the system.</summary>
    public TlsSettings Tls { get; init; } = TlsSettings.Default;

    /// <summary>Gets the proxies. Default: those of the environment, where the session trusts it.</summary>
    public ProxySettings Proxies { get; init; } = ProxySettings.None;

    /// <summary>
    /// Gets the version of HTTP, 1.1 or 2; null, the default, uses that of the adapter. With 2, an https server must agree to HTTP/2 (ALPN,
    /// RFC 7301), and an http server must support it (prior knowledge, RFC 9113 section 3.3), unless
    /// <see cref="AllowLowerHttpVersion"/> is true. A server that does not is an <see cref="HttpVersionException"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is another version.</exception>
    public Version? HttpVersion { get; init => field = value is null ? null : CheckHttpVersion(value); }

    /// <summary>
    /// Gets a value that indicates whether HTTP/1.1 may be used in place of a higher <see cref="HttpVersion"/>: for an https server that
    /// does not agree to it, and for all http servers. Without <see cref="HttpVersion"/> it has no effect. Default: false.
    /// </summary>
    public bool AllowLowerHttpVersion { get; init; }

    /// <summary>
    /// Gets the path of the Unix socket to connect to in place of the host of the URL; null, the default, uses that of the adapter. The
    /// Host header, TLS and cookies stay those of the URL; no proxy is used.
    /// </summary>
    /// <remarks>curl: <c>--unix-socket</c>.</remarks>
    public string? UnixSocket { get; init; }

    /// <summary>
    /// Gets the hosts and ports to connect to in place of those of the URL; null, the default, connects to those of the URL. The
    /// proxy is that of the URL; it opens a tunnel to the target, also for plain http. With a <see cref="UnixSocket"/> it has no effect.
    /// </summary>
    /// <remarks>curl: <c>--connect-to</c>.</remarks>
    public ConnectToSettings? ConnectTo { get; init; }

    /// <summary>
    /// Gets the family of the addresses to connect to: those of the server, or those of the proxy. Null, the default, uses both families.
    /// </summary>
    /// <remarks>curl: <c>--ipv4</c>, <c>--ipv6</c>.</remarks>
    public IPAddressFamily? AddressFamily { get; init; }

    /// <summary>Gets a value that indicates whether a status of 400 or more is an error. Default: false.</summary>
    public bool RaiseForStatus { get; init; }

    /// <summary>
    /// Gets the statuses that the caller expects. Any other status is an error, and these are not errors, also with
    /// <see cref="RaiseForStatus"/>. Null, the default, leaves the decision to <see cref="RaiseForStatus"/>.
    /// </summary>
    public ExpectedStatuses? ExpectStatus { get; init; }

    /// <summary>Gets the retry policy; null uses that of the adapter.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Gets the observer of each request and each response, or null.</summary>
    public IExchangeObserver? Observer { get; init; }

    /// <summary>
    /// Gets the route of one request. The exchange sets it for each request; an adapter that passes the options on passes it on too.
    /// </summary>
    internal SendRoute Route { get; init; }

    /// <summary>Returns whether the status of a final response is an error.</summary>
    /// <param name="response">The response.</param>
    internal bool IsError(Response response) =>
        ExpectStatus is { } expected ? !expected.Contains(response.StatusCode) : RaiseForStatus && !response.Ok;

    /// <summary>Checks that a version of HTTP is supported, and returns it.</summary>
    /// <param name="value">The version.</param>
    internal static Version CheckHttpVersion(Version value) =>
        value == System.Net.HttpVersion.Version11 || value == System.Net.HttpVersion.Version20
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), "The version of HTTP can be 1.1 or 2.0.");
}
