namespace Requests;

/// <summary>
/// Represents the timeouts of one exchange. The read timeout runs while bytes of the server are awaited. It pauses while a connection is
/// opened, which has the connect timeout, while the body of the request is produced, and while the caller does not read.
/// </summary>
internal sealed class ExchangeTimeouts : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly ITimer? _timer;
    private readonly RequestTimeout _timeout;
    private readonly TimeProvider _time;
    private long _responseReceived;
    private volatile bool _readTimedOut;
    private volatile bool _isAwaitingResponse;

    internal ExchangeTimeouts(RequestTimeout timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _timeout = timeout;
        _time = time;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout.Read is not null)
        {
            _timer = time.CreateTimer(
                static state => ((ExchangeTimeouts)state!).OnReadTimeout(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Cancelled by the caller or by the read limit.</summary>
    internal CancellationToken Token => _stop.Token;

    /// <summary>How long the parts of the exchange took.</summary>
    internal ExchangeTimings Timings { get; } = new();

    /// <summary>What counts the bytes of this exchange, or null.</summary>
    internal TransferCounters? Meter { get; init; }

    /// <summary>The longest wait for a connection, or null.</summary>
    internal TimeSpan? ConnectTimeout => _timeout.Connect;

    /// <summary>The longest wait between bytes, or null.</summary>
    internal TimeSpan? ReadTimeout => _timeout.Read;

    /// <summary>True once the read limit has passed.</summary>
    internal bool ReadTimedOut => _readTimedOut;

    public void Dispose()
    {
        _isAwaitingResponse = false;
        _timer?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Starts the read limit anew: a byte has moved, or is awaited from now on.</summary>
    internal void Restart() => _timer?.Change(_timeout.Read!.Value, Timeout.InfiniteTimeSpan);

    /// <summary>Starts the read timeout: the request is being sent, and a response is awaited.</summary>
    internal void Begin()
    {
        _isAwaitingResponse = true;
        Restart();
    }

    /// <summary>Pauses the read timeout: the headers of the response have arrived.</summary>
    internal void ResponseReceived()
    {
        _isAwaitingResponse = false;
        _responseReceived = _time.GetTimestamp();
        Pause();
    }

    /// <summary>A connection is being opened for this exchange, which may meanwhile have its response on another.</summary>
    internal void ConnectStarting()
    {
        if (_isAwaitingResponse) Pause();
    }

    /// <summary>The connection is there, or failed.</summary>
    internal void ConnectEnded()
    {
        if (_isAwaitingResponse) Restart();
    }

    /// <summary>The server has the bytes that it was sent, and the next ones are the caller's to produce.</summary>
    internal void Producing()
    {
        if (_isAwaitingResponse) Pause();
    }

    /// <summary>The server is to take bytes of the body, or to respond to the whole of it.</summary>
    internal void AwaitingServer()
    {
        if (_isAwaitingResponse) Restart();
    }

    /// <summary>Notes the time of the body: it was read, or the rest is not needed.</summary>
    internal void BodyEnded() => Timings.Body = _time.GetElapsedTime(_responseReceived);

    /// <summary>Stops the read limit.</summary>
    internal void Pause() => _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Ends what is under way, for a caller whose token is not the exchange's own.</summary>
    internal void Cancel() => _stop.Cancel();

    private void OnReadTimeout()
    {
        _readTimedOut = true;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The exchange ended at the same moment: nothing is left to cancel.
        }
    }
}
