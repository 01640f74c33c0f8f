namespace Requests;

/// <summary>Writes a body to the connection. The read timeout runs while the connection does not take a write.</summary>
internal sealed class UploadStream(Stream inner, ExchangeTimeouts timeouts) : ForwardStream
{
    /// <summary>Gets the number of bytes passed to the connection, those of a failed write included.</summary>
    internal long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        Written += count;
        timeouts.OnAwaitingServer();
        inner.Write(buffer, offset, count);
        timeouts.OnProducing();
        timeouts.Counters?.CountSent(count);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written += buffer.Length;
        var write = inner.WriteAsync(buffer, cancellationToken);
        if (!write.IsCompletedSuccessfully) return AwaitAsync(write, buffer.Length);
        timeouts.Counters?.CountSent(buffer.Length);
        return write;
    }

    private async ValueTask AwaitAsync(ValueTask write, int count)
    {
        timeouts.OnAwaitingServer();
        await write.ConfigureAwait(false);
        timeouts.OnProducing();
        timeouts.Counters?.CountSent(count);
    }
}
