namespace Requests;

/// <summary>Represents the request of an entry of an HTTP archive.</summary>
/// <remarks>
/// HAR 1.2: <c>request</c>. The archive repeats the cookies and the query beside the headers and the URL. They are not members of this
/// class: they are written from <see cref="Headers"/> and <see cref="Url"/>, so that a value that is removed there is in no other place.
/// </remarks>
public sealed class HarRequest
{
    /// <summary>Gets or sets the method, such as <c>GET</c>.</summary>
    public string Method { get; set; } = "";

    /// <summary>Gets or sets the URL. An archive has it without its fragment.</summary>
    public string Url { get; set; } = "";

    /// <summary>Gets or sets the version of HTTP, such as <c>HTTP/1.1</c>. Browsers also write <c>h2</c> or <c>http/2.0</c>.</summary>
    public string HttpVersion { get; set; } = "HTTP/1.1";

    /// <summary>Gets or sets the headers. The names of a browser can begin with a colon (RFC 9113 section 8.3).</summary>
    public HeaderDictionary Headers { get; set; } = [];

    /// <summary>Gets or sets the body; null when the request has none.</summary>
    public HarBody? Body { get; set; }

    /// <summary>Gets or sets the size of the body as it was sent, in bytes; -1 when it is not known.</summary>
    internal long BodySize { get; set; } = -1;

    /// <summary>Gets or sets the size of the head in bytes; -1 when it is not known.</summary>
    internal long HeadersSize { get; set; } = -1;

    /// <summary>Gets or sets the fields that this library does not interpret, in their order.</summary>
    internal IReadOnlyList<HarField> Fields { get; set; } = [];
}
