namespace Requests;

/// <summary>Specifies what a <see cref="RequestCache"/> stores, where, and for how long.</summary>
/// <remarks>requests-cache: the arguments of <c>CachedSession</c>.</remarks>
public sealed record RequestCacheSettings
{
    /// <summary>
    /// Gets how long a response is fresh where the server does not say it: without <c>max-age</c>, <c>Expires</c>, <c>no-cache</c> and
    /// <c>no-store</c>. Null, the default, uses a tenth of the time since its last change, at most a day (RFC 9111 section 4.2.2). It holds
    /// for the statuses 200, 203, 204, 300, 301, 308 and 410. <see cref="Timeout.InfiniteTimeSpan"/> does not end.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <remarks>requests-cache: <c>expire_after</c>, which replaces what the server says, too.</remarks>
    public TimeSpan? TimeToLive { get; init => field = Check(value, nameof(TimeToLive)); }

    /// <summary>
    /// Gets how long the responses of some URLs are fresh, whatever the server says except <c>no-store</c>. The longest pattern that
    /// matches the URL decides. Empty by default.
    /// </summary>
    /// <remarks>requests-cache: <c>urls_expire_after</c>.</remarks>
    public IReadOnlyList<CacheTimeToLive> TimeToLiveByUrl { get; init; } = [];

    /// <summary>
    /// Gets how long after its end a stored response may replace a failure: a connection that fails, a timeout, or one of the statuses 500,
    /// 502, 503 and 504. <see cref="Timeout.InfiniteTimeSpan"/> does not limit it. Null, the default, leaves it to <c>stale-if-error</c> of
    /// the response. <c>must-revalidate</c> and <c>no-cache</c> of the server prevent it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <remarks>RFC 5861 section 4; requests-cache: <c>stale_if_error</c>.</remarks>
    public TimeSpan? StaleIfError { get; init => field = Check(value, nameof(StaleIfError)); }

    /// <summary>
    /// Gets the most bytes that the cache keeps; the responses that were not used for the longest time are dropped. Null, the default,
    /// means 100 MiB in memory and 1 GiB in a folder.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public long? MaximumSize
    {
        get;
        init => field = value is < 1
            ? throw new ArgumentOutOfRangeException(nameof(value), "MaximumSize must be at least 1 byte.")
            : value;
    }

    /// <summary>Gets the path of the folder that the responses are stored in; null, the default, keeps them in memory.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Gets a value that indicates whether responses to requests with credentials are stored in a folder that is not encrypted. Default:
    /// false. In memory and in an encrypted folder they are stored in any case.
    /// </summary>
    public bool AllowAuthenticated { get; init; }

    /// <summary>Gets the key with which the responses in the folder are encrypted; null, the default, does not encrypt them.</summary>
    public CacheEncryptionKey? EncryptionKey { get; init; }

    /// <summary>
    /// Gets a value that indicates whether responses with <c>no-store</c> are stored where <see cref="TimeToLiveByUrl"/> has a pattern for
    /// their URL. Default: false.
    /// </summary>
    public bool IgnoreNoStore { get; init; }

    /// <summary>
    /// Gets a value that indicates whether a response that the server calls <c>private</c>, or whose time to live is not the server's, is
    /// reused for requests with other cookies. Default: false.
    /// </summary>
    public bool IgnoreCookies { get; init; }

    /// <summary>Returns the rule for a URL: the one with the longest pattern that matches; null without one.</summary>
    /// <param name="url">The URL without its fragment.</param>
    internal CacheTimeToLive? FindTimeToLive(string url)
    {
        CacheTimeToLive? best = null;
        for (var i = 0; i < TimeToLiveByUrl.Count; i++)
        {
            var rule = TimeToLiveByUrl[i];
            if ((best is null || rule.Weight > best.Weight) && rule.Matches(url)) best = rule;
        }

        return best;
    }

    private static TimeSpan? Check(TimeSpan? value, string name) =>
        value is { Ticks: >= 0 } or null || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(name, $"{name} must not be negative.");
}
