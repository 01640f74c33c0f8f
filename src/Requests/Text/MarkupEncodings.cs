using System.Text;
using System.Text.RegularExpressions;

namespace Requests;

/// <summary>Finds the encodings that HTML and XML documents declare.</summary>
/// <remarks>requests: <c>utils.get_encodings_from_content</c>; WHATWG HTML section 13.2.3.2, XML 1.0 section 4.3.3.</remarks>
internal static partial class MarkupEncodings
{
    // HTML requires the declaration within the first 1,024 bytes; pages with longer heads are accepted, too.
    private const int MaximumHead = 8 * 1024;

    private const int MaximumProlog = 1024;

    /// <summary>Finds the declared names, in the order of their precedence; empty when the document declares no encoding.</summary>
    /// <param name="markup">The bytes. In all supported encodings the declarations are ASCII.</param>
    internal static IReadOnlyList<string> Find(ReadOnlySpan<byte> markup)
    {
        var head = Encoding.Latin1.GetString(markup[..Math.Min(markup.Length, MaximumHead)]);
        return new[] { MetaCharset(), MetaContentType(), XmlProlog() }
            .SelectMany(pattern => pattern.Matches(head))
            .Select(match => match.Groups["name"].Value)
            .ToArray();
    }

    /// <summary>
    /// Gets the encoding of XML from its first bytes: the encoding of the prolog, or UTF-16 or UTF-32 without a byte order mark (XML 1.0
    /// appendix F); otherwise null.
    /// </summary>
    /// <param name="start">The first bytes.</param>
    internal static string? FromProlog(ReadOnlySpan<byte> start)
    {
        switch (start)
        {
            case [0, 0, 0, (byte)'<', ..]: return "utf-32BE";
            case [(byte)'<', 0, 0, 0, ..]: return "utf-32";
            case [0, (byte)'<', 0, (byte)'?', ..]: return "utf-16BE";
            case [(byte)'<', 0, (byte)'?', 0, ..]: return "utf-16";
        }

        var name = GetProlog(start);

        // A prolog that is readable as ASCII is not in UTF-16 or UTF-32, although it may name them.
        return name is not null && EncodingResolver.Find(name) is { CodePage: not (1200 or 1201 or 12000 or 12001) } ? name : null;
    }

    /// <summary>Gets the encoding that the prolog of XML names, where it is not known; otherwise null.</summary>
    /// <param name="start">The first bytes.</param>
    internal static string? GetUnknown(ReadOnlySpan<byte> start) =>
        GetProlog(start) is { } name && EncodingResolver.Find(name) is null ? name : null;

    /// <summary>Returns whether <see cref="FromProlog"/> needs more bytes to decide.</summary>
    /// <param name="start">The first bytes.</param>
    internal static bool NeedsMoreOfProlog(ReadOnlySpan<byte> start)
    {
        if (start.Length < 4 && start.Contains((byte)0)) return true;
        if (start.Length < 5) return "<?xml"u8.StartsWith(start);
        return start.Length < MaximumProlog && start.StartsWith("<?xml"u8) && start.IndexOf("?>"u8) < 0;
    }

    private static string? GetProlog(ReadOnlySpan<byte> start)
    {
        if (!start.StartsWith("<?xml"u8)) return null;
        var match = XmlProlog().Match(Encoding.Latin1.GetString(start[..Math.Min(start.Length, MaximumProlog)]));
        return match.Success ? match.Groups["name"].Value : null;
    }

    [GeneratedRegex(
        """<meta\s[^>]*?(?<=[\s"'/])(?<!;\s*)charset\s*=\s*["']?(?<name>[^"'\s/>]+)""",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetaCharset();

    [GeneratedRegex(
        """<meta\s[^>]*?content\s*=\s*["'][^"'>]*?;\s*charset=(?<name>[^"'\s;>]+)""",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetaContentType();

    [GeneratedRegex(
        """^(?:\xEF\xBB\xBF)?\s*<\?xml\s[^>]*?encoding\s*=\s*["'](?<name>[^"'>]+)""",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex XmlProlog();
}
