using System.Globalization;

namespace Requests;

/// <summary>Reads the headers by which a server allows no more requests for some time.</summary>
/// <remarks>
/// draft-ietf-httpapi-ratelimit-headers: RateLimit and RateLimit-Policy, and the fields of its earlier versions. Its times are seconds.
/// The fields that begin with X- have no specification; the size of the number tells what it is.
/// </remarks>
internal static class RateLimitHeaders
{
    // A number of seconds from 2001 on, and a number of milliseconds from 1973 on. A smaller number is a duration.
    private const double LeastEpochSeconds = 1e9;
    private const double LeastEpochMilliseconds = 1e11;

    private static readonly string[] Prefixes = ["RateLimit-", "X-RateLimit-", "X-Rate-Limit-"];

    /// <summary>Returns the time until the server allows the next request; null when it has not forbidden it.</summary>
    /// <param name="response">The response.</param>
    /// <param name="time">The clock for a response without a Date.</param>
    internal static TimeSpan? GetWait(Response response, TimeProvider time)
    {
        var headers = response.Headers;

        // The clock of the server is the one that its times refer to.
        var now = (headers["Date"] is { } date ? HttpDate.Parse(date) : null) ?? time.GetUtcNow();
        var wait = Math.Max(FromRetryAfter(response, now), FromRateLimit(headers));
        foreach (var prefix in Prefixes) wait = Math.Max(wait, FromFields(headers, prefix, now));
        return wait > 0 ? TimeSpan.FromSeconds(Math.Min(wait, TimeSpan.MaxValue.TotalSeconds / 2)) : null;
    }

    /// <summary>Reads Retry-After. That of 201 and 202 is for the operation that was started, and not for other requests.</summary>
    private static double FromRetryAfter(Response response, DateTimeOffset now) =>
        response.StatusCode is not (201 or 202) && response.Headers["Retry-After"] is { } header
            ? RetryAfter.GetSeconds(header, now) ?? 0
            : 0;

    /// <summary>Reads RateLimit, as a list of policies or as the pairs of an earlier version.</summary>
    private static double FromRateLimit(HeaderDictionary headers)
    {
        if (headers["RateLimit"] is not { } header) return 0;
        double wait = 0;
        double? remaining = null;
        double? reset = null;
        foreach (var item in HeaderParameters.Split(header, ','))
        {
            double? left = null;
            double? until = null;
            foreach (var (name, value) in HeaderParameters.Parse(item, ';'))
            {
                switch (name.ToUpperInvariant())
                {
                    case "R": left = ToNumber(value); break;
                    case "T": until = ToNumber(value); break;
                    case "REMAINING": remaining = ToNumber(value); break;
                    case "RESET": reset = ToNumber(value); break;
                }
            }

            if (left == 0) wait = Math.Max(wait, until ?? GetWindow(headers, item));
        }

        return remaining == 0 ? Math.Max(wait, reset ?? 0) : wait;
    }

    /// <summary>Returns the window of a policy in seconds, where RateLimit does not say when it ends; 0 when it is unknown.</summary>
    private static double GetWindow(HeaderDictionary headers, string item)
    {
        var name = GetName(item);
        foreach (var policy in HeaderParameters.Split(headers["RateLimit-Policy"] ?? "", ','))
        {
            if (GetName(policy) != name) continue;
            foreach (var (key, value) in HeaderParameters.Parse(policy, ';'))
            {
                if (key is "w" or "W") return ToNumber(value) ?? 0;
            }
        }

        return 0;
    }

    private static string? GetName(string item) => HeaderParameters.Split(item, ';').FirstOrDefault();

    /// <summary>Reads the fields Remaining and Reset, each with a number for each limit of the server.</summary>
    private static double FromFields(HeaderDictionary headers, string prefix, DateTimeOffset now)
    {
        if (headers[$"{prefix}Remaining"] is not { } remaining || headers[$"{prefix}Reset"] is not { } reset) return 0;

        // A date has a comma itself.
        double?[] waits = ToWait(reset, now) is { } single
            ? [single]
            : [.. HeaderParameters.Split(reset, ',').DefaultIfEmpty("").Select(text => ToWait(text, now))];
        return HeaderParameters.Split(remaining, ',')
            .Select((text, i) => ToNumber(text) == 0 ? waits[Math.Min(i, waits.Length - 1)] ?? 0 : 0)
            .DefaultIfEmpty()
            .Max();
    }

    /// <summary>Returns the seconds until a time: a duration, a time since 1970 in seconds or milliseconds, or a date.</summary>
    private static double? ToWait(string text, DateTimeOffset now) => ToNumber(text) switch
    {
        >= LeastEpochMilliseconds and var epoch => (epoch / 1000) - ToEpochSeconds(now),
        >= LeastEpochSeconds and var epoch => epoch - ToEpochSeconds(now),
        { } seconds => seconds,
        null => (HttpDate.Parse(text) ?? ParseIsoDate(text)) is { } date ? (date - now).TotalSeconds : null,
    };

    private static double ToEpochSeconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private static DateTimeOffset? ParseIsoDate(string text) =>
        DateTimeOffset.TryParseExact(
            text.Trim(),
            "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date)
            ? date
            : null;

    private static double? ToNumber(string? text) =>
        double.TryParse(
            text,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var number) && double.IsFinite(number)
            ? number
            : null;
}
