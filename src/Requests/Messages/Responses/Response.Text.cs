using System.Text;
using System.Text.Json;

namespace Requests;

/// <content>The body as text and as JSON.</content>
public sealed partial class Response
{
    private static readonly JsonSerializerOptions WebJson = new(JsonSerializerDefaults.Web);

    private string? _text;
    private string? _encoding;

    /// <summary>
    /// Gets or sets the encoding of <see cref="Text"/>: the one set here, else the one that the server names, else the one that follows
    /// from convention or the bytes; null when it can only be guessed. An unknown name is treated as null.
    /// </summary>
    /// <remarks>requests: <c>Response.encoding</c>.</remarks>
    public string? Encoding
    {
        get
        {
            if (_encoding is not null) return _encoding;
            var type = Headers["Content-Type"];
            return Body.Bytes is { } bytes ? EncodingResolver.FromContent(type, bytes) : EncodingResolver.FromContentType(type);
        }

        set
        {
            _encoding = value;
            _text = null;
        }
    }

    /// <summary>Gets the encoding that is guessed from the bytes; <c>utf-8</c> when no encoding fits.</summary>
    /// <remarks>requests: <c>Response.apparent_encoding</c>.</remarks>
    public string ApparentEncoding => CharsetDetector.Detect(Content ?? []) ?? "utf-8";

    /// <summary>
    /// Gets the encodings that the markup itself declares: those of meta charset, then of meta http-equiv, then of the XML prolog.
    /// <see cref="Text"/> uses none of them; set <see cref="Encoding"/> to use one.
    /// </summary>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    /// <remarks>requests: <c>utils.get_encodings_from_content</c>.</remarks>
    public IReadOnlyList<string> DeclaredEncodings => MarkupEncodings.Find(Content ?? []);

    /// <summary>Gets the body as text, without a byte order mark.</summary>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    public string Text => _text ??= Content is { Length: > 0 } content
        ? DecodeInMemory(content, TextEncoding(), static (bytes, from) => EncodingResolver.Decode(bytes, from))
        : "";

    /// <summary>Reads the body as JSON into a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="options">The options of the serializer; null uses the defaults of the web: names in any case.</param>
    /// <exception cref="JsonDecodeException">The body is not JSON.</exception>
    /// <remarks>requests: <c>Response.json</c>.</remarks>
    public T? ReadJson<T>(JsonSerializerOptions? options = null)
    {
        var utf8 = GetJsonUtf8();
        try
        {
            return JsonSerializer.Deserialize<T>(utf8.Span, options ?? WebJson);
        }
        catch (JsonException error)
        {
            throw JsonDecodeException.From(utf8.Span, error, this);
        }
    }

    /// <summary>
    /// Reads the body as an XML document. The encoding is that of the byte order mark, else of the charset, else of the XML declaration,
    /// else UTF-8. A document type declaration is refused, so that no entity is expanded and no file is read.
    /// </summary>
    /// <exception cref="XmlDecodeException">The body is not XML, or has a document type declaration or more than 1,024 levels.</exception>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    public System.Xml.XmlDocument ReadXml() => XmlContent.Read(this);

    /// <summary>Reads the body as the items of a feed: RSS or Atom. Relative links are resolved.</summary>
    /// <exception cref="XmlDecodeException">The body is not XML, or not a feed.</exception>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    public IReadOnlyList<FeedItem> ReadFeed() => FeedReader.Read(this, ReadXml());

    /// <summary>Gets the body as UTF-8 for readers of JSON: transcoded from another encoding, without a byte order mark.</summary>
    /// <remarks>requests: <c>guess_json_utf</c>; RFC 8259 section 8.1.</remarks>
    public ReadOnlyMemory<byte> GetJsonUtf8()
    {
        var content = Content ?? [];
        var encoding = JsonEncoding(content);
        if (encoding is null or UTF8Encoding)
        {
            return content.AsSpan().StartsWith(System.Text.Encoding.UTF8.Preamble) ? content.AsMemory(3) : content;
        }

        return DecodeInMemory(
            content,
            encoding,
            static (bytes, from) => System.Text.Encoding.UTF8.GetBytes(EncodingResolver.Decode(bytes, from)));
    }

    /// <summary>Gets the media type without parameters; empty when the response has no Content-Type.</summary>
    internal string MediaType => MediaTypes.GetName(Headers["Content-Type"]);

    /// <summary>Gets the encoding of a body that is in memory.</summary>
    internal Encoding TextEncoding()
    {
        if (Encoding is { } name && EncodingResolver.Find(name) is { } named) return named;
        return EncodingResolver.Find(ApparentEncoding) ?? System.Text.Encoding.UTF8;
    }

    /// <summary>Gets the encoding that the caller set, or null.</summary>
    internal Encoding? ForcedEncoding() => _encoding is null ? null : EncodingResolver.Find(_encoding);

    /// <summary>Gets the encoding of JSON; null for UTF-8.</summary>
    /// <param name="head">The first bytes of the body.</param>
    internal Encoding? JsonEncoding(ReadOnlyMemory<byte> head)
    {
        if (ForcedEncoding() is { } forced) return forced;
        var name = EncodingResolver.GetMarkOrCharset(Headers["Content-Type"], head.Span) ?? EncodingResolver.GuessJson(head.Span);
        return name is null ? null : EncodingResolver.Find(name);
    }

    /// <summary>Decodes a body whose text may be larger than memory.</summary>
    private T DecodeInMemory<T>(byte[] content, Encoding encoding, Func<byte[], Encoding, T> decode)
    {
        try
        {
            return decode(content, encoding);
        }
        catch (OutOfMemoryException error)
        {
            var other = BodyBuffer.CreateTooLargeError(error);
            other.Attach(this);
            throw other;
        }
    }
}
