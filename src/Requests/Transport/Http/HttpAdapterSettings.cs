using System.Net;
using System.Security.Authentication;

namespace Requests;

/// <summary>Represents the settings of an HTTP adapter's connections.</summary>
/// <remarks>requests: the arguments of <c>HTTPAdapter</c> and of the pool manager that a subclass may create.</remarks>
public sealed record HttpAdapterSettings
{
    /// <summary>Gets the versions of TLS to offer. Default <see cref="SslProtocols.None"/>: the system's choice.</summary>
    public SslProtocols SslProtocols { get; init; }

    /// <summary>
    /// Gets the SHA-256 or SHA-1 fingerprints, in hexadecimal, of the accepted server certificates. They apply in addition to verification;
    /// with verification off they alone decide. An adapter with fingerprints refuses plain http. Default empty.
    /// </summary>
    /// <exception cref="InvalidParameterException">A text is not a certificate fingerprint.</exception>
    /// <remarks>requests-toolbelt: <c>FingerprintAdapter</c>.</remarks>
    public IReadOnlyList<string> Fingerprints { get; init => field = value.Select(CertificateFingerprint.Normalize).ToArray(); } = [];

    /// <summary>
    /// Gets a value that indicates whether revocation is checked, with the list or service that the certificate names. A certificate whose
    /// status cannot be determined is refused. Default false, as in Requests.
    /// </summary>
    public bool CheckRevocation { get; init; }

    /// <summary>
    /// Gets the maximum number of open connections to one server; further requests wait for one. Null, the default, sets no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? MaximumConnections
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(value));
            field = value;
        }
    }

    /// <summary>Gets the maximum size of the headers of one response in bytes, status line included. Default 262144 (256 KB).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1024.</exception>
    public int MaximumHeaderSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1024);
            field = value;
        }
    } = 256 * 1024;

    /// <summary>
    /// Gets how long a connection that no request uses stays open. Default 60 seconds; zero closes a connection when no request waits for
    /// it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below zero.</exception>
    public TimeSpan IdleTimeout { get; init => field = NotNegative(value); } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets the maximum age of a connection, so that a change of the server's address is noticed. Default 15 minutes; zero opens a
    /// connection for each request.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below zero.</exception>
    public TimeSpan ConnectionLifetime { get; init => field = NotNegative(value); } = TimeSpan.FromMinutes(15);

    /// <summary>Gets the address of this machine that connections come from; null leaves the choice to the system.</summary>
    /// <remarks>requests: <c>source_address</c> of requests-toolbelt.</remarks>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>
    /// Gets the HTTP version: 1.1, the default, or 2.0. With 2.0, an https server must agree to it (ALPN, RFC 7301), and an http server
    /// must support it (prior knowledge, RFC 9113 section 3.3), unless <see cref="AllowLowerHttpVersion"/> is true.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is another version.</exception>
    public Version HttpVersion
    {
        get;
        init => field = SendOptions.CheckHttpVersion(value);
    } = System.Net.HttpVersion.Version11;

    /// <summary>
    /// Gets a value that indicates whether HTTP/1.1 may be used in place of a higher <see cref="HttpVersion"/>: for an https server that
    /// does not agree to it, and for all http servers. Default false.
    /// </summary>
    public bool AllowLowerHttpVersion { get; init; }

    /// <summary>Gets the path of a Unix socket for all connections, whatever the URL's host; null connects over TCP.</summary>
    /// <exception cref="InvalidParameterException">The path is empty or too long for a socket.</exception>
    /// <remarks>requests: requests-unixsocket; curl: <c>--unix-socket</c>.</remarks>
    public string? UnixSocket { get; init => field = value is null ? null : SocketConnector.CheckUnixSocket(value); }

    /// <summary>
    /// Gets the name or the path of a named pipe for all connections, whatever the URL's host; null connects over TCP. Outside Windows,
    /// .NET has named pipes in the form of Unix sockets. A <see cref="UnixSocket"/> takes precedence.
    /// </summary>
    /// <exception cref="InvalidParameterException">This system cannot have a pipe of this name.</exception>
    public string? PipeName { get; init => field = value is null ? null : PipeConnector.Check(value); }

    /// <summary>
    /// Gets the headers for proxies, sent with each CONNECT and with each request that a proxy forwards in cleartext. A server behind a
    /// tunnel does not receive them.
    /// </summary>
    /// <exception cref="InvalidHeaderException">A header is not valid.</exception>
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
