using System.Text;

namespace Requests;

/// <summary>Represents a charset, other than UTF-8, that the Content-Type of a text names.</summary>
internal sealed class BodyCharset
{
    private readonly string _name;
    private readonly Encoding _encoding;

    private BodyCharset(string name, Encoding encoding)
    {
        _name = name;
        _encoding = (Encoding)encoding.Clone();
        _encoding.EncoderFallback = EncoderFallback.ExceptionFallback;
    }

    /// <summary>Gets the charset of a Content-Type; null when it names no charset, or UTF-8.</summary>
    /// <param name="contentType">The header's value, or null.</param>
    /// <exception cref="InvalidBodyException">The charset is not known.</exception>
    public static BodyCharset? FromContentType(string? contentType)
    {
        if (MediaTypes.GetCharset(contentType) is not { } name) return null;
        var encoding = EncodingResolver.Find(name)
            ?? throw new InvalidBodyException($"The Content-Type names the charset '{name}', which is not known: give the body as bytes.");
        return encoding.CodePage == Encoding.UTF8.CodePage ? null : new BodyCharset(name, encoding);
    }

    /// <summary>Encodes a text in this charset.</summary>
    /// <param name="text">The text, or a piece of it.</param>
    /// <param name="isFirst">
    /// Whether the body begins with this text. <c>utf-16</c> and <c>utf-32</c> then get a byte order mark, without which they would be read
    /// in the other byte order (RFC 2781 section 4.3).
    /// </param>
    /// <exception cref="InvalidBodyException">The charset cannot represent a character.</exception>
    public byte[] GetBytes(string text, bool isFirst = true)
    {
        try
        {
            var bytes = _encoding.GetBytes(text);
            return isFirst && _name.ToUpperInvariant() is "UTF-16" or "UTF-32" ? [.. _encoding.GetPreamble(), .. bytes] : bytes;
        }
        catch (EncoderFallbackException error)
        {
            var code = error.CharUnknownHigh == 0 ? error.CharUnknown : char.ConvertToUtf32(error.CharUnknownHigh, error.CharUnknownLow);
            throw new InvalidBodyException($"The charset '{_name}' of the Content-Type has no character U+{code:X4}.", error);
        }
    }

    /// <summary>Decodes bytes in this charset.</summary>
    /// <param name="bytes">The bytes.</param>
    internal string GetString(ReadOnlySpan<byte> bytes) => _encoding.GetString(bytes).TrimStart('\uFEFF');
}
