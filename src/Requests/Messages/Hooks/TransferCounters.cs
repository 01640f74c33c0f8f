namespace Requests;

/// <summary>
/// Counts the bytes of the bodies of a request and its response, as they are on the wire, for a progress display. It can be read from any
/// thread.
/// </summary>
internal sealed class TransferCounters
{
    private long _sent;
    private long _toSend;
    private long _received;
    private long _toReceive;
    private volatile bool _hasBegun;
    private volatile RetryWait? _waiting;
    private volatile PollWait? _polling;
    private volatile RateLimitWait? _limited;

    /// <summary>
    /// Gets a value that indicates whether sending has begun. Before that, such as while a user signs in, nothing is transferred.
    /// </summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Gets the wait for the next attempt; null while none is pending.</summary>
    public RetryWait? Waiting => _waiting;

    /// <summary>Gets the latest wait of a command that waits for a state or an operation; null when it does not wait.</summary>
    public PollWait? Polling => _polling;

    /// <summary>Gets the wait for the rate limit of the session; null while none is pending.</summary>
    public RateLimitWait? Limited => _limited;

    /// <summary>Gets the number of bytes of the request body that were sent.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Gets the length of the request body in bytes; -1 when it is unknown.</summary>
    public long ToSend => Volatile.Read(ref _toSend);

    /// <summary>Gets the number of bytes of the response body that were received, before decoding.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Gets the length of the response body in bytes; -1 when it is unknown, or before the response is received.</summary>
    public long ToReceive => Volatile.Read(ref _toReceive);

    /// <summary>Starts an attempt, the first or a later one.</summary>
    /// <param name="length">The length of the body in bytes, or null.</param>
    internal void Begin(long? length)
    {
        _hasBegun = true;
        _waiting = null;
        Volatile.Write(ref _sent, 0);
        Volatile.Write(ref _toSend, length ?? -1);
        Volatile.Write(ref _received, 0);
        Volatile.Write(ref _toReceive, -1);
    }

    /// <summary>Records that an attempt has failed and that the next one is pending.</summary>
    /// <param name="wait">The wait.</param>
    internal void Wait(RetryWait wait)
    {
        _hasBegun = true;
        _waiting = wait;
    }

    /// <summary>Records a wait for a state or an operation. It stays until the wait ends, as each of its requests is short.</summary>
    /// <param name="wait">The wait; null when what was awaited has come and its result is requested.</param>
    internal void Poll(PollWait? wait)
    {
        _hasBegun = true;
        _polling = wait;
    }

    /// <summary>Records that the request waits for the rate limit of its session, or that it waits no more.</summary>
    /// <param name="wait">The wait, or null.</param>
    internal void SetLimited(RateLimitWait? wait)
    {
        _hasBegun = true;
        _limited = wait;
    }

    /// <summary>Records the length of the response body when the headers have been received.</summary>
    /// <param name="length">The length of the response body in bytes, or null.</param>
    internal void SetReceiveLength(long? length) => Volatile.Write(ref _toReceive, length ?? -1);

    // One transfer has one writer at a time.
    internal void CountSent(int count) => Volatile.Write(ref _sent, _sent + count);

    internal void CountReceived(int count) => Volatile.Write(ref _received, _received + count);
}
