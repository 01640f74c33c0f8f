using System.Text;
using System.Text.Json;

namespace Requests;

/// <content>The body at once: bytes, text, JSON.</content>
public sealed partial class Response
{
    private static readonly JsonSerializerOptions WebJson = new(JsonSerializerDefaults.Web);

    private readonly bool _hasBody;
    private byte[]? _content;
    private string? _text;
    private string? _encoding;

    /// <summary>
    /// The body's bytes, gzip, deflate and br undone; null for a response made without a body. Of a streamed response the first
    /// reading fetches them.
    /// </summary>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    public byte[]? Content
    {
        get
        {
            if (_content is null && _hasBody) SynchronousWait.Shared.Result(ReadWholeAsync);
            return _content;
        }
    }

    /// <summary>
    /// The encoding that <see cref="Text"/> is read with: the one set here, else the one that the server names, else what convention
    /// or the bytes give; null when only guessing is left. A name that nobody knows counts as none.
    /// </summary>
    /// <remarks>requests: <c>Response.encoding</c>.</remarks>
    public string? Encoding
    {
        get => _encoding ?? (_content is null ? EncodingResolver.FromHeaders(Headers) : EncodingResolver.FromContent(Headers, _content));
        set
        {
            _encoding = value;
            _text = null;
        }
    }

    /// <summary>The encoding that the bytes look like, guessed; <c>utf-8</c> when nothing fits.</summary>
    /// <remarks>requests: <c>Response.apparent_encoding</c>.</remarks>
    public string ApparentEncoding => CharsetDetector.Detect(Content ?? []) ?? "utf-8";

    /// <summary>
    /// The encodings that the markup itself declares: those of meta charset, then of meta http-equiv, then of the XML prolog.
    /// <see cref="Text"/> heeds none of them; set <see cref="Encoding"/> to the one that you trust.
    /// </summary>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    /// <remarks>requests: <c>utils.get_encodings_from_content</c>.</remarks>
    public IReadOnlyList<string> DeclaredEncodings => MarkupEncodings.In(Content ?? []);

    /// <summary>The body as text, without a byte order mark.</summary>
    /// <exception cref="RequestException">The body cannot be read to its end, or was streamed before.</exception>
    public string Text => _text ??= Content is { Length: > 0 } content ? InMemory(content, TextEncoding(), static (bytes, from) => EncodingResolver.Decode(bytes, from)) : "";

    /// <summary>The body read as JSON into a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="options">How to read it; null takes what the web has: names in any case.</param>
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

    /// <summary>The body as UTF-8 for readers of JSON: transcoded where it is in another encoding, without a byte order mark.</summary>
    /// <remarks>requests: <c>guess_json_utf</c>; RFC 8259 section 8.1.</remarks>
    public ReadOnlyMemory<byte> GetJsonUtf8()
    {
        var content = Content ?? [];
        var encoding = JsonEncoding(content);
        if (encoding is not null and not UTF8Encoding) return InMemory(content, encoding, static (bytes, from) => System.Text.Encoding.UTF8.GetBytes(EncodingResolver.Decode(bytes, from)));
        return content.AsSpan().StartsWith(System.Text.Encoding.UTF8.Preamble) ? content.AsMemory(3) : content;
    }

    /// <summary>Decodes a body whose text may be larger than memory.</summary>
    private T InMemory<T>(byte[] content, Encoding encoding, Func<byte[], Encoding, T> decode)
    {
        try
        {
            return decode(content, encoding);
        }
        catch (OutOfMemoryException error)
        {
            var other = TooLargeForMemory(error);
            other.Attach(this);
            throw other;
        }
    }

    /// <summary>Gets the encoding of a body that is in memory.</summary>
    internal Encoding TextEncoding()
    {
        if (Encoding is { } name && EncodingResolver.Find(name) is { } named) return named;
        return EncodingResolver.Find(ApparentEncoding) ?? System.Text.Encoding.UTF8;
    }

    /// <summary>Gets the encoding that the caller set, or null.</summary>
    internal Encoding? ForcedEncoding() => _encoding is null ? null : EncodingResolver.Find(_encoding);
}
