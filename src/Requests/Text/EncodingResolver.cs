using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Requests;

/// <summary>Finds the encoding of a body's text from its headers, its bytes and the conventions of HTTP.</summary>
/// <remarks>requests: <c>get_encoding_from_headers</c>, <c>guess_json_utf</c>, <c>Response.text</c>.</remarks>
internal static class EncodingResolver
{
    /// <summary>The encoding of <c>text/*</c> without a charset (RFC 2616 section 3.7.1).</summary>
    internal const string DefaultForText = "ISO-8859-1";

    // The control characters that do not occur in text: all except tab, line feed, form feed, carriage return and escape.
    private static readonly SearchValues<byte> BinaryBytes = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static code => (byte)code).Except("\t\n\f\r\e"u8.ToArray())]);

    /// <summary>Returns whether bytes look like text: they have no control characters that do not occur in text.</summary>
    /// <param name="content">The bytes.</param>
    internal static bool IsText(ReadOnlySpan<byte> content) => !content.ContainsAny(BinaryBytes);

    /// <summary>
    /// Gets the encoding from the Content-Type alone: the charset, or the default of the media type; null when neither is known.
    /// </summary>
    /// <param name="contentType">The value of Content-Type, or null.</param>
    internal static string? FromContentType(string? contentType)
    {
        if (MediaTypes.GetCharset(contentType) is { } charset) return charset;
        if (MediaTypes.IsJson(contentType)) return "utf-8";
        return MediaTypes.IsText(contentType) ? DefaultForText : null;
    }

    /// <summary>
    /// Gets the encoding of a complete body: the one that <see cref="GetDeclaredEncoding"/> finds; else UTF-8 for valid UTF-8 with a byte
    /// outside ASCII; else ISO-8859-1 for <c>text/*</c>; else null, and the encoding has to be guessed.
    /// </summary>
    /// <param name="contentType">The value of Content-Type, or null.</param>
    /// <param name="content">The body.</param>
    internal static string? FromContent(string? contentType, ReadOnlySpan<byte> content)
    {
        if (GetDeclaredEncoding(contentType, content) is { } declared) return declared;
        if (Utf8.IsValid(content) && !Ascii.IsValid(content)) return "utf-8";
        return MediaTypes.IsText(contentType) ? DefaultForText : null;
    }

    /// <summary>
    /// Gets the encoding that a body declares by its byte order mark, the charset of its header, the first bytes of JSON, or the prolog of
    /// XML; null when it declares no encoding. All readers of text use this rule.
    /// </summary>
    /// <param name="contentType">The value of Content-Type, or null.</param>
    /// <param name="start">The first bytes of the body.</param>
    internal static string? GetDeclaredEncoding(string? contentType, ReadOnlySpan<byte> start)
    {
        if (GetMarkOrCharset(contentType, start) is { } named) return named;
        if (MediaTypes.IsJson(contentType)) return GuessJson(start) ?? "utf-8";
        return MediaTypes.IsXml(contentType) ? MarkupEncodings.FromProlog(start) : null;
    }

    /// <summary>Gets the encoding of a byte order mark, else the known charset of the header; null when both are missing.</summary>
    /// <param name="contentType">The value of Content-Type, or null.</param>
    /// <param name="start">The first bytes of the body.</param>
    internal static string? GetMarkOrCharset(string? contentType, ReadOnlySpan<byte> start)
    {
        var charset = MediaTypes.GetCharset(contentType) is { } name && Find(name) is not null ? name : null;
        var mark = ByteOrderMark(start);

        // The mark of UTF-32 begins with the mark of UTF-16.
        if (mark == "utf-32" && charset is not null && Find(charset)!.CodePage is 1200 or 1201) mark = "utf-16";
        return mark ?? charset;
    }

    /// <summary>Returns whether <see cref="GetDeclaredEncoding"/> needs more bytes to decide.</summary>
    /// <param name="contentType">The value of Content-Type, or null.</param>
    /// <param name="start">The first bytes of the body.</param>
    internal static bool NeedsMore(string? contentType, ReadOnlySpan<byte> start)
    {
        if (start is [] or [0xEF] or [0xEF, 0xBB] or [0xFE] or [0xFF] or [0xFF, 0xFE] or [0xFF, 0xFE, 0] or [0] or [0, 0] or [0, 0, 0xFE])
        {
            return true;
        }

        if (MediaTypes.IsJson(contentType)) return start.Length < 2 || (start.Length < 4 && start.Contains((byte)0));
        return MediaTypes.IsXml(contentType) && MarkupEncodings.NeedsMoreOfProlog(start);
    }

    /// <summary>
    /// Finds an encoding by name, legacy code pages included; null for a name that is not known or that .NET refuses, such as UTF-7.
    /// </summary>
    /// <param name="name">Such as <c>utf-8</c>, <c>utf8</c>, <c>latin-1</c>, <c>windows-1251</c>.</param>
    internal static Encoding? Find(string name)
    {
        var wanted = Alias(name.Trim());
        try
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(wanted) ?? Encoding.GetEncoding(wanted);

            // .NET replaces invalid bytes by a question mark in ASCII and legacy code pages, which cannot be told from one that was sent.
            if (encoding.DecoderFallback is not DecoderReplacementFallback { DefaultString: "?" }) return encoding;
            encoding = (Encoding)encoding.Clone();
            encoding.DecoderFallback = new DecoderReplacementFallback("\uFFFD");
            return encoding;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Detects the UTF of a JSON text by its byte order mark or by the zeros in its first four bytes; null when it is in no UTF.
    /// </summary>
    /// <param name="json">The bytes.</param>
    internal static string? GuessJson(ReadOnlySpan<byte> json)
    {
        if (ByteOrderMark(json) is { } marked) return marked;

        // JSON begins with an ASCII character, so one of its first two bytes is zero in UTF-16.
        if (json.Length < 4) return json.Length is 2 or 3 && json[..2].Contains((byte)0) ? (json[0] == 0 ? "utf-16BE" : "utf-16") : "utf-8";
        return (json[0], json[1], json[2], json[3]) switch
        {
            (0, 0, 0, 0) => null,
            (0, 0, 0, _) => "utf-32BE",
            (_, 0, 0, 0) => "utf-32",
            (0, _, 0, _) => "utf-16BE",
            (_, 0, _, 0) => "utf-16",
            (0, _, _, _) or (_, 0, _, _) or (_, _, 0, _) or (_, _, _, 0) => null,
            _ => "utf-8",
        };
    }

    /// <summary>Decodes bytes and leaves out the byte order mark.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="encoding">Their encoding.</param>
    internal static string Decode(ReadOnlySpan<byte> content, Encoding encoding)
    {
        var mark = encoding.Preamble;
        return encoding.GetString(mark.Length > 0 && content.StartsWith(mark) ? content[mark.Length..] : content);
    }

    private static string? ByteOrderMark(ReadOnlySpan<byte> content) => content switch
    {
        [0xEF, 0xBB, 0xBF, ..] => "utf-8",
        [0xFF, 0xFE, 0, 0, ..] => "utf-32",
        [0, 0, 0xFE, 0xFF, ..] => "utf-32BE",
        [0xFF, 0xFE, ..] => "utf-16",
        [0xFE, 0xFF, ..] => "utf-16BE",
        _ => null,
    };

    // Names that Python accepts and .NET does not.
    private static string Alias(string name) => name.ToLowerInvariant() switch
    {
        "utf8" or "utf-8-sig" or "utf_8" => "utf-8",
        "utf16" or "utf-16-le" or "utf-16le" => "utf-16",
        "utf-16-be" => "utf-16BE",
        "utf-32-le" or "utf-32le" => "utf-32",
        "utf-32-be" => "utf-32BE",
        "latin-1" or "latin1" or "latin_1" or "iso8859-1" or "8859" or "l1" => "iso-8859-1",
        "ascii" => "us-ascii",
        ['c', 'p', '1', '2', '5', var last] => $"windows-125{last}",
        var other => other,
    };
}
