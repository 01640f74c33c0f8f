namespace Requests;

/// <summary>Specifies where the parameters of OAuth 1 are sent.</summary>
/// <remarks>RFC 5849 section 3.5; oauthlib: <c>signature_type</c>.</remarks>
public enum OAuth1Placement
{
    /// <summary>The Authorization header.</summary>
    Header,

    /// <summary>The query of the URL.</summary>
    Query,

    /// <summary>The body, which is a form or absent.</summary>
    Body,
}
