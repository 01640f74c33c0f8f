using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>The cookies.txt that curl, wget, yt-dlp and browsers' extensions read and write: seven fields a line, between tabs. Pure.</summary>
/// <remarks>Python: <c>MozillaCookieJar</c>; curl: <c>--cookie-jar</c>.</remarks>
internal static class NetscapeCookies
{
    private const string HttpOnlyMark = "#HttpOnly_";
    private const long LatestExpiry = 253402300799;

    /// <summary>The cookies of a text. As in curl, one bad line costs only itself.</summary>
    /// <param name="text">The text.</param>
    /// <param name="refused">Where a text is added for each line that is no cookie; it has the line's number.</param>
    internal static List<RequestCookie> Parse(string text, List<string> refused)
    {
        var cookies = new List<RequestCookie>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            var httpOnly = line.StartsWith(HttpOnlyMark, StringComparison.Ordinal);
            if (httpOnly) line = line[HttpOnlyMark.Length..];
            else if (line.TrimStart().StartsWith('#') || line.Trim().Length == 0) continue;
            if (ParseLine(line.Split('\t'), httpOnly, out var reason) is { } cookie) cookies.Add(cookie);
            else refused.Add($"Line {number} is no line of a cookies.txt: {reason}");
        }

        return cookies;
    }

    /// <summary>The text of cookies.</summary>
    /// <param name="cookies">The cookies.</param>
    /// <exception cref="InvalidCookieException">One has no domain, for which the format has no place.</exception>
    internal static string Write(IEnumerable<RequestCookie> cookies)
    {
        var text = new StringBuilder("# Netscape HTTP Cookie File\n# https://curl.se/docs/http-cookies.html\n\n");
        foreach (var cookie in cookies)
        {
            var domain = cookie.Domain ?? throw new InvalidCookieException($"The cookie '{cookie.Name}' has no domain, and cookies.txt has no place for such: give it one, or write JSON.");
            text.Append(cookie.HttpOnly ? HttpOnlyMark : "").Append(cookie.HostOnly ? "" : ".").Append(domain).Append('\t')
                .Append(cookie.HostOnly ? "FALSE" : "TRUE").Append('\t')
                .Append(cookie.Path).Append('\t')
                .Append(cookie.Secure ? "TRUE" : "FALSE").Append('\t')
                .Append(CultureInfo.InvariantCulture, $"{Math.Max(cookie.Expires?.ToUnixTimeSeconds() ?? 0, 0)}").Append('\t')
                .Append(cookie.Name).Append('\t').Append(cookie.Value).Append('\n');
        }

        return text.ToString();
    }

    private static RequestCookie? ParseLine(string[] fields, bool httpOnly, out string? reason)
    {
        reason = "it needs domain, TRUE or FALSE for subdomains, path, TRUE or FALSE for secure, expiry in seconds since 1970, name and value, with tabs between.";

        // A cookie without a value may come without its last field.
        if (fields is not { Length: 6 or 7 } || !TryReadExpiry(fields[4], out var expires)) return null;
        if (!IsFlag(fields[1]) || !IsFlag(fields[3]) || fields[0].TrimStart('.').Length == 0) return null;
        try
        {
            reason = null;
            return new RequestCookie(fields[5], fields.Length < 7 ? "" : fields[6])
            {
                Domain = fields[0].TrimStart('.').ToLowerInvariant(),
                HostOnly = !IsTrue(fields[1]),
                Path = fields[2].StartsWith('/') ? fields[2] : "/",
                Secure = IsTrue(fields[3]),
                Expires = expires <= 0 ? null : DateTimeOffset.FromUnixTimeSeconds(expires),
                HttpOnly = httpOnly,
            };
        }
        catch (InvalidCookieException error)
        {
            reason = error.Message;
            return null;
        }
    }

    /// <summary>Seconds since 1970; browsers' extensions write fractions of them, and nothing for a cookie of the session.</summary>
    private static bool TryReadExpiry(string text, out long seconds)
    {
        seconds = 0;
        if (text.Length == 0) return true;
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || double.IsNaN(number)) return false;
        seconds = (long)Math.Clamp(number, 0, LatestExpiry);
        return true;
    }

    private static bool IsTrue(string flag) => flag.Equals("TRUE", StringComparison.OrdinalIgnoreCase);

    private static bool IsFlag(string text) => IsTrue(text) || text.Equals("FALSE", StringComparison.OrdinalIgnoreCase);
}
