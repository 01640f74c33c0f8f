namespace Requests;

/// <summary>Where the parameters of OAuth 1 go.</summary>
/// <remarks>RFC 5849 section 3.5; oauthlib: <c>signature_type</c>.</remarks>
public enum OAuth1Placement
{
    /// <summary>The Authorization header.</summary>
    Header,

    /// <summary>The URL's query.</summary>
    Query,

    /// <summary>The body, which is a form or absent.</summary>
    Body,
}
