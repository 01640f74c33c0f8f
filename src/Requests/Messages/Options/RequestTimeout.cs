using System.Globalization;

namespace Requests;

/// <summary>Represents the connect timeout and the read timeout of a request. Null does not limit the wait.</summary>
/// <param name="Connect">The longest wait for the connection, including TLS.</param>
/// <param name="Read">The longest wait for the first byte of the response and between two later bytes.</param>
/// <remarks>requests: <c>timeout</c>.</remarks>
public sealed record RequestTimeout(TimeSpan? Connect, TimeSpan? Read)
{
    // The longest time that a timer accepts.
    private const double LongestSeconds = int.MaxValue / 1000.0;

    /// <summary>Gets timeouts of 100 seconds each.</summary>
    public static RequestTimeout Default { get; } = new(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(100));

    /// <summary>Gets timeouts without a limit.</summary>
    public static RequestTimeout Infinite { get; } = new(null, null);

    /// <summary>Creates the timeouts from one number of seconds for both.</summary>
    /// <param name="seconds">The timeouts in seconds; null or 0 sets no limit.</param>
    /// <exception cref="InvalidTimeoutException">The value is negative, not a number or too large.</exception>
    public static RequestTimeout FromSeconds(double? seconds) => FromSeconds(seconds, seconds);

    /// <summary>Creates the timeouts from a number of seconds for each.</summary>
    /// <param name="connect">The connect timeout in seconds; null or 0 sets no limit.</param>
    /// <param name="read">The read timeout in seconds; null or 0 sets no limit.</param>
    /// <exception cref="InvalidTimeoutException">A value is negative, not a number or too large.</exception>
    public static RequestTimeout FromSeconds(double? connect, double? read) => new(ToTimeSpan(connect), ToTimeSpan(read));

    /// <summary>Returns a text such as <c>connect=3.05, read=27</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"connect={FormatSeconds(Connect)}, read={FormatSeconds(Read)}");

    private static TimeSpan? ToTimeSpan(double? seconds) => seconds switch
    {
        null or 0 => null,
        > 0 and <= LongestSeconds => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new InvalidTimeoutException(string.Create(
            CultureInfo.InvariantCulture,
            $"A timeout of {seconds} is not valid: "
                + $"give seconds from 0 to {LongestSeconds:0}, or a pair (connect, read); 0 or null sets no limit.")),
    };

    private static string FormatSeconds(TimeSpan? part) =>
        part is { } span ? span.TotalSeconds.ToString(CultureInfo.InvariantCulture) : "none";
}
