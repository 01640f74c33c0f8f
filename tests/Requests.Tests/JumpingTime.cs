namespace Requests.Tests;

/// <summary>A clock on which every wait is over at once: it jumps there, and keeps how long each wait was.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal List<double> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime.TotalSeconds);
        _now += dueTime;
        return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
