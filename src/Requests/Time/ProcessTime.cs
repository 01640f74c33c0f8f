namespace Requests;

/// <summary>The time of the process: the system's, unless a test replaces it, so that waits, limits and ages are tested without waiting.</summary>
/// <remarks>It is asked at each use, so that adapters and sessions that exist already follow a replacement too.</remarks>
internal sealed class ProcessTime : TimeProvider
{
    private TimeProvider _source = System;

    private ProcessTime()
    {
    }

    /// <summary>The one instance.</summary>
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
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _source.CreateTimer(callback, state, dueTime, period);

    /// <summary>Puts another time in the place of the system's; null puts the system's back.</summary>
    /// <param name="source">The time, or null.</param>
    internal void Replace(TimeProvider? source) => Volatile.Write(ref _source, source ?? System);
}
