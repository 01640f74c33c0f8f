namespace Requests;

/// <summary>How a prepared request is sent: what is not part of the message itself.</summary>
/// <remarks>requests: the keyword arguments of <c>Session.send</c>.</remarks>
public sealed record SendOptions
{
    /// <summary>True returns as soon as the headers are there; the body is read when asked for. Default false.</summary>
    public bool Stream { get; init; }

    /// <summary>How long to wait. Default 100 seconds for connection and read each.</summary>
    public RequestTimeout Timeout { get; init; } = RequestTimeout.Default;

    /// <summary>
    /// How long the whole exchange may take: redirects, retries and the body included. Null, the default, does not limit it.
    /// </summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>How many bytes a body may have once it is decoded. Null, the default, does not limit it.</summary>
    public long? MaximumSize { get; init; }

    /// <summary>Whether to follow redirects; null follows for every method but HEAD.</summary>
    public bool? AllowRedirects { get; init; }

    /// <summary>How many redirects to follow. Default 30.</summary>
    public int MaximumRedirects { get; init; } = 30;

    /// <summary>Whether a redirect may lead from https to http. Default false.</summary>
    public bool AllowInsecureRedirect { get; init; }

    /// <summary>Whom to trust when a server proves its identity. Default: the system's roots.</summary>
    public TlsSettings Tls { get; init; } = TlsSettings.Default;

    /// <summary>Which proxies to use. Default: those of the environment, where the session trusts it.</summary>
    public ProxySettings Proxies { get; init; } = ProxySettings.None;

    /// <summary>
    /// The version of HTTP, 1.1 or 2; null, the default, leaves it to the adapter. With 2, an https server without HTTP/2 is spoken to in
    /// 1.1, while an http server must know it (prior knowledge, RFC 9113 section 3.3).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is another version.</exception>
    public Version? HttpVersion { get; init => field = value is null ? null : CheckHttpVersion(value); }

    /// <summary>
    /// The path of a Unix socket that connections go to, whatever the URL's host; null, the default, leaves that to the adapter. Host
    /// header, TLS and cookies stay those of the URL; no proxy is used.
    /// </summary>
    /// <remarks>curl: <c>--unix-socket</c>.</remarks>
    public string? UnixSocket { get; init; }

    /// <summary>Whether a status of 400 or more is an error. Default false.</summary>
    public bool RaiseForStatus { get; init; }

    /// <summary>When to send again; null leaves that to the adapter.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>What sees each request leave and each answer come, or null.</summary>
    public IExchangeObserver? Observer { get; init; }

    /// <summary>
    /// Gets the way that one request is sent. The exchange sets it for each request; an adapter that passes the options on passes it on
    /// too.
    /// </summary>
    internal SendRoute Route { get; init; }

    /// <summary>A version of HTTP that can be spoken.</summary>
    /// <param name="value">The version.</param>
    internal static Version CheckHttpVersion(Version value) =>
        value == System.Net.HttpVersion.Version11 || value == System.Net.HttpVersion.Version20
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), "The version of HTTP can be 1.1 or 2.0.");
}
