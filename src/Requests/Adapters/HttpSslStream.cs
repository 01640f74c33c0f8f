using System.Net.Security;

namespace Requests;

/// <summary>A connection in TLS. The handler takes TLS that was agreed on before only from an <see cref="SslStream"/>, so this is one.</summary>
internal sealed class HttpSslStream : SslStream, IRawConnection
{
    private readonly TlsInput _input;
    private ResponseReader? _reader;

    /// <summary>Creates it over an open connection.</summary>
    /// <param name="inner">The connection below.</param>
    internal HttpSslStream(Stream inner)
        : this(new TlsInput(inner))
    {
    }

    private HttpSslStream(TlsInput input)
        : base(input) => _input = input;

    /// <inheritdoc/>
    public bool IsCutOff => _input.HasEnded;

    ValueTask<int> IRawConnection.ReadRawAsync(Memory<byte> buffer, CancellationToken cancellationToken) => base.ReadAsync(buffer, cancellationToken);

    ValueTask IRawConnection.WriteRawAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => base.WriteAsync(buffer, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _reader is null ? base.ReadAsync(buffer, cancellationToken) : _reader.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _reader is null ? base.WriteAsync(buffer, cancellationToken) : _reader.WriteAsync(buffer, cancellationToken);

    /// <summary>Reads the heads of responses from now on, unless the two sides agreed on HTTP/2.</summary>
    /// <param name="maximumHeaderSize">How many bytes the heads of one response may have.</param>
    /// <param name="peer">What ends an upload when the server has responded early, or null for what is sent to its end.</param>
    internal void ReadResponses(int maximumHeaderSize, PeerStream? peer)
    {
        if (NegotiatedApplicationProtocol != SslApplicationProtocol.Http2) _reader = new ResponseReader(this, maximumHeaderSize, peer);
    }
}
