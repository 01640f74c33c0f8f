using System.Text;
using System.Xml;

namespace Requests;

/// <summary>
/// An XML document as a body. Its bytes are in the encoding that its prolog declares, else in UTF-8; where its Content-Type names a
/// charset, they are in that, and the prolog names it too. A character that the encoding does not have becomes a character reference.
/// </summary>
public class XmlBody : BytesBody
{
    private readonly XmlDocument _document;

    /// <summary>Creates a body of a document as it is now. It sets no Content-Type.</summary>
    /// <param name="document">The document.</param>
    public XmlBody(XmlDocument document)
        : this(document, Declared(document))
    {
    }

    private XmlBody(XmlDocument document, Encoding encoding)
        : base(Write(document, encoding)) => _document = (XmlDocument)document.CloneNode(deep: true);

    /// <inheritdoc/>
    internal override RequestBody WithCharset(string? contentType)
    {
        if (EncodingResolver.GetCharset(contentType) is not { } name) return this;

        // An unknown charset is an error, as for every text.
        BodyCharset.FromContentType(contentType);
        return new XmlBody(_document, Marked(EncodingResolver.Find(name)!, name));
    }

    private static Encoding Declared(XmlDocument document)
    {
        var name = (document.FirstChild as XmlDeclaration)?.Encoding;
        return string.IsNullOrEmpty(name) || EncodingResolver.Find(name) is not { } encoding ? Marked(Encoding.UTF8, "utf-8") : Marked(encoding, name);
    }

    /// <summary>UTF-16 and UTF-32 begin with a byte order mark where their name does not tell the order (RFC 2781 section 4.3); nothing else does.</summary>
    private static Encoding Marked(Encoding encoding, string name)
    {
        var isPlain = name.Trim().ToUpperInvariant() is "UTF-16" or "UTF16" or "UTF-32" or "UTF32";
        return encoding.CodePage switch
        {
            65001 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            1200 or 1201 => new UnicodeEncoding(bigEndian: encoding.CodePage == 1201, byteOrderMark: isPlain),
            12000 or 12001 => new UTF32Encoding(bigEndian: encoding.CodePage == 12001, byteOrderMark: isPlain),
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
