using System.Text;
using System.Xml;

namespace Requests;

/// <summary>
/// Represents an XML document as a body. It is sent in the charset of its Content-Type, else in the encoding that its prolog declares, else
/// in UTF-8. The prolog names the charset that is used. A character that the encoding cannot represent becomes a character reference.
/// </summary>
public class XmlBody : BytesBody
{
    private readonly XmlDocument _document;

    /// <summary>Creates a body from the current content of a document. It sets no Content-Type.</summary>
    /// <param name="document">The document.</param>
    public XmlBody(XmlDocument document)
        : this(document, GetDeclaredEncoding(document))
    {
    }

    private XmlBody(XmlDocument document, Encoding encoding)
        : base(Write(document, encoding)) => _document = (XmlDocument)document.CloneNode(deep: true);

    /// <inheritdoc/>
    internal override RequestBody WithCharset(string? contentType)
    {
        if (MediaTypes.GetCharset(contentType) is not { } name) return this;

        // Throws for an unknown charset, as other texts do.
        BodyCharset.FromContentType(contentType);
        return new XmlBody(_document, WithByteOrderMark(EncodingResolver.Find(name)!, name));
    }

    private static Encoding GetDeclaredEncoding(XmlDocument document)
    {
        var name = (document.FirstChild as XmlDeclaration)?.Encoding;
        return string.IsNullOrEmpty(name) || EncodingResolver.Find(name) is not { } encoding
            ? WithByteOrderMark(Encoding.UTF8, "utf-8")
            : WithByteOrderMark(encoding, name);
    }

    /// <summary>
    /// Returns the encoding with a byte order mark when it is UTF-16 or UTF-32 and its name does not tell the byte order (RFC 2781 section
    /// 4.3); otherwise without.
    /// </summary>
    private static Encoding WithByteOrderMark(Encoding encoding, string name)
    {
        var needsMark = name.Trim().ToUpperInvariant() is "UTF-16" or "UTF16" or "UTF-32" or "UTF32";
        return encoding.CodePage switch
        {
            65001 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            1200 or 1201 => new UnicodeEncoding(bigEndian: encoding.CodePage == 1201, byteOrderMark: needsMark),
            12000 or 12001 => new UTF32Encoding(bigEndian: encoding.CodePage == 12001, byteOrderMark: needsMark),
            _ => encoding,
        };
    }

    private static ReadOnlyMemory<byte> Write(XmlDocument document, Encoding encoding)
    {
        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = encoding, OmitXmlDeclaration = document.FirstChild is not XmlDeclaration };
        using (var writer = XmlWriter.Create(bytes, settings)) document.Save(writer);
        return bytes.ToArray();
    }
}
