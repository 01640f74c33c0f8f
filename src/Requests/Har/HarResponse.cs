namespace Requests;

/// <summary>Represents the response of an entry of an HTTP archive.</summary>
/// <remarks>HAR 1.2: <c>response</c>. Its cookies are written from <see cref="Headers"/>.</remarks>
public sealed class HarResponse
{
    /// <summary>Gets or sets the status code; 0 when no response was received.</summary>
    public int Status { get; set; }

    /// <summary>Gets or sets the reason phrase; empty when it is missing.</summary>
    public string StatusText { get; set; } = "";

    /// <summary>Gets or sets the version of HTTP, such as <c>HTTP/1.1</c>.</summary>
    public string HttpVersion { get; set; } = "HTTP/1.1";

    /// <summary>Gets or sets the headers, as they were received.</summary>
    public HeaderDictionary Headers { get; set; } = [];

    /// <summary>Gets or sets the trailer fields, which the format does not have: <c>_trailers</c>.</summary>
    public HeaderDictionary Trailers { get; set; } = [];

    /// <summary>Gets or sets the body without its content codings. It has no content when the archive does not contain it.</summary>
    public HarBody Body { get; set; } = new();

    /// <summary>Gets or sets the size of the body on the network in bytes; -1 when it is not known.</summary>
    internal long BodySize { get; set; } = -1;

    /// <summary>Gets or sets the size of the head in bytes; -1 when it is not known.</summary>
    internal long HeadersSize { get; set; } = -1;

    /// <summary>Gets or sets the error that a browser wrote instead of a response, such as <c>net::ERR_TIMED_OUT</c>; or null.</summary>
    internal string? BrowserError { get; set; }

    /// <summary>Gets or sets the fields that this library does not interpret, in their order.</summary>
    internal IReadOnlyList<HarField> Fields { get; set; } = [];
}
