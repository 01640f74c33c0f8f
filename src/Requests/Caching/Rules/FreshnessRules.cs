using System.Globalization;

namespace Requests;

/// <summary>Computes how long a stored response is fresh, and its age.</summary>
/// <remarks>RFC 9111 section 4.2.</remarks>
internal static class FreshnessRules
{
    /// <summary>The part of the time since the last change that a response without a lifetime is fresh for.</summary>
    private const double HeuristicFraction = 0.1;

    /// <summary>The longest lifetime that a heuristic gives.</summary>
    private static readonly TimeSpan LongestHeuristic = TimeSpan.FromDays(1);

    /// <summary>Returns whether a response says itself how long it is fresh: by max-age, Expires or no-cache.</summary>
    /// <param name="headers">The headers of the response.</param>
    /// <param name="directives">Its directives.</param>
    internal static bool IsExplicit(HeaderDictionary headers, CacheDirectives directives) =>
        directives.NoCache || directives.MaxAge is not null || headers.ContainsKey("Expires");

    /// <summary>Returns the lifetime of a stored response and where it comes from.</summary>
    /// <param name="response">The response.</param>
    /// <param name="directives">Its directives.</param>
    /// <param name="settings">The settings of the cache.</param>
    internal static CacheLifetime GetLifetime(StoredResponse response, CacheDirectives directives, RequestCacheSettings settings)
    {
        var headers = response.Headers;
        if (CacheableStatuses.AllowsTimeToLive(response.StatusCode) && settings.FindTimeToLive(response.Url) is { } rule)
        {
            return new CacheLifetime(rule.TimeToLive ?? TimeSpan.Zero, CacheLifetimeSource.Caller);
        }

        if (directives.NoCache) return new CacheLifetime(TimeSpan.Zero, CacheLifetimeSource.Server);
        if (directives.MaxAge is { } maxAge) return new CacheLifetime(maxAge, CacheLifetimeSource.Server);
        if (headers.ContainsKey("Expires")) return new CacheLifetime(GetExpires(response), CacheLifetimeSource.Server);
        if (CacheableStatuses.AllowsTimeToLive(response.StatusCode) && settings.TimeToLive is { } usual)
        {
            return new CacheLifetime(usual, CacheLifetimeSource.Caller);
        }

        return new CacheLifetime(GetHeuristic(response, directives), CacheLifetimeSource.Heuristic);
    }

    /// <summary>
    /// Returns the age of a stored response. The time that a caller sets begins when the response was received; other lifetimes count the
    /// time in earlier caches too.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="source">Where its lifetime comes from.</param>
    /// <param name="now">The time.</param>
    /// <remarks>RFC 9111 section 4.2.3.</remarks>
    internal static TimeSpan GetAge(StoredResponse response, CacheLifetimeSource source, DateTimeOffset now)
    {
        var resident = now - response.ResponseTime;
        if (resident < TimeSpan.Zero) resident = TimeSpan.Zero;
        if (source == CacheLifetimeSource.Caller) return resident;
        var apparent = response.ResponseTime - GetDate(response);
        var delay = response.ResponseTime - response.RequestTime;
        var corrected = GetAgeField(response.Headers) + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay);
        return (apparent > corrected ? apparent : corrected) + resident;
    }

    /// <summary>Returns the Age field of a response: the first number of its first line; zero where that is not a number.</summary>
    /// <param name="headers">The headers.</param>
    /// <remarks>RFC 9111 section 5.1.</remarks>
    internal static TimeSpan GetAgeField(HeaderDictionary headers)
    {
        if (headers.GetValues("Age") is not [var line, ..]) return TimeSpan.Zero;
        var comma = line.IndexOf(',', StringComparison.Ordinal);
        return CacheDirectives.ParseSeconds((comma < 0 ? line : line.AsSpan(0, comma)).Trim(" \t")) ?? TimeSpan.Zero;
    }

    /// <summary>Returns the time at which the server created a response: its Date, or when it was received.</summary>
    /// <param name="response">The response.</param>
    internal static DateTimeOffset GetDate(StoredResponse response) => ParseDate(response.Headers, "Date") ?? response.ResponseTime;

    /// <summary>Reads the date of a field; null where it is missing, not a date, or there are several.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="name">The name of the field.</param>
    internal static DateTimeOffset? ParseDate(HeaderDictionary headers, string name)
    {
        if (headers[name]?.Trim(' ', '\t') is not { Length: > 0 } text) return null;

        // asctime alone pads a day with a blank. The zone is GMT in any case of its letters.
        if (text.Contains("  ", StringComparison.Ordinal) && text.Contains(',', StringComparison.Ordinal)) return null;
        if (text.EndsWith("GMT", StringComparison.OrdinalIgnoreCase)) text = string.Concat(text.AsSpan(0, text.Length - 3), "GMT");
        return HttpDate.Parse(text);
    }

    /// <summary>Writes an age as the value of the Age field.</summary>
    /// <param name="age">The age.</param>
    internal static string FormatAge(TimeSpan age) =>
        Math.Min((long)age.TotalSeconds, int.MaxValue).ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the lifetime by Expires; zero for a date that cannot be read, as the response has expired then.</summary>
    private static TimeSpan GetExpires(StoredResponse response)
    {
        if (ParseDate(response.Headers, "Expires") is not { } expires) return TimeSpan.Zero;
        var lifetime = expires - GetDate(response);
        return lifetime < TimeSpan.Zero ? TimeSpan.Zero : lifetime;
    }

    private static TimeSpan GetHeuristic(StoredResponse response, CacheDirectives directives)
    {
        if (!CacheableStatuses.IsHeuristicallyCacheable(response.StatusCode) && !directives.Public) return TimeSpan.Zero;
        if (ParseDate(response.Headers, "Last-Modified") is not { } modified) return TimeSpan.Zero;
        var lifetime = (GetDate(response) - modified) * HeuristicFraction;
        return lifetime < TimeSpan.Zero ? TimeSpan.Zero : lifetime > LongestHeuristic ? LongestHeuristic : lifetime;
    }
}
