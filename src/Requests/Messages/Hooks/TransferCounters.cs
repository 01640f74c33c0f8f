namespace Requests;

/// <summary>
/// Counts the bytes of a request's body and of its answer's, as they are on the wire, for who wants to show how far they are. Read from
/// any thread.
/// </summary>
internal sealed class TransferCounters
{
    private long _sent;
    private long _toSend;
    private long _received;
    private long _toReceive;
    private volatile bool _hasBegun;
    private volatile RetryWait? _waiting;

    /// <summary>Whether a sending has begun; before, such as while a person signs in, nothing is transferred.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>The wait for the next attempt, while there is one; else null.</summary>
    public RetryWait? Waiting => _waiting;

    /// <summary>How many bytes of the request's body have gone.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>How many it has; -1 when that is unknown.</summary>
    public long ToSend => Volatile.Read(ref _toSend);

    /// <summary>How many bytes of the answer's body have come, before any coding is undone.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>How many it has; -1 when that is unknown, or before there is an answer.</summary>
    public long ToReceive => Volatile.Read(ref _toReceive);

    /// <summary>A sending begins, the first or another one.</summary>
    /// <param name="length">How many bytes the body has, or null.</param>
    internal void Begin(long? length)
    {
        _hasBegun = true;
        _waiting = null;
        Volatile.Write(ref _sent, 0);
        Volatile.Write(ref _toSend, length ?? -1);
        Volatile.Write(ref _received, 0);
        Volatile.Write(ref _toReceive, -1);
    }

    /// <summary>An attempt has failed, and the next one is waited for.</summary>
    /// <param name="wait">The wait.</param>
    internal void Wait(RetryWait wait)
    {
        _hasBegun = true;
        _waiting = wait;
    }

    /// <summary>The answer's headers are there.</summary>
    /// <param name="length">How many bytes its body has, or null.</param>
    internal void Answered(long? length) => Volatile.Write(ref _toReceive, length ?? -1);

    // One transfer has one writer at a time.
    internal void CountSent(int count) => Volatile.Write(ref _sent, _sent + count);

    internal void CountReceived(int count) => Volatile.Write(ref _received, _received + count);
}
