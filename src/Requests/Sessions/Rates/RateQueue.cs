namespace Requests;

/// <summary>Represents requests that wait for the same thing, in their order. The holder of the lock of the limiter uses it.</summary>
internal abstract class RateQueue
{
    // Rounding errors of the times are much smaller.
    private protected const double Rounding = 10;

    /// <summary>Gets the requests that wait, in the order of their arrival.</summary>
    internal LinkedList<RateWaiter> Waiting { get; } = new();

    /// <summary>Gets or sets the timer for the first request that waits; null when none waits.</summary>
    internal ITimer? Timer { get; set; }

    /// <summary>Returns the ticks until the first request continues; 0 when it may continue now.</summary>
    /// <param name="now">The time.</param>
    internal abstract long GetWait(long now);

    /// <summary>Returns whether the queue is like a new one.</summary>
    /// <param name="now">The time.</param>
    internal abstract bool IsIdle(long now);
}
