namespace Requests;

/// <summary>An authorization server gave no token, or gave an answer that is none. Its own words are here; no token and no secret is.</summary>
/// <remarks>RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5; oauthlib: <c>OAuth2Error</c>.</remarks>
public class OAuth2Exception : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public OAuth2Exception(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The server's code, such as <c>invalid_grant</c>; null when it gave none.</summary>
    public string? Error { get; init; }

    /// <summary>The server's explanation, or null.</summary>
    public string? ErrorDescription { get; init; }

    /// <summary>The page about it that the server names, or null.</summary>
    public string? ErrorUri { get; init; }
}
