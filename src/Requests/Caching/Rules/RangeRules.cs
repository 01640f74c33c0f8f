using System.Globalization;

namespace Requests;

/// <summary>Serves a part of a complete stored response.</summary>
/// <remarks>RFC 9110 sections 14.1.2 and 14.2, RFC 9111 section 3.3.</remarks>
internal static class RangeRules
{
    /// <summary>
    /// Returns whether a request is for one part of bytes without further conditions, which a complete response can serve.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="headers">The headers of the request.</param>
    internal static bool IsPlain(string method, HeaderDictionary headers) =>
        method == "GET" && headers["Range"] is { } range && TryParse(range, out _, out _)
            && !headers.ContainsKey("If-Range") && !headers.ContainsKey("If-Match") && !headers.ContainsKey("If-Unmodified-Since")
            && !headers.ContainsKey("If-None-Match") && !headers.ContainsKey("If-Modified-Since");

    /// <summary>Returns the first byte and the number of bytes of a range; null where a body does not have the first byte.</summary>
    /// <param name="range">The value of Range.</param>
    /// <param name="length">The length of the body.</param>
    internal static (long First, long Count)? Select(string range, long length)
    {
        if (length == 0 || !TryParse(range, out var first, out var last)) return null;
        if (first is null) return last == 0 ? null : (Math.Max(0, length - last!.Value), Math.Min(length, last.Value));
        return first >= length ? null : (first.Value, Math.Min(last ?? long.MaxValue, length - 1) - first.Value + 1);
    }

    /// <summary>Returns the value of Content-Range.</summary>
    /// <param name="part">The first byte and the number of bytes.</param>
    /// <param name="length">The length of the body.</param>
    internal static string Format((long First, long Count) part, long length) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {part.First}-{part.First + part.Count - 1}/{length}");

    /// <summary>Reads one range of bytes. Without a first byte, the last number counts from the end.</summary>
    private static bool TryParse(string range, out long? first, out long? last)
    {
        (first, last) = (null, null);
        const string Unit = "bytes=";
        if (!range.StartsWith(Unit, StringComparison.OrdinalIgnoreCase)) return false;
        var parts = range.AsSpan(Unit.Length).Trim(" \t");
        var dash = parts.IndexOf('-');
        if (dash < 0 || !TryRead(parts[..dash], out first) || !TryRead(parts[(dash + 1)..], out last)) return false;
        return first is null ? last is not null : last is null || first <= last;
    }

    private static bool TryRead(ReadOnlySpan<char> text, out long? number)
    {
        number = null;
        if (text.IsEmpty) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return false;
        number = value;
        return true;
    }
}
