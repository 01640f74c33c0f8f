using Microsoft.Extensions.Time.Testing;

namespace Requests.Tests;

/// <summary>Represents a clock on which each wait completes immediately: it advances by the wait, and records its length.</summary>
internal sealed class JumpingTime() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    internal List<double> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime.TotalSeconds);
        Advance(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
