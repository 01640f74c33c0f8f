using System.Globalization;

namespace Requests;

/// <summary>Reads and writes the dates of HTTP headers.</summary>
/// <remarks>RFC 9110 section 5.6.7.</remarks>
internal static class HttpDate
{
    private const string Fixdate = "r";

    // What follows the name of the day, which adds nothing and which some servers get wrong.
    private const string FullYear = "dd MMM yyyy HH:mm:ss 'GMT'";
    private const string ShortYear = "dd-MMM-yy HH:mm:ss 'GMT'";
    private const string Asctime = "MMM d HH:mm:ss yyyy";

    /// <summary>
    /// Reads a date in the usual form or in one of the two obsolete ones; returns null when the text is not a date. A year of two digits is
    /// at most 50 years ahead. A name of another day does not matter.
    /// </summary>
    /// <param name="text">The value of the header.</param>
    internal static DateTimeOffset? Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        var end = rest.IndexOfAny(',', ' ');
        if (end < 0 || !IsDay(rest[..end])) return null;
        var hasComma = rest[end] == ',';
        rest = rest[(end + 1)..].TrimStart();
        if (!hasComma) return TryParse(rest, Asctime, out var old) ? old : null;
        if (TryParse(rest, FullYear, out var date)) return date;
        if (!TryParse(rest, ShortYear, out date)) return null;

        // The calendar of the system decides about the century, and a user can set it to another one.
        var latest = ProcessTime.Shared.GetUtcNow().AddYears(50);
        if (date > latest) return date.AddYears(-100);
        return date.AddYears(100) <= latest ? date.AddYears(100) : date;
    }

    /// <summary>Reads a date in the usual form alone, in which a validator is sent back; returns null for any other text.</summary>
    /// <param name="text">The value of the header, or null.</param>
    internal static DateTimeOffset? ParseFixdate(string? text) =>
        DateTimeOffset.TryParseExact(text?.Trim(), Fixdate, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    /// <summary>Writes a date in the usual form, such as <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    /// <param name="date">The date.</param>
    internal static string Format(DateTimeOffset date) => date.ToString(Fixdate, CultureInfo.InvariantCulture);

    private static bool TryParse(ReadOnlySpan<char> text, string form, out DateTimeOffset date) => DateTimeOffset.TryParseExact(
        text,
        form,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite,
        out date);

    private static bool IsDay(ReadOnlySpan<char> name)
    {
        foreach (var day in DateTimeFormatInfo.InvariantInfo.DayNames)
        {
            if (name.Equals(day, StringComparison.OrdinalIgnoreCase)) return true;
            if (name.Equals(day.AsSpan(0, 3), StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
