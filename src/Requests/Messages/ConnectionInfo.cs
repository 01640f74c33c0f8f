using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>Represents the connection that carried an exchange: its addresses, its proxy, and the result of the TLS handshake.</summary>
/// <remarks>
/// These are facts that were recorded when the connection was opened. They can be read after the connection was closed. Two objects are
/// equal when they describe the same connection.
/// </remarks>
public sealed class ConnectionInfo : IEquatable<ConnectionInfo>
{
    private const string DataKey = "Requests.ConnectionInfo";

    private readonly ConnectionFacts _facts;

    internal ConnectionInfo(ConnectionFacts facts, bool isReused)
    {
        _facts = facts;
        IsReused = isReused;
    }

    /// <summary>
    /// Gets the address of the other end: that of the server or, through a proxy, that of the proxy. It is an <see cref="IPEndPoint"/>, or
    /// an end point whose text is the path of a Unix socket or of a named pipe.
    /// </summary>
    public EndPoint? RemoteEndPoint => _facts.RemoteEndPoint;

    /// <summary>Gets the address of this machine's end; null when it has none, as on a Unix socket or a pipe.</summary>
    public EndPoint? LocalEndPoint => _facts.LocalEndPoint;

    /// <summary>Gets a value that indicates whether the connection carried another request before this one.</summary>
    public bool IsReused { get; }

    /// <summary>Gets the URL of the proxy without user and password, such as <c>http://proxy.example:3128</c>, or null.</summary>
    public string? Proxy => _facts.Proxy;

    /// <summary>
    /// Gets the version of TLS with the server. Null for plain http, also through a proxy whose URL says https, and where the handshake
    /// failed.
    /// </summary>
    public SslProtocols? TlsVersion => _facts.TlsVersion;

    /// <summary>
    /// Gets the name of the cipher suite in the registry of IANA, such as <c>TLS_AES_256_GCM_SHA384</c>; null without
    /// <see cref="TlsVersion"/>.
    /// </summary>
    public string? CipherSuite => _facts.CipherSuite?.ToString();

    /// <summary>
    /// Gets the protocol that the server chose by ALPN (RFC 7301): <c>h2</c> or <c>http/1.1</c>. Null when nothing was negotiated: only
    /// requests with HTTP version 2 offer a choice.
    /// </summary>
    public string? ApplicationProtocol => _facts.ApplicationProtocol;

    /// <summary>
    /// Gets the certificate of the server, also when it was refused; null without TLS. When the handshake with an https proxy failed, it is
    /// the certificate of the proxy.
    /// </summary>
    /// <remarks>
    /// The object is created at the first read and is shared by all exchanges of the connection. It need not be disposed. After a caller
    /// has disposed it, the next read creates another.
    /// </remarks>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The system cannot read the certificate.</exception>
    public X509Certificate2? Certificate => _facts.Certificates?.Certificates[0];

    /// <summary>
    /// Gets the chain of certificates that verification built, from that of the server to the root. It ends early where an issuer was not
    /// found. Empty without TLS.
    /// </summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The system cannot read a certificate.</exception>
    public IReadOnlyList<X509Certificate2> Chain => _facts.Certificates?.Certificates ?? [];

    /// <summary>Returns whether both objects describe the same connection.</summary>
    /// <param name="other">The other object, or null.</param>
    public bool Equals(ConnectionInfo? other) => ReferenceEquals(_facts, other?._facts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConnectionInfo);

    /// <inheritdoc/>
    public override int GetHashCode() => _facts.GetHashCode();

    /// <summary>Returns a text such as <c>192.0.2.7:443, TLS 1.3, reused</c>.</summary>
    public override string ToString()
    {
        var parts = new List<string> { RemoteEndPoint?.ToString() ?? "unknown address" };
        if (Proxy is not null) parts.Add($"proxy {Proxy}");
        if (TlsVersion is { } version) parts.Add(TlsFailure.GetName(version));
        if (IsReused) parts.Add("reused");
        return string.Join(", ", parts);
    }

    /// <summary>Sets the connection of an error, unless it has one. A cancellation carries it to the error of the total timeout.</summary>
    /// <param name="error">The error.</param>
    /// <param name="connection">The connection, or null.</param>
    internal static void Attach(Exception error, ConnectionInfo? connection)
    {
        if (connection is null) return;
        if (error is RequestException own) own.Connection ??= connection;
        else if (error is OperationCanceledException) error.Data[DataKey] = connection;
    }

    /// <summary>Returns the connection that <see cref="Attach"/> has set, or null.</summary>
    /// <param name="error">The error.</param>
    internal static ConnectionInfo? Find(Exception error) =>
        (error as RequestException)?.Connection ?? error.Data[DataKey] as ConnectionInfo;
}
