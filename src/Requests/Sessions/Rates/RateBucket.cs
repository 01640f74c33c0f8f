namespace Requests;

/// <summary>
/// Represents the token bucket of a rate limit, for a session or one origin. It has the arithmetic alone: the caller passes the time, in
/// ticks since the limiter began, and holds the lock.
/// </summary>
/// <remarks>
/// The generic cell rate algorithm: one number, the time at which the bucket is full again, stands for the tokens, so that fractions of a
/// tick are not lost.
/// </remarks>
internal sealed class RateBucket(RateLimit limit) : RateQueue
{
    // The time that a late timer may catch up. Without it a limit of 200 a second would send 160, because timers are late by a millisecond.
    private const long Lateness = TimeSpan.TicksPerMillisecond * 100;

    private readonly double _interval = limit.Per.Ticks / limit.Requests;
    private double _full;

    /// <summary>Returns the ticks until a request may be sent; 0 when it may be sent now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="ahead">The number of requests that are sent before it.</param>
    internal long GetWait(long now, int ahead)
    {
        var wait = Math.Max(_full, now) + ((ahead - limit.Burst + 1) * _interval) - now;
        return wait <= Rounding ? 0 : (long)Math.Min(Math.Ceiling(wait), RateLimit.LongestPer.Ticks);
    }

    /// <inheritdoc/>
    internal override long GetWait(long now) => GetWait(now, ahead: 0);

    /// <summary>Takes a token for a request that has just come; returns false when it must wait.</summary>
    /// <param name="now">The time.</param>
    internal bool TryTake(long now)
    {
        if (Waiting.Count > 0 || GetWait(now) > 0) return false;
        _full = Math.Max(_full, now) + _interval;
        return true;
    }

    /// <summary>Takes a token for a request that has waited, and catches up a late timer.</summary>
    /// <param name="now">The time.</param>
    internal void Take(long now) => _full = Math.Max(_full, now - Lateness) + _interval;

    /// <inheritdoc/>
    internal override bool IsIdle(long now) => Waiting.Count == 0 && _full <= now;
}
