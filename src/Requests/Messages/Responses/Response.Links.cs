namespace Requests;

/// <content>The links that the answer names.</content>
public sealed partial class Response
{
    private LinkCollection? _links;

    /// <summary>The links of the answer's Link headers, by relation or by URL; empty when there are none.</summary>
    /// <remarks>requests: <c>Response.links</c>.</remarks>
    public LinkCollection Links => _links ??= LinkHeader.Parse(Headers["Link"], Url);
}
