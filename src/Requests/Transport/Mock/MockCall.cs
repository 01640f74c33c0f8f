using System.Text;

namespace Requests;

/// <summary>Represents one request to a mock adapter, as it was at that moment, and the reply to it.</summary>
public sealed class MockCall
{
    internal MockCall(PreparedRequest request, byte[] body)
    {
        Request = request.Copy();
        Body = body;
        Content = Decode(request, body);
    }

    /// <summary>Gets the prepared request: method, URL and headers as they would have been sent.</summary>
    public PreparedRequest Request { get; }

    /// <summary>
    /// Gets the bytes of the body; empty without a body, and for a request that was passed through, as the network reads its body.
    /// </summary>
    public byte[] Body { get; }

    /// <summary>Gets the body decoded as UTF-8; that of a compressed body is decompressed first.</summary>
    public string Text => Encoding.UTF8.GetString(Content);

    /// <summary>Gets the files of a multipart form; empty for other bodies.</summary>
    public IReadOnlyList<MockFile> Files =>
        GetParts().Where(static part => part.FileName is not null).Select(static part => new MockFile(part)).ToArray();

    /// <summary>Gets the bytes of the body without its content coding.</summary>
    internal byte[] Content { get; }

    /// <summary>Gets the method.</summary>
    public string Method => Request.Method;

    /// <summary>Gets the URL.</summary>
    public string Url => Request.Url;

    /// <summary>Gets the reply to the request; null when it was passed through or no reply matched.</summary>
    public MockReply? Reply { get; internal set; }

    /// <summary>Returns the names and values of the query, decoded.</summary>
    internal IEnumerable<KeyValuePair<string, string>> GetQuery() => QueryDecoder.Decode(UrlParts.Parse(Url).Query ?? "");

    /// <summary>Returns the names and values of a form, without files; none for other bodies.</summary>
    internal IEnumerable<KeyValuePair<string, string>> GetForm()
    {
        var type = Request.Headers["Content-Type"] ?? "";
        return type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            ? QueryDecoder.Decode(Text)
            : GetParts().Where(part => part.FileName is null).Select(part => KeyValuePair.Create(part.Name, part.Text));
    }

    private List<MultipartForm.FormPart> GetParts() =>
        MultipartBody.GetBoundary(Request.Headers["Content-Type"]) is { } boundary ? MultipartForm.Read(Content, boundary) : [];

    /// <summary>Returns the bytes without the coding that Content-Encoding names, or as they are where they do not have it.</summary>
    private static byte[] Decode(PreparedRequest request, byte[] body)
    {
        if (body.Length == 0 || request.Headers["Content-Encoding"] is not { Length: > 0 } coding) return body;
        try
        {
            using var decoded = new MemoryStream();
            ContentDecoder.Decode(new MemoryStream(body, writable: false), coding).CopyTo(decoded);
            return decoded.ToArray();
        }
        catch (RequestException)
        {
            return body;
        }
    }

    /// <summary>Returns a text such as <c>&lt;MockCall GET https://example.com/&gt;</c>, without the query.</summary>
    public override string ToString() => $"<MockCall {Method} {UrlRedactor.Redact(Url)}>";
}
