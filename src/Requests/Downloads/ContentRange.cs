using System.Globalization;

namespace Requests;

/// <summary>Represents the Content-Range of a response: the bytes of the whole that it holds.</summary>
/// <param name="First">The first byte, or null for an unsatisfied range.</param>
/// <param name="Last">The last byte, or null for an unsatisfied range.</param>
/// <param name="Total">The length of the whole, or null when the server does not know it.</param>
/// <remarks>RFC 9110 section 14.4.</remarks>
internal sealed record ContentRange(long? First, long? Last, long? Total)
{
    private const string Unit = "bytes";

    /// <summary>Gets a value that indicates whether the response holds all bytes of the whole.</summary>
    internal bool IsWhole => First == 0 && Last is { } last && Total == last + 1;

    /// <summary>Reads the header of a response; null when it is missing, not valid, or in another unit than bytes.</summary>
    /// <param name="response">The response.</param>
    internal static ContentRange? From(Response response) => Parse(response.Headers["Content-Range"]);

    /// <summary>Parses a header; null when it is missing, not valid, or in another unit than bytes.</summary>
    /// <param name="header">The value of Content-Range, or null.</param>
    internal static ContentRange? Parse(string? header)
    {
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase)) return null;
        if (header.Length == Unit.Length || header[Unit.Length] is not (' ' or '=')) return null;
        var parts = header[(Unit.Length + 1)..].Trim().Split('/');
        if (parts.Length != 2) return null;
        long? total = parts[1] == "*" ? null : Number(parts[1]);
        if (total is null && parts[1] != "*") return null;
        if (parts[0] == "*") return new ContentRange(First: null, Last: null, total);
        var ends = parts[0].Split('-');
        if (ends.Length != 2 || Number(ends[0]) is not { } first || Number(ends[1]) is not { } last) return null;
        return first <= last && (total is null || last < total) ? new ContentRange(first, last, total) : null;
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
