using System.Net.Http;

namespace Requests;

/// <summary>
/// The undecoded bytes of an answer as they come from the network: each wait for more is bounded by the read timeout, each fault
/// is one of ours, and the connection is let go at the end or on closing.
/// </summary>
internal sealed class NetworkBodyStream(Stream inner, HttpResponseMessage message, string host, ExchangeClock clock) : Stream
{
    private bool _closed;

    public override bool CanRead => !_closed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var reading = inner.ReadAsync(buffer, clock.Token);
            return reading.IsCompletedSuccessfully ? reading.Result : await WaitAsync(reading, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw TransportErrors.Body(error, host, clock);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            message.Dispose();
            clock.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> reading, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.UnsafeRegister(static state => ((ExchangeClock)state!).Cancel(), clock);
        clock.Restart();
        var count = await reading.ConfigureAwait(false);
        clock.Pause();
        return count;
    }
}
