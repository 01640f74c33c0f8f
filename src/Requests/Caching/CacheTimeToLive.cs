namespace Requests;

/// <summary>Specifies how long the responses of some URLs are fresh.</summary>
public sealed record CacheTimeToLive
{
    /// <summary>Creates a rule.</summary>
    /// <param name="pattern">
    /// The pattern of the whole URL without its fragment, such as <c>*/users*</c>: <c>*</c> stands for any characters, <c>?</c> for one,
    /// and other characters for themselves, in this case.
    /// </param>
    /// <param name="timeToLive">
    /// The time; zero validates the response before each use, <see cref="Timeout.InfiniteTimeSpan"/> does not end, and null stores no
    /// response.
    /// </param>
    /// <exception cref="ArgumentException">The pattern is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public CacheTimeToLive(string pattern, TimeSpan? timeToLive)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        if (timeToLive is { Ticks: < 0 } && timeToLive != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeToLive), "The time to live must not be negative.");
        }

        Pattern = pattern;
        TimeToLive = timeToLive;
    }

    /// <summary>Gets the pattern of the URL, with the wildcards <c>*</c> and <c>?</c>.</summary>
    public string Pattern { get; }

    /// <summary>Gets the time; null stores no response.</summary>
    public TimeSpan? TimeToLive { get; }

    /// <summary>Gets the number of characters that are not wildcards; of two rules the one with more of them decides.</summary>
    internal int Weight => Pattern.Length - Pattern.AsSpan().Count('*') - Pattern.AsSpan().Count('?');

    /// <summary>Returns whether the pattern matches a URL.</summary>
    /// <param name="url">The URL without its fragment.</param>
    internal bool Matches(ReadOnlySpan<char> url)
    {
        var pattern = Pattern.AsSpan();
        var (p, u, star, retry) = (0, 0, -1, 0);
        while (u < url.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, retry) = (p++, u);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == url[u])) (p, u) = (p + 1, u + 1);
            else if (star >= 0) (p, u) = (star + 1, ++retry);
            else return false;
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
