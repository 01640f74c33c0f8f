using System.Globalization;

namespace Requests;

/// <summary>How long to wait for a connection, and how long between two bytes of an answer. Null waits for ever.</summary>
/// <param name="Connect">The longest wait for the connection, TLS included.</param>
/// <param name="Read">The longest wait for the first byte of the answer and between any two later ones.</param>
/// <remarks>requests: <c>timeout</c>.</remarks>
public sealed record RequestTimeout(TimeSpan? Connect, TimeSpan? Read)
{
    // A timer takes no more milliseconds than this.
    private const double LongestSeconds = int.MaxValue / 1000.0;

    /// <summary>100 seconds for each.</summary>
    public static RequestTimeout Default { get; } = new(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(100));

    /// <summary>Waits for ever.</summary>
    public static RequestTimeout Infinite { get; } = new(null, null);

    /// <summary>One number of seconds for both.</summary>
    /// <param name="seconds">Seconds; null or 0 waits for ever.</param>
    /// <exception cref="InvalidTimeoutException">It is negative, not a number or too large.</exception>
    public static RequestTimeout FromSeconds(double? seconds) => FromSeconds(seconds, seconds);

    /// <summary>A number of seconds for each.</summary>
    /// <param name="connect">Seconds to wait for the connection; null or 0 waits for ever.</param>
    /// <param name="read">Seconds to wait between bytes; null or 0 waits for ever.</param>
    /// <exception cref="InvalidTimeoutException">One is negative, not a number or too large.</exception>
    public static RequestTimeout FromSeconds(double? connect, double? read) => new(Part(connect), Part(read));

    /// <summary>Seconds as they are given, such as <c>3.05, 27</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"connect={Seconds(Connect)}, read={Seconds(Read)}");

    private static TimeSpan? Part(double? seconds) => seconds switch
    {
        null or 0 => null,
        > 0 and <= LongestSeconds => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new InvalidTimeoutException(string.Create(
            CultureInfo.InvariantCulture,
            $"A timeout of {seconds} cannot be used: give seconds from 0 to {LongestSeconds:0}, or a pair (connect, read); 0 or null waits for ever.")),
    };

    private static string Seconds(TimeSpan? part) => part is { } span ? span.TotalSeconds.ToString(CultureInfo.InvariantCulture) : "none";
}
