using System.Globalization;

namespace Requests;

/// <summary>Reads the times of feeds: RFC 822 with its old zones and short years, RFC 3339, and the usual variants of both. Pure.</summary>
internal static class FeedDate
{
    private const int LongestText = 100;

    // The zones of RFC 822 section 5.1, in hours.
    private static readonly Dictionary<string, int> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GMT"] = 0,
        ["UT"] = 0,
        ["UTC"] = 0,
        ["Z"] = 0,
        ["EST"] = -5,
        ["EDT"] = -4,
        ["CST"] = -6,
        ["CDT"] = -5,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["PST"] = -8,
        ["PDT"] = -7,
        ["BST"] = 1,
        ["CET"] = 1,
        ["CEST"] = 2,
    };

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Reads a time; null for null, and for a text that is not a time. A time without a zone is in UTC.</summary>
    /// <param name="text">The text.</param>
    internal static DateTimeOffset? Parse(string? text)
    {
        if (text?.Trim() is not { Length: > 0 and <= LongestText } trimmed) return null;
        if (ParseMail(trimmed) is { } mail) return mail;
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        return DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, styles, out var time) ? time : null;
    }

    /// <summary>
    /// Reads a time such as <c>Wed, 02 Oct 2002 13:00:00 GMT</c>. The name of the day, the seconds and the zone may be absent.
    /// </summary>
    private static DateTimeOffset? ParseMail(string text)
    {
        var words = text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..]
            .Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is < 3 or > 5 || words[1].Length < 3) return null;
        var month = Array.IndexOf(Months, words[1][..3].ToLowerInvariant()) + 1;
        if (month == 0 || !TryRead(words[0], out var day) || !TryRead(words[2], out var year)) return null;
        if (words[2].Length == 2) year += year < 50 ? 2000 : 1900;
        var time = TimeSpan.Zero;
        if (words.Length > 3 && !TimeSpan.TryParse(words[3], CultureInfo.InvariantCulture, out time)) return null;
        if (time < TimeSpan.Zero || time >= TimeSpan.FromDays(1)) return null;
        if (GetZone(words.Length > 4 ? words[4] : "Z") is not { } zone) return null;
        try
        {
            return new DateTimeOffset(year, month, day, 0, 0, 0, zone) + time;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads a zone: a name, or an offset such as <c>+0100</c>. The zones of the military are UTC (RFC 2822 section 4.3).
    /// </summary>
    private static TimeSpan? GetZone(string zone)
    {
        if (Zones.TryGetValue(zone, out var hours)) return TimeSpan.FromHours(hours);
        if (zone.Length == 1 && char.IsAsciiLetter(zone[0])) return TimeSpan.Zero;
        var digits = zone[1..].Replace(":", "", StringComparison.Ordinal);
        if (zone[0] is not ('+' or '-') || digits.Length != 4 || !TryRead(digits, out var number)) return null;
        var offset = new TimeSpan(number / 100, number % 100, 0);
        return zone[0] == '-' ? -offset : offset;
    }

    private static bool TryRead(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
