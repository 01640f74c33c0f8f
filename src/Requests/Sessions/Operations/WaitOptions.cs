namespace Requests;

/// <summary>Represents how a session waits for a state or for the end of an operation.</summary>
public sealed class WaitOptions
{
    /// <summary>The longest wait that a timer accepts, a little more than 23 days.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(2_000_000);

    /// <summary>
    /// Gets the wait between two requests, where the response has no Retry-After. Default: 5 seconds. Zero sends the next request
    /// immediately.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or longer than 2,000,000 seconds.</exception>
    public TimeSpan Every { get; init => field = CheckLength(value); } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets the time limit of the whole wait, with all of its requests. Null, the default, sets no limit.
    /// <see cref="SendOptions.TotalTimeout"/> limits each request.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or longer than 2,000,000 seconds.</exception>
    public TimeSpan? TotalTimeout { get; init => field = value is { } limit ? CheckLength(limit) : null; }

    /// <summary>
    /// Gets a value that indicates whether a request without a response, because connecting or receiving failed, is followed by the next
    /// one. False, the default, ends the wait with the error. Errors of TLS always end it.
    /// </summary>
    public bool SkipConnectionErrors { get; init; }

    /// <summary>Gets the counters for a progress display, or null.</summary>
    internal TransferCounters? Counters { get; init; }

    private static TimeSpan CheckLength(TimeSpan value) => value >= TimeSpan.Zero && value <= Longest
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), "A wait is from 0 to 2000000 seconds long.");
}
