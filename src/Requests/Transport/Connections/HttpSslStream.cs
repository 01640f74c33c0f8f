using System.Net.Security;

namespace Requests;

/// <summary>A connection in TLS. The handler takes TLS that was agreed on before only from an <see cref="SslStream"/>, so this is one.</summary>
internal sealed class HttpSslStream : SslStream, IRawConnection
{
    private readonly TlsInput _input;
    private IConnectionReader? _reader;

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

    /// <summary>Has what goes over the connection looked at from now on.</summary>
    /// <param name="reader">What looks at it.</param>
    internal void Use(IConnectionReader reader) => _reader = reader;
}
