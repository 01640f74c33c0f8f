using System.Globalization;

namespace Requests;

/// <summary>Which version of a file bytes are of, as its server tells versions apart.</summary>
/// <param name="Tag">The entity tag, or null.</param>
/// <param name="Date">The time of the last change, where it can tell two versions apart, or null.</param>
/// <param name="Total">The length of the whole, or null.</param>
/// <remarks>RFC 9110 sections 8.8 and 13.1.5.</remarks>
internal sealed record FileVersion(string? Tag, string? Date, long? Total)
{
    private const int LongestValidator = 1024;

    /// <summary>A version of which nothing is known.</summary>
    internal static FileVersion Unknown { get; } = new(null, null, null);

    /// <summary>What If-Range asks for: the strong entity tag, else the date; null when bytes of two versions could not be told apart.</summary>
    internal string? IfRange => Tag is not null && Tag.StartsWith('"') ? Tag : Date;

    /// <summary>The version that a response holds, or a part of it.</summary>
    /// <param name="response">The response.</param>
    internal static FileVersion From(Response response)
    {
        var length = response.StatusCode == 206 ? null : response.Body.WholeLength;
        return new FileVersion(GetTag(response), IsStrongDate(response) ? GetDate(response) : null, ContentRange.From(response)?.Total ?? length);
    }

    /// <summary>Whether a part is of this version: nothing that it says about itself is different.</summary>
    /// <param name="part">The response that holds the part.</param>
    internal bool Fits(Response part)
    {
        if (Tag is not null && GetTag(part) is { } tag && tag != Tag) return false;
        if (Date is not null && GetDate(part) is { } date && date != Date) return false;
        return Total is null || ContentRange.From(part)?.Total is not { } total || total == Total;
    }

    /// <summary>When a response says that the file was changed last, to the second, or null.</summary>
    /// <param name="response">The response.</param>
    internal static DateTimeOffset? ChangedAt(Response response) => GetTime(response.Headers["Last-Modified"]);

    /// <summary>The lines that <see cref="Read"/> reads.</summary>
    internal string Write() => string.Create(CultureInfo.InvariantCulture, $"ETag: {Tag}\nLast-Modified: {Date}\nLength: {Total}\n");

    /// <summary>Reads what <see cref="Write"/> wrote. A file may hold anything: what no server could have sent counts as absent.</summary>
    /// <param name="text">The lines.</param>
    internal static FileVersion Read(string text)
    {
        string? tag = null, date = null;
        long? total = null;
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0) continue;
            var value = line[(colon + 2)..].TrimEnd('\r');
            if (value.Length is 0 or > LongestValidator || value.Any(one => one is < ' ' or > '\u00FF' or '\u007F')) continue;
            if (line.StartsWith("ETag:", StringComparison.Ordinal)) tag = value;
            else if (line.StartsWith("Last-Modified:", StringComparison.Ordinal)) date = GetTime(value) is null ? null : value;
            else if (line.StartsWith("Length:", StringComparison.Ordinal) && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) total = length;
        }

        return new FileVersion(tag, date, total);
    }

    private static string? GetTag(Response response) => response.Headers["ETag"]?.Trim() is { Length: > 0 and <= LongestValidator } tag ? tag : null;

    private static string? GetDate(Response response) => response.Headers["Last-Modified"]?.Trim() is { } text && GetTime(text) is not null ? text : null;

    private static DateTimeOffset? GetTime(string? text) =>
        DateTimeOffset.TryParseExact(text?.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A date tells versions apart only where the response is younger by a second: a second change could carry the same date.</summary>
    private static bool IsStrongDate(Response response) =>
        GetTime(response.Headers["Date"]) is not { } sent || GetTime(response.Headers["Last-Modified"]) is not { } changed || changed.AddSeconds(1) <= sent;
}
