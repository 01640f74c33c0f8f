using System.Text;
using System.Xml;

namespace Requests;

/// <summary>Reads the body of a response as an XML document.</summary>
/// <remarks>RFC 7303 section 3: the encoding is that of the byte order mark, else the charset, else that of the declaration.</remarks>
internal static class XmlContent
{
    private const int MaximumProlog = 64 * 1024;

    /// <summary>Reads the body of a response whose content is in memory.</summary>
    /// <param name="response">The response.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="XmlDecodeException">The body is not XML, or has a document type declaration.</exception>
    internal static XmlDocument Read(Response response, CancellationToken cancellation = default)
    {
        var content = response.Content ?? [];
        try
        {
            var encoding = GetEncoding(response, content);
            using var text = Open(content, encoding);
            using var reader = new LimitedXmlReader(text, cancellation);

            // Whitespace is kept, as by Invoke-RestMethod, so that a document can be sent back as it came.
            var document = new XmlDocument { XmlResolver = null, PreserveWhitespace = true };
            try
            {
                document.Load(reader);
            }
            catch (XmlException) when (HasDocumentType(content, encoding))
            {
                throw new XmlDecodeException(
                    "The body is XML with a document type declaration (DTD), which is refused: its entities can fill the memory and read "
                    + "files.");
            }

            return document;
        }
        catch (XmlException error)
        {
            throw Attach(response, XmlDecodeException.From(response, error));
        }
        catch (DecoderFallbackException error)
        {
            throw Attach(
                response,
                new XmlDecodeException(
                    "The body is XML in UTF-8 with bytes that are not UTF-8: set the response's Encoding, and read it again.",
                    innerException: error));
        }
        catch (ArgumentException error)
        {
            // The declaration has a version that does not exist.
            throw Attach(
                response, new XmlDecodeException($"{XmlDecodeException.Describe(response)} not XML: line 1.", 1, innerException: error));
        }
        catch (XmlDecodeException error)
        {
            throw Attach(response, error);
        }
    }

    private static XmlDecodeException Attach(Response response, XmlDecodeException error)
    {
        error.Attach(response);
        return error;
    }

    private static Encoding GetEncoding(Response response, ReadOnlySpan<byte> content)
    {
        if (response.ForcedEncoding() is { } forced) return forced;
        var name = EncodingResolver.GetMarkOrCharset(response.Headers["Content-Type"], content) ?? MarkupEncodings.FromProlog(content);
        if (name is null && MarkupEncodings.GetUnknown(content) is { } unknown)
        {
            throw new XmlDecodeException(
                $"The body is XML in an encoding that is not known, '{VisibleText.EscapeLine(unknown)}': set the response's Encoding, and "
                + "read it again.");
        }

        // An invalid byte in UTF-8 is an error (XML 1.0 section 4.3.3).
        return name is not null && EncodingResolver.Find(name) is { } named and not UTF8Encoding
            ? named
            : new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
    }

    /// <summary>
    /// Opens the text without a byte order mark, and without the blank lines that some servers send before the declaration.
    /// </summary>
    private static StreamReader Open(byte[] content, Encoding encoding)
    {
        var text = new StreamReader(new MemoryStream(content, writable: false), encoding, detectEncodingFromByteOrderMarks: false);
        while (text.Peek() is ' ' or '\t' or '\r' or '\n') _ = text.Read();
        return text;
    }

    /// <summary>Returns whether a document type declaration is before the first element.</summary>
    private static bool HasDocumentType(byte[] content, Encoding encoding)
    {
        using var text = Open(content[..Math.Min(content.Length, MaximumProlog)], encoding);
        var buffer = new char[MaximumProlog];
        var rest = buffer.AsSpan(0, text.ReadBlock(buffer, 0, buffer.Length));
        while (true)
        {
            rest = rest.TrimStart();
            if (rest.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)) return true;
            var end = rest.StartsWith("<?") ? "?>" : rest.StartsWith("<!--") ? "-->" : null;
            if (end is null || rest.IndexOf(end) is not (>= 0 and var at)) return false;
            rest = rest[(at + end.Length)..];
        }
    }
}
