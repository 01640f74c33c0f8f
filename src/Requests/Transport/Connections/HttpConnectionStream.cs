namespace Requests;

/// <summary>Represents an HTTP connection without TLS, or one inside the TLS connection to a proxy.</summary>
internal sealed class HttpConnectionStream : ForwardStream, IRawConnection
{
    private readonly Stream _inner;
    private readonly IConnectionReader _reader;

    /// <summary>Creates the stream over an open connection.</summary>
    /// <param name="inner">The connection.</param>
    /// <param name="read">Creates the reader of the connection.</param>
    internal HttpConnectionStream(Stream inner, Func<IRawConnection, IConnectionReader> read)
    {
        _inner = inner;
        _reader = read(this);
    }

    /// <inheritdoc/>
    public bool IsTruncated => _inner is HttpSslStream { IsTruncated: true };

    public override bool CanRead => _inner.CanRead;

    public override bool CanWrite => true;

    ValueTask<int> IRawConnection.ReadRawAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken) => _inner.ReadAsync(buffer, cancellationToken);

    ValueTask IRawConnection.WriteRawAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken) => _inner.WriteAsync(buffer, cancellationToken);

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default) => _reader.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default) => _reader.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }
}
