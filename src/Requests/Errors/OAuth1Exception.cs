namespace Requests;

/// <summary>An OAuth 1 server gave no token.</summary>
/// <remarks>requests-oauthlib: <c>TokenRequestDenied</c>, <c>TokenMissing</c>, <c>VerifierMissing</c>.</remarks>
public class OAuth1Exception : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public OAuth1Exception(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
