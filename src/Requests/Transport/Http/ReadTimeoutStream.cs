using System.Net.Http;

namespace Requests;

/// <summary>
/// The undecoded bytes of an answer as they come from the network: each wait for more is bounded by the read timeout, each fault
/// is one of ours, and the connection is let go at the end or on closing.
/// </summary>
internal sealed class ReadTimeoutStream(Stream inner, HttpResponseMessage message, string host, ExchangeTimeouts clock) : ReadOnlyStream
{
    private bool _closed;
    private long _received;

    /// <summary>How many bytes have to come, where the handler does not count them (HTTP/2), or null.</summary>
    internal long? Announced { get; init; }

    public override bool CanRead => !_closed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var reading = inner.ReadAsync(buffer, clock.Token);
            var count = reading.IsCompletedSuccessfully ? reading.Result : await WaitAsync(reading, cancellationToken).ConfigureAwait(false);
            clock.Meter?.CountReceived(count);
            _received += count;
            if (Announced is { } length && (_received > length || (count == 0 && buffer.Length > 0 && _received < length))) throw TransportErrors.WrongLength(host, length);
            return count;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw TransportErrors.Body(error, host, clock);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            clock.BodyEnded();
            message.Dispose();
            clock.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> reading, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.UnsafeRegister(static state => ((ExchangeTimeouts)state!).Cancel(), clock);
        clock.Restart();
        var count = await reading.ConfigureAwait(false);
        clock.Pause();
        return count;
    }
}
