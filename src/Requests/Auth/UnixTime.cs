namespace Requests;

/// <summary>Converts the seconds since 1970 in which servers write when a token expires.</summary>
internal static class UnixTime
{
    // The year 5138 in seconds is the year 1973 in milliseconds.
    private const double LargestSeconds = 100_000_000_000;

    /// <summary>Returns the point in time; null for a number that is not one.</summary>
    /// <param name="value">Seconds since 1970 in UTC. Some services write milliseconds; they are recognized by their size.</param>
    internal static DateTimeOffset? FromSeconds(double value) => value switch
    {
        > 0 and <= LargestSeconds => DateTimeOffset.UnixEpoch.AddSeconds(value),
        > LargestSeconds and <= LargestSeconds * 1000 => DateTimeOffset.UnixEpoch.AddMilliseconds(value),
        _ => null,
    };
}
