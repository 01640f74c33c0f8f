namespace Requests;

/// <summary>Represents the changes that turn the request of a page into that of the next page. What is null stays as it is.</summary>
public sealed class NextPage
{
    /// <summary>Gets the URL, absolute or relative to the page, or null for the URL of the page.</summary>
    public string? Url { get; init; }

    /// <summary>Gets the pairs that replace those of their name in the query, or null. A pair with a null value removes its name.</summary>
    public QueryParams? Params { get; init; }

    /// <summary>Gets the headers that replace those of their name, or null. A header with a null value is removed.</summary>
    public HeaderDictionary? Headers { get; init; }

    /// <summary>
    /// Gets the body, or null for the body of the page. A JSON object is merged into the JSON object of the page (RFC 7396): its members
    /// replace those of their name, objects are merged member by member, and null removes a member. The fields of a form replace those
    /// of their name. Any other body replaces the whole body.
    /// </summary>
    public RequestBody? Body { get; init; }

    /// <summary>Gets a value that indicates whether <see cref="Url"/> is a text that a server sent and that may be a cursor.</summary>
    internal bool IsCursor { get; init; }

    /// <summary>
    /// Gets a value that indicates whether <see cref="Url"/> is a URL by its place, such as a Link header, and not by its look.
    /// </summary>
    internal bool IsReference { get; init; }

    /// <summary>Gets a value that indicates whether nothing changes.</summary>
    internal bool IsEmpty => Url is null && Params is null && Headers is null && Body is null;
}
