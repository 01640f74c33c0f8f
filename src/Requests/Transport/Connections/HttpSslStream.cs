using System.Net.Security;

namespace Requests;

/// <summary>
/// Represents an HTTP connection with TLS. It derives from <see cref="SslStream"/>, as the handler recognizes TLS of a connect callback by
/// this type.
/// </summary>
internal sealed class HttpSslStream : SslStream, IRawConnection
{
    private readonly TlsInput _input;
    private IConnectionReader? _reader;

    /// <summary>Creates the stream over an open connection.</summary>
    /// <param name="inner">The connection below.</param>
    internal HttpSslStream(Stream inner)
        : this(new TlsInput(inner))
    {
    }

    private HttpSslStream(TlsInput input)
        : base(input) => _input = input;

    /// <inheritdoc/>
    public bool IsTruncated => _input.HasEnded;

    /// <summary>Gets a value that indicates whether the server requested a client certificate with TLS 1.2 or earlier.</summary>
    internal bool HasCertificateRequest => _input.HasCertificateRequest;

    ValueTask<int> IRawConnection.ReadRawAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken) => base.ReadAsync(buffer, cancellationToken);

    ValueTask IRawConnection.WriteRawAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken) => base.WriteAsync(buffer, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _reader is null ? base.ReadAsync(buffer, cancellationToken) : _reader.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _reader is null ? base.WriteAsync(buffer, cancellationToken) : _reader.WriteAsync(buffer, cancellationToken);

    /// <summary>Records what the handshake has negotiated.</summary>
    /// <param name="connection">The facts of the connection.</param>
    internal void RecordHandshake(ConnectionFacts connection)
    {
        connection.TlsVersion = SslProtocol;
        connection.CipherSuite = NegotiatedCipherSuite;
        var protocol = NegotiatedApplicationProtocol;
        if (!protocol.Protocol.IsEmpty) connection.ApplicationProtocol = protocol.ToString();
    }

    /// <summary>Sets the reader that all later reads and writes pass through.</summary>
    /// <param name="reader">The reader.</param>
    internal void SetReader(IConnectionReader reader) => _reader = reader;
}
