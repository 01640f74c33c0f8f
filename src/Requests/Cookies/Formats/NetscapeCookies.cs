using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>
/// Reads and writes the cookies.txt of curl, wget, yt-dlp and browser extensions: a cookie per line, with seven fields separated by tabs.
/// Pure.
/// </summary>
/// <remarks>Python: <c>MozillaCookieJar</c>; curl: <c>--cookie-jar</c>.</remarks>
internal static class NetscapeCookies
{
    private const string HttpOnlyMark = "#HttpOnly_";
    private const long LatestExpiry = 253402300799;

    /// <summary>Parses a cookies.txt. As in curl, a line that is not valid is skipped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="refused">The list that receives a message with the line number for each line that is not valid.</param>
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
            else refused.Add($"Line {number} is not a line of a cookies.txt: {reason}");
        }

        return cookies;
    }

    /// <summary>Writes cookies.</summary>
    /// <param name="cookies">The cookies.</param>
    /// <exception cref="InvalidCookieException">A cookie has no domain, which the format requires.</exception>
    internal static string Write(IEnumerable<RequestCookie> cookies)
    {
        var text = new StringBuilder("# Netscape HTTP Cookie File\n# https://curl.se/docs/http-cookies.html\n\n");
        foreach (var cookie in cookies)
        {
            var domain = cookie.Domain ?? throw new InvalidCookieException(
                $"The cookie '{cookie.Name}' has no domain, which cookies.txt requires: give it a domain, or write JSON.");
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
        reason = "it needs domain, TRUE or FALSE for subdomains, path, TRUE or FALSE for secure, "
            + "expiry in seconds since 1970, name and value, with tabs between.";

        // The last field of a cookie without a value may be missing.
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

    /// <summary>Reads seconds since 1970. Browser extensions write fractions of them, and an empty field for a session cookie.</summary>
    private static bool TryReadExpiry(string text, out long seconds)
    {
        seconds = 0;
        if (text.Length == 0) return true;
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(text, Styles, CultureInfo.InvariantCulture, out var number) || double.IsNaN(number)) return false;
        seconds = (long)Math.Clamp(number, 0, LatestExpiry);
        return true;
    }

    private static bool IsTrue(string flag) => flag.Equals("TRUE", StringComparison.OrdinalIgnoreCase);

    private static bool IsFlag(string text) => IsTrue(text) || text.Equals("FALSE", StringComparison.OrdinalIgnoreCase);
}
