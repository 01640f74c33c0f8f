namespace Requests;

/// <summary>
/// Applies the timeouts of one exchange. The read timeout runs while the server is awaited. It is paused while a connection is being
/// opened, which has its own timeout, while the body of the request is being produced, and while the caller does not read.
/// </summary>
internal sealed class ExchangeTimeouts : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly ITimer? _timer;
    private readonly RequestTimeout _timeout;
    private readonly TimeProvider _time;
    private long _headersReceivedAt;
    private volatile bool _readTimedOut;
    private volatile bool _awaitsResponse;

    internal ExchangeTimeouts(RequestTimeout timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _timeout = timeout;
        _time = time;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout.Read is not null)
        {
            _timer = time.CreateTimer(
                static state => ((ExchangeTimeouts)state!).OnReadTimeout(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Gets a token that is cancelled by the caller or by the read timeout.</summary>
    internal CancellationToken Token => _stop.Token;

    /// <summary>Gets the durations of the parts of the exchange.</summary>
    internal ExchangeTimings Timings { get; } = new();

    /// <summary>Gets or sets the connection that carries the exchange; null until it is known.</summary>
    internal ConnectionInfo? Connection { get; set; }

    /// <summary>Gets the counters of the bytes of this exchange, or null.</summary>
    internal TransferCounters? Counters { get; init; }

    /// <summary>Gets the connect timeout, or null.</summary>
    internal TimeSpan? ConnectTimeout => _timeout.Connect;

    /// <summary>Gets the read timeout, or null.</summary>
    internal TimeSpan? ReadTimeout => _timeout.Read;

    /// <summary>Gets a value that indicates whether the read timeout has passed.</summary>
    internal bool ReadTimedOut => _readTimedOut;

    public void Dispose()
    {
        _awaitsResponse = false;
        _timer?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Restarts the read timeout: a byte was transferred, or is awaited from now on.</summary>
    internal void Restart() => _timer?.Change(_timeout.Read!.Value, Timeout.InfiniteTimeSpan);

    /// <summary>Starts the read timeout when the request is sent.</summary>
    internal void Begin()
    {
        _awaitsResponse = true;
        Restart();
    }

    /// <summary>Stops the read timeout when the headers of the response were received.</summary>
    internal void OnHeadersReceived()
    {
        _awaitsResponse = false;
        _headersReceivedAt = _time.GetTimestamp();
        Pause();
    }

    /// <summary>
    /// Pauses the read timeout while a connection is being opened, unless a response was received on another connection meanwhile.
    /// </summary>
    internal void OnConnectStarting()
    {
        if (_awaitsResponse) Pause();
    }

    /// <summary>Restarts the read timeout when the connection is open or has failed.</summary>
    internal void OnConnectEnded()
    {
        if (_awaitsResponse) Restart();
    }

    /// <summary>Pauses the read timeout while the caller produces the next bytes of the body.</summary>
    internal void OnProducing()
    {
        if (_awaitsResponse) Pause();
    }

    /// <summary>Restarts the read timeout while the server takes bytes of the body or responds to the whole body.</summary>
    internal void OnAwaitingServer()
    {
        if (_awaitsResponse) Restart();
    }

    /// <summary>Records the duration of the body, when it was read or the rest is not needed.</summary>
    internal void OnBodyEnded() => Timings.Body = _time.GetElapsedTime(_headersReceivedAt);

    /// <summary>Pauses the read timeout.</summary>
    internal void Pause() => _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Cancels the exchange, for a caller with another token than that of the exchange.</summary>
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
            // The exchange ended at the same moment. Nothing is left to cancel.
        }
    }
}
