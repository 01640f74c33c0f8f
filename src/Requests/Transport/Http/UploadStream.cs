namespace Requests;

/// <summary>Passes a body on to the connection; the read limit runs while the connection does not take a write.</summary>
internal sealed class UploadStream(Stream inner, ExchangeTimeouts clock) : ForwardStream
{
    /// <summary>How many bytes were handed on, those of a write that failed included.</summary>
    internal long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        Written += count;
        clock.AwaitingServer();
        inner.Write(buffer, offset, count);
        clock.Producing();
        clock.Meter?.CountSent(count);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written += buffer.Length;
        var write = inner.WriteAsync(buffer, cancellationToken);
        if (!write.IsCompletedSuccessfully) return AwaitAsync(write, buffer.Length);
        clock.Meter?.CountSent(buffer.Length);
        return write;
    }

    private async ValueTask AwaitAsync(ValueTask write, int count)
    {
        clock.AwaitingServer();
        await write.ConfigureAwait(false);
        clock.Producing();
        clock.Meter?.CountSent(count);
    }
}
