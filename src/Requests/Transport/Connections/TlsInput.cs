using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Passes on what TLS reads from its connection, and records the end of the connection and a request for a client certificate. An end
/// without a close_notify can truncate a message.
/// </summary>
/// <param name="inner">The connection.</param>
internal sealed class TlsInput(Stream inner) : ForwardStream
{
    private CertificateRequestDetector _request;

    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => true;

    /// <summary>Gets a value that indicates whether the connection has ended below TLS.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>Gets a value that indicates whether the server requested a client certificate with TLS 1.2 or earlier.</summary>
    internal bool HasCertificateRequest => _request.HasFound;

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) =>
        Inspect(inner.Read(buffer, offset, count), buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(buffer, cancellationToken);
        return read.IsCompletedSuccessfully ? ValueTask.FromResult(Inspect(read.Result, buffer.Span)) : AwaitAsync(read, buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<int> read, Memory<byte> buffer)
    {
        var count = await read.ConfigureAwait(false);
        return Inspect(count, buffer.Span);
    }

    private int Inspect(int count, ReadOnlySpan<byte> buffer)
    {
        if (count == 0 && buffer.Length > 0) HasEnded = true;
        _request.Read(buffer[..count]);
        return count;
    }
}
