using System.Text;
using System.Text.RegularExpressions;

namespace Requests;

/// <summary>The encodings that HTML and XML declare of themselves.</summary>
/// <remarks>requests: <c>utils.get_encodings_from_content</c>; WHATWG HTML section 13.2.3.2, XML 1.0 section 4.3.3.</remarks>
internal static partial class MarkupEncodings
{
    // HTML wants a declaration within the first 1,024 bytes; pages with long heads are forgiven some more.
    private const int Searched = 8 * 1024;

    /// <summary>The declared names in the order of their weight; empty where there is none.</summary>
    /// <param name="markup">The bytes: in every encoding in question the declarations are ASCII.</param>
    internal static IReadOnlyList<string> In(ReadOnlySpan<byte> markup)
    {
        var head = Encoding.Latin1.GetString(markup[..Math.Min(markup.Length, Searched)]);
        return new[] { MetaCharset(), MetaContentType(), XmlProlog() }.SelectMany(form => form.Matches(head)).Select(match => match.Groups["name"].Value).ToArray();
    }

    [GeneratedRegex("""<meta\s[^>]*?(?<=[\s"'/])(?<!;\s*)charset\s*=\s*["']?(?<name>[^"'\s/>]+)""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetaCharset();

    [GeneratedRegex("""<meta\s[^>]*?content\s*=\s*["'][^"'>]*?;\s*charset=(?<name>[^"'\s;>]+)""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetaContentType();

    [GeneratedRegex("""^(?:\xEF\xBB\xBF)?\s*<\?xml\s[^>]*?encoding\s*=\s*["'](?<name>[^"'>]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex XmlProlog();
}
