using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Passes on what TLS reads from its connection, and records the end of the connection. An end without a close_notify can truncate a
/// message.
/// </summary>
/// <param name="inner">The connection.</param>
internal sealed class TlsInput(Stream inner) : ForwardStream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => true;

    /// <summary>Gets a value that indicates whether the connection has ended below TLS.</summary>
    internal bool HasEnded { get; private set; }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => Note(inner.Read(buffer, offset, count), count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(buffer, cancellationToken);
        return read.IsCompletedSuccessfully ? ValueTask.FromResult(Note(read.Result, buffer.Length)) : AwaitAsync(read, buffer.Length);
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
    private async ValueTask<int> AwaitAsync(ValueTask<int> read, int requested) => Note(await read.ConfigureAwait(false), requested);

    private int Note(int count, int requested)
    {
        if (count == 0 && requested > 0) HasEnded = true;
        return count;
    }
}
