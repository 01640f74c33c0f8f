using System.Net;
using System.Security.Authentication;

namespace Requests;

/// <summary>
/// Holds what is known of one connection. The transport sets it while it opens the connection; all exchanges on the connection share it.
/// </summary>
internal sealed class ConnectionFacts
{
    private readonly ConnectionInfo _first;
    private readonly ConnectionInfo _reused;
    private ExchangeTimings? _firstExchange;

    /// <summary>Creates the facts of a connection that is about to be opened.</summary>
    internal ConnectionFacts()
    {
        _first = new ConnectionInfo(this, isReused: false);
        _reused = new ConnectionInfo(this, isReused: true);
    }

    /// <summary>Gets or sets a value that indicates whether a connection to the server or its proxy was made.</summary>
    internal bool IsConnected { get; set; }

    /// <summary>Gets or sets the address of the other end, or null.</summary>
    internal EndPoint? RemoteEndPoint { get; set; }

    /// <summary>Gets or sets the address of this end, or null.</summary>
    internal EndPoint? LocalEndPoint { get; set; }

    /// <summary>Gets or sets the proxy without user and password, or null.</summary>
    internal string? Proxy { get; init; }

    /// <summary>Gets or sets the version of TLS, or null.</summary>
    internal SslProtocols? TlsVersion { get; set; }

    /// <summary>Gets or sets the cipher suite, as the value of an enumeration of .NET, or null.</summary>
    internal Enum? CipherSuite { get; set; }

    /// <summary>Gets or sets the protocol that ALPN chose, or null.</summary>
    internal string? ApplicationProtocol { get; set; }

    /// <summary>Gets or sets the certificates of the server, or null.</summary>
    internal PeerCertificates? Certificates { get; set; }

    /// <summary>Returns the connection as an exchange reports it. The exchange of the first call is the first on the connection.</summary>
    /// <param name="exchange">The timings of the exchange.</param>
    internal ConnectionInfo GetInfo(ExchangeTimings exchange) =>
        (Interlocked.CompareExchange(ref _firstExchange, exchange, null) ?? exchange) == exchange ? _first : _reused;
}
