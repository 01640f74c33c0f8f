using System.Globalization;

namespace Requests;

/// <summary>
/// Specifies how many requests a session sends in a time. Each request that is passed to an adapter counts: the hops of a redirect, the
/// requests of an authentication, attempts, and pages. A request beyond the limit waits, and those that wait are sent in their order.
/// </summary>
/// <remarks>A token bucket: it holds <see cref="Burst"/> requests and is refilled at an even rate.</remarks>
public sealed record RateLimit
{
    /// <summary>The longest <see cref="Per"/>: 24 days.</summary>
    internal static readonly TimeSpan LongestPer = TimeSpan.FromDays(24);

    /// <summary>The largest <see cref="Requests"/> and <see cref="Burst"/>.</summary>
    internal const int Largest = 1_000_000;

    /// <summary>Creates a limit.</summary>
    /// <param name="requests">The number of requests in <see cref="Per"/>, more than 0 and at most 1,000,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public RateLimit(double requests)
    {
        if (requests is not (> 0 and <= Largest)) throw OutOfRange(nameof(requests), $"more than 0 and at most {Largest}");
        Requests = requests;
    }

    /// <summary>Gets the number of requests in <see cref="Per"/>; it may have a fraction.</summary>
    public double Requests { get; }

    /// <summary>Gets the time in which that number of requests may be sent, from a millisecond to 24 days. Default: one second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of range.</exception>
    public TimeSpan Per
    {
        get;
        init => field = value >= TimeSpan.FromMilliseconds(1) && value <= LongestPer
            ? value
            : throw OutOfRange(nameof(Per), "from a millisecond to 24 days");
    } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Gets the number of requests that may be sent together after a time without requests, from 1 to 1,000,000. Default: 1, which sends
    /// the requests at even distances.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public int Burst
    {
        get;
        init => field = value is >= 1 and <= Largest ? value : throw OutOfRange(nameof(Burst), $"from 1 to {Largest}");
    } = 1;

    /// <summary>Gets which requests share the limit. Default: all requests of the session.</summary>
    public RateLimitScope By { get; init; }

    /// <summary>Returns a text such as <c>90 requests in 60 s</c>.</summary>
    public override string ToString()
    {
        var culture = CultureInfo.InvariantCulture;
        var per = Per == TimeSpan.FromSeconds(1) ? "a second" : string.Create(culture, $"in {Per.TotalSeconds:0.###} s");
        var burst = Burst > 1 ? string.Create(culture, $", bursts of {Burst}") : "";
        return string.Create(culture, $"{Requests:0.######} {(Requests == 1 ? "request" : "requests")} {per}{burst}")
            + (By == RateLimitScope.Host ? ", for each host" : "");
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, string range) => new(name, $"{name} must be {range}.");
}
