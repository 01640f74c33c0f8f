using System.Text;
using System.Text.Unicode;

namespace Requests;

/// <summary>
/// Converts bodies between their bytes and the text that an archive has. The bytes of a text are in the charset of its media type, by
/// default UTF-8. A body is a text only where this rule gives the same bytes again.
/// </summary>
internal static class HarCharset
{
    /// <summary>Returns the text of a body in UTF-8; null for a body that is not text or would not be the same again.</summary>
    /// <param name="content">The body.</param>
    /// <param name="mediaType">Its media type with its parameters.</param>
    internal static byte[]? TryGetUtf8(byte[] content, string mediaType)
    {
        if (!EncodingResolver.IsText(content)) return null;
        if (Find(mediaType) is not { } encoding) return Utf8.IsValid(content) ? content : null;
        var utf8 = Encoding.UTF8.GetBytes(encoding.GetString(content));
        return FromUtf8(utf8, mediaType).AsSpan().SequenceEqual(content) ? utf8 : null;
    }

    /// <summary>Returns whether a body is text, also in a charset with zero bytes that its media type names.</summary>
    /// <param name="content">The body.</param>
    /// <param name="mediaType">Its media type with its parameters.</param>
    internal static bool IsText(byte[] content, string mediaType) =>
        EncodingResolver.IsText(content) || Find(mediaType) is UnicodeEncoding or UTF32Encoding;

    /// <summary>Returns the bytes of a text. A character that the charset does not have becomes a question mark.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    /// <param name="mediaType">Its media type with its parameters.</param>
    internal static byte[] FromUtf8(byte[] utf8, string mediaType) =>
        Find(mediaType) is { } encoding ? encoding.GetBytes(Encoding.UTF8.GetString(utf8)) : utf8;

    /// <summary>Decodes a body for a search: in its declared encoding, or in the one that is guessed.</summary>
    /// <param name="content">The body.</param>
    /// <param name="mediaType">Its media type with its parameters.</param>
    internal static string Decode(byte[] content, string mediaType)
    {
        var name = EncodingResolver.FromContent(mediaType, content) ?? CharsetDetector.Detect(content) ?? "utf-8";
        return EncodingResolver.Decode(content, EncodingResolver.Find(name) ?? Encoding.UTF8);
    }

    /// <summary>Finds the charset of a media type; null for UTF-8, and where none is named or known.</summary>
    private static Encoding? Find(string mediaType) =>
        MediaTypes.GetCharset(mediaType) is { } name
        && EncodingResolver.Find(name) is { } encoding
        && encoding.CodePage != Encoding.UTF8.CodePage
            ? encoding
            : null;
}
