using System.Globalization;

namespace Requests;

/// <summary>Reads and writes the dates of HTTP headers.</summary>
/// <remarks>RFC 9110 section 5.6.7.</remarks>
internal static class HttpDate
{
    private const string Fixdate = "r";

    private static readonly string[] Forms = [Fixdate, "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>Reads a date in the usual form or in one of the two obsolete ones; returns null when the text is not a date.</summary>
    /// <param name="text">The value of the header.</param>
    internal static DateTimeOffset? Parse(string text) => DateTimeOffset.TryParseExact(
        text.AsSpan().Trim(),
        Forms,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite,
        out var date)
        ? date
        : null;

    /// <summary>Reads a date in the usual form alone, in which a validator is sent back; returns null for any other text.</summary>
    /// <param name="text">The value of the header, or null.</param>
    internal static DateTimeOffset? ParseFixdate(string? text) =>
        DateTimeOffset.TryParseExact(text?.Trim(), Fixdate, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    /// <summary>Writes a date in the usual form, such as <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    /// <param name="date">The date.</param>
    internal static string Format(DateTimeOffset date) => date.ToString(Fixdate, CultureInfo.InvariantCulture);
}
