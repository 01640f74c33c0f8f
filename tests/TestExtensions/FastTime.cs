namespace Requests.TestExtensions;

/// <summary>Represents a clock, with its timers, that runs faster than that of the system.</summary>
/// <param name="factor">The number of seconds of this clock in one second of the system.</param>
public sealed class FastTime(int factor) : TimeProvider
{
    private readonly DateTimeOffset _started = System.GetUtcNow();
    private readonly long _startedAt = System.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => System.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => (System.GetTimestamp() - _startedAt) * factor;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _started + System.GetElapsedTime(_startedAt) * factor;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), this);

    private TimeSpan Shorten(TimeSpan time) => time <= TimeSpan.Zero ? time : time / factor;

    private sealed class FastTimer(ITimer inner, FastTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(time.Shorten(dueTime), time.Shorten(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
