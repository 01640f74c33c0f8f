namespace Requests;

/// <summary>
/// Represents the time of the process: the system's time, which a test can replace to test waits, limits and ages without waiting.
/// </summary>
/// <remarks>The source is read at each use, so that adapters and sessions that exist already follow a replacement.</remarks>
internal sealed class ProcessTime : TimeProvider
{
    private TimeProvider _source = System;

    private ProcessTime()
    {
    }

    /// <summary>Gets the instance that the process shares.</summary>
    internal static ProcessTime Shared { get; } = new();

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _source.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _source.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _source.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp() => _source.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _source.CreateTimer(callback, state, dueTime, period);

    /// <summary>Replaces the system's time.</summary>
    /// <param name="source">The time to use; null restores the system's time.</param>
    internal void Replace(TimeProvider? source) => Volatile.Write(ref _source, source ?? System);
}
