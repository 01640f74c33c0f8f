using System.Net;
using System.Security.Authentication;

namespace Requests;

/// <summary>How an HTTP adapter opens its connections and how many it keeps.</summary>
/// <remarks>requests: the arguments of <c>HTTPAdapter</c> and of the pool manager that a subclass may create.</remarks>
public sealed record HttpAdapterSettings
{
    /// <summary>The versions of TLS to offer. Default <see cref="SslProtocols.None"/>: what the system finds safe.</summary>
    public SslProtocols SslProtocols { get; init; }

    /// <summary>
    /// SHA-256 or SHA-1 fingerprints in hexadecimal, one of which the server's own certificate has to have, whatever else is verified; with
    /// verification off they alone decide. Such an adapter refuses plain http. Default none.
    /// </summary>
    /// <exception cref="ArgumentException">One is no fingerprint.</exception>
    /// <remarks>requests-toolbelt: <c>FingerprintAdapter</c>.</remarks>
    public IReadOnlyList<string> Fingerprints { get; init => field = value.Select(CertificateFingerprint.Normalize).ToArray(); } = [];

    /// <summary>
    /// Whether the authority is asked if it has revoked a certificate, by the list or service that the certificate names; where that cannot be
    /// found out, the certificate is refused. Default false, as in Requests.
    /// </summary>
    public bool ChecksRevocation { get; init; }

    /// <summary>How many connections to one server may be open at once; further requests wait for one. Null, the default, sets no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1: such a pool would never send anything.</exception>
    public int? MaximumConnections
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(value));
            field = value;
        }
    }

    /// <summary>How many bytes the headers of one response may have, its status line included. Default 262144 (256 KB).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1024.</exception>
    public int MaximumHeaderSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1024);
            field = value;
        }
    } = 256 * 1024;

    /// <summary>How long an unused connection stays open. Default 60 seconds; zero keeps none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below zero.</exception>
    public TimeSpan IdleTimeout { get; init => field = NotNegative(value); } = TimeSpan.FromMinutes(1);

    /// <summary>How long a connection is used at most, so that a change of the server's address is noticed. Default 15 minutes; zero uses each once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below zero.</exception>
    public TimeSpan ConnectionLifetime { get; init => field = NotNegative(value); } = TimeSpan.FromMinutes(15);

    /// <summary>The address of this machine that connections come from; null leaves it to the system.</summary>
    /// <remarks>requests: <c>source_address</c> of requests-toolbelt.</remarks>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>
    /// HTTP 1.1, the default, or 2. With 2, an https server that does not know it is spoken to in 1.1 (ALPN, RFC 7301), while an http
    /// server has to know it (prior knowledge, RFC 9113 section 3.3).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is another version.</exception>
    public Version HttpVersion
    {
        get;
        init => field = SendOptions.CheckHttpVersion(value);
    } = System.Net.HttpVersion.Version11;

    /// <summary>The path of a Unix socket that all connections go to, whatever the URL's host; null connects over TCP.</summary>
    /// <remarks>requests: requests-unixsocket; curl: <c>--unix-socket</c>.</remarks>
    public string? UnixSocket { get; init; }

    /// <summary>What proxies are told, with each CONNECT and each request that they forward in the clear; no server sees it through a tunnel.</summary>
    /// <exception cref="InvalidHeaderException">One cannot be sent.</exception>
    /// <remarks>requests: <c>HTTPAdapter.proxy_headers</c>.</remarks>
    public HeaderDictionary ProxyHeaders
    {
        get;
        init
        {
            HeaderRules.Check(value);
            field = value.WithoutNulls();
        }
    } = [];

    private static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }
}
