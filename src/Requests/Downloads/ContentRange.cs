using System.Globalization;

namespace Requests;

/// <summary>Which bytes of the whole an answer holds.</summary>
/// <param name="First">The first byte, or null when the answer holds none of them.</param>
/// <param name="Total">How many the whole has, or null when the server does not know.</param>
/// <remarks>RFC 9110 section 14.4.</remarks>
internal sealed record ContentRange(long? First, long? Total)
{
    /// <summary>Reads a header; null when it is none.</summary>
    /// <param name="header">The value of Content-Range, or null.</param>
    internal static ContentRange? Parse(string? header)
    {
        if (header is null || !header.StartsWith("bytes ", StringComparison.OrdinalIgnoreCase)) return null;
        var parts = header[6..].Trim().Split('/');
        if (parts.Length != 2) return null;
        long? total = parts[1] == "*" ? null : Number(parts[1]);
        if (total is null && parts[1] != "*") return null;
        if (parts[0] == "*") return new ContentRange(First: null, total);
        var ends = parts[0].Split('-');
        return ends.Length == 2 && Number(ends[0]) is { } first && Number(ends[1]) >= first ? new ContentRange(first, total) : null;
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
