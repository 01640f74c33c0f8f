namespace Requests;

/// <summary>Represents the time in which an origin allows no more requests, and the requests that wait for its end.</summary>
internal sealed class RatePause : RateQueue
{
    /// <summary>Gets the end, in ticks since the limiter began.</summary>
    internal long Until { get; private set; }

    /// <summary>Makes the pause longer.</summary>
    /// <param name="until">The end; an earlier one changes nothing.</param>
    internal void Extend(long until) => Until = Math.Max(Until, until);

    /// <inheritdoc/>
    internal override long GetWait(long now) => Until - now <= Rounding ? 0 : Until - now;

    /// <inheritdoc/>
    internal override bool IsIdle(long now) => Waiting.Count == 0 && GetWait(now) == 0;
}
