namespace Requests;

/// <summary>Passes a body on to the connection; each write that got through starts the read limit anew.</summary>
internal sealed class UploadStream(Stream inner, ExchangeClock clock) : ForwardStream
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
        inner.Write(buffer, offset, count);
        Passed(count);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written += buffer.Length;
        var write = inner.WriteAsync(buffer, cancellationToken);
        if (!write.IsCompletedSuccessfully) return AwaitAsync(write, buffer.Length);
        Passed(buffer.Length);
        return write;
    }

    private async ValueTask AwaitAsync(ValueTask write, int count)
    {
        await write.ConfigureAwait(false);
        Passed(count);
    }

    private void Passed(int count)
    {
        clock.Restart();
        clock.Meter?.CountSent(count);
    }
}
