namespace Requests;

/// <summary>
/// Represents the token bucket of a rate limit, for a session or one origin. It has the arithmetic alone: the caller passes the time, in
/// ticks since the limiter began, and holds the lock.
/// </summary>
/// <remarks>
/// The generic cell rate algorithm: one number, the time at which the bucket is full again, stands for the tokens, so that fractions of a
/// tick are not lost.
/// </remarks>
internal sealed class RateBucket(RateLimit limit)
{
    // The time that a late timer may catch up. Without it a limit of 200 a second would send 160, because timers are late by a millisecond.
    private const long Lateness = TimeSpan.TicksPerMillisecond * 100;

    // Rounding errors of the sum are much smaller.
    private const double Rounding = 10;

    private readonly double _interval = limit.Per.Ticks / limit.Requests;
    private double _full;
    private long _pausedUntil;

    /// <summary>Gets the requests that wait, in the order of their arrival.</summary>
    internal LinkedList<RateWaiter> Waiting { get; } = new();

    /// <summary>Gets or sets the timer for the first request that waits; null when none waits.</summary>
    internal ITimer? Timer { get; set; }

    /// <summary>Returns the ticks until a request may be sent; 0 when it may be sent now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="ahead">The number of requests that are sent before it.</param>
    internal long GetWait(long now, int ahead)
    {
        var full = Math.Max(Math.Max(_full, now), _pausedUntil) + (ahead * _interval);
        var wait = Math.Max(full - ((limit.Burst - 1) * _interval), _pausedUntil) - now;
        return wait <= Rounding ? 0 : (long)Math.Min(Math.Ceiling(wait), RateLimit.LongestPer.Ticks);
    }

    /// <summary>Takes a token.</summary>
    /// <param name="now">The time.</param>
    /// <param name="hasWaited">Whether the request has waited, so that a late timer is caught up.</param>
    internal void Take(long now, bool hasWaited) =>
        _full = Math.Max(Math.Max(_full, hasWaited ? now - Lateness : now), _pausedUntil) + _interval;

    /// <summary>Sends no request until a time.</summary>
    /// <param name="until">The time.</param>
    internal void Pause(long until) => _pausedUntil = Math.Max(_pausedUntil, until);

    /// <summary>Returns whether the server has allowed no more requests for now.</summary>
    /// <param name="now">The time.</param>
    internal bool IsPaused(long now) => _pausedUntil > now;

    /// <summary>Returns whether the bucket is like a new one.</summary>
    /// <param name="now">The time.</param>
    internal bool IsIdle(long now) => Waiting.Count == 0 && _full <= now && !IsPaused(now);
}
