using System.Globalization;

namespace Requests;

/// <summary>Represents the version of a file by the validators of its server.</summary>
/// <param name="Tag">The entity tag, or null.</param>
/// <param name="Date">The time of the last change, or null when it is missing or cannot distinguish two versions.</param>
/// <param name="Total">The length of the whole, or null.</param>
/// <param name="Resource">The <see cref="ResourceKey"/> of the URL that sent it, after redirects; null where it is not known.</param>
/// <remarks>RFC 9110 sections 8.8 and 13.1.5.</remarks>
internal sealed record FileVersion(string? Tag, string? Date, long? Total, string? Resource)
{
    private const int MaximumValidatorLength = 1024;

    /// <summary>Gets the version without any validator.</summary>
    internal static FileVersion Unknown { get; } = new(null, null, null, null);

    /// <summary>
    /// Gets the value of If-Range: the strong entity tag, else the date; null when two versions could not be distinguished.
    /// </summary>
    internal string? IfRange => Tag is not null && Tag.StartsWith('"') ? Tag : Date;

    /// <summary>Creates the version of a complete or partial response.</summary>
    /// <param name="response">The response.</param>
    internal static FileVersion From(Response response)
    {
        var length = response.StatusCode == 206 ? null : response.Body.WholeLength;
        return new FileVersion(
            GetTag(response),
            IsStrongDate(response) ? GetDate(response) : null,
            ContentRange.From(response)?.Total ?? length,
            ResourceKey.From(response));
    }

    /// <summary>Returns whether a response is of the URL that sent this version, so that their validators can be compared.</summary>
    /// <param name="response">The response.</param>
    internal bool IsOf(Response response) => Resource is not null && Resource == ResourceKey.From(response);

    /// <summary>Returns whether a part is of this version: none of its validators differs.</summary>
    /// <param name="part">The response that holds the part.</param>
    internal bool Matches(Response part)
    {
        if (Tag is not null && GetTag(part) is { } tag && tag != Tag) return false;
        if (Date is not null && GetDate(part) is { } date && date != Date) return false;
        return Total is null || ContentRange.From(part)?.Total is not { } total || total == Total;
    }

    /// <summary>Gets the Last-Modified time of a response, to the second, or null.</summary>
    /// <param name="response">The response.</param>
    internal static DateTimeOffset? ChangedAt(Response response) => HttpDate.ParseFixdate(response.Headers["Last-Modified"]);

    /// <summary>Writes the version as lines that <see cref="Parse"/> reads.</summary>
    internal string Write() => string.Create(
        CultureInfo.InvariantCulture,
        $"ETag: {Tag}\nLast-Modified: {Date}\nLength: {Total}\nUrl: {Resource}\n");

    /// <summary>
    /// Parses the lines of <see cref="Write"/>. The file may hold anything: a value that a server could not have sent is ignored.
    /// </summary>
    /// <param name="text">The lines.</param>
    internal static FileVersion Parse(string text)
    {
        string? tag = null, date = null, resource = null;
        long? total = null;
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0) continue;
            var value = line[(colon + 2)..].TrimEnd('\r');
            if (value.Length is 0 or > MaximumValidatorLength || value.Any(character => character is < ' ' or > '\u00FF' or '\u007F'))
            {
                continue;
            }

            if (line.StartsWith("ETag:", StringComparison.Ordinal)) tag = value;
            else if (line.StartsWith("Url:", StringComparison.Ordinal)) resource = value;
            else if (line.StartsWith("Last-Modified:", StringComparison.Ordinal))
            {
                date = HttpDate.ParseFixdate(value) is null ? null : value;
            }
            else if (line.StartsWith("Length:", StringComparison.Ordinal)) total = long.TryParse(
                value,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var length)
                ? length
                : total;
        }

        return new FileVersion(tag, date, total, resource);
    }

    private static string? GetTag(Response response) =>
        response.Headers["ETag"]?.Trim() is { Length: > 0 and <= MaximumValidatorLength } tag ? tag : null;

    private static string? GetDate(Response response) =>
        response.Headers["Last-Modified"]?.Trim() is { } text && HttpDate.ParseFixdate(text) is not null ? text : null;

    /// <summary>
    /// Returns whether the date can distinguish versions. The response has to be younger by a second, because a second change could have
    /// the same date (RFC 9110 section 8.8.2.2).
    /// </summary>
    private static bool IsStrongDate(Response response) =>
        HttpDate.ParseFixdate(response.Headers["Date"]) is not { } sent
            || HttpDate.ParseFixdate(response.Headers["Last-Modified"]) is not { } changed
            || changed.AddSeconds(1) <= sent;
}
