using System.Net.Http;

namespace Requests;

/// <summary>
/// Reads the undecoded bytes of a response from the network. Each wait is limited by the read timeout, network exceptions are translated,
/// and the connection is released at the end or when the stream is closed.
/// </summary>
internal sealed class ReadTimeoutStream(Stream inner, HttpResponseMessage message, string host, ExchangeTimeouts timeouts)
    : ReadOnlyStream, ITrailerSource
{
    private bool _closed;
    private long _received;

    /// <summary>Gets the length of the body, where the handler does not check it (HTTP/2), or null.</summary>
    internal long? ExpectedLength { get; init; }

    public override bool CanRead => !_closed;

    /// <inheritdoc/>
    /// <remarks>Reading them allocates, also without any. A body with a Content-Length in HTTP/1.1 cannot have them.</remarks>
    public HeaderDictionary? GetTrailers()
    {
        if (message.Version.Major == 1 && !message.Headers.NonValidated.Contains("Transfer-Encoding")) return null;
        return message.TrailingHeaders.NonValidated.Count == 0 ? null : HttpMessageMapper.ToTrailers(message.TrailingHeaders);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var reading = inner.ReadAsync(buffer, timeouts.Token);
            var count = reading.IsCompletedSuccessfully
                ? reading.Result
                : await WaitAsync(reading, cancellationToken).ConfigureAwait(false);
            timeouts.Counters?.CountReceived(count);
            _received += count;
            if (ExpectedLength is { } length && (_received > length || (count == 0 && buffer.Length > 0 && _received < length)))
            {
                throw TransportErrors.WrongLength(host, length);
            }

            return count;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw TransportErrors.FromReadingBody(error, host, timeouts);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            timeouts.OnBodyEnded();
            message.Dispose();
            timeouts.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> reading, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.UnsafeRegister(static state => ((ExchangeTimeouts)state!).Cancel(), timeouts);
        timeouts.Restart();
        var count = await reading.ConfigureAwait(false);
        timeouts.Pause();
        return count;
    }
}
