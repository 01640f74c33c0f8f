namespace Requests;

/// <summary>The way to a token for a client that has none.</summary>
/// <remarks>RFC 6749 section 1.3.</remarks>
public abstract class OAuth2Grant
{
    private protected OAuth2Grant()
    {
    }

    /// <summary>The client for itself.</summary>
    /// <remarks>RFC 6749 section 4.4.</remarks>
    public static OAuth2Grant ClientCredentials { get; } = new DirectGrant("client_credentials", []);

    /// <summary>No way: the token or refresh token that is given is all there is.</summary>
    public static OAuth2Grant None { get; } = new NoGrant();

    /// <summary>Whether a person has to do something, each time.</summary>
    internal virtual bool NeedsPerson => false;

    /// <summary>The user's own name and password, for old servers; newer ones do not offer it.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password.</param>
    /// <remarks>RFC 6749 section 4.3, left out of OAuth 2.1.</remarks>
    public static OAuth2Grant Password(string userName, string password) =>
        new DirectGrant("password", [new("username", userName), new("password", password)]);

    /// <summary>A person signs in with a browser on this machine; the browser brings the code to a port that is open for so long.</summary>
    /// <param name="authorizationUri">The authorization endpoint.</param>
    /// <param name="redirectUri">Where the browser is sent: http on this machine. Port 0 takes a free one.</param>
    /// <param name="prompt">Shows the person where to sign in.</param>
    /// <param name="patience">How long to wait for the person.</param>
    /// <exception cref="InvalidUrlException">A URL cannot be used.</exception>
    /// <remarks>RFC 6749 section 4.1, with PKCE (RFC 7636) and a loopback redirect (RFC 8252 section 7.3).</remarks>
    public static OAuth2Grant AuthorizationCode(string authorizationUri, string redirectUri, Action<OAuth2Prompt> prompt, TimeSpan patience) =>
        new AuthorizationCodeGrant(authorizationUri, redirectUri, prompt, patience);

    /// <summary>A person signs in anywhere and types in a code.</summary>
    /// <param name="deviceAuthorizationUri">The device authorization endpoint.</param>
    /// <param name="prompt">Shows the person where to sign in, and the code.</param>
    /// <exception cref="InvalidUrlException">The URL cannot be used.</exception>
    /// <remarks>RFC 8628.</remarks>
    public static OAuth2Grant DeviceCode(string deviceAuthorizationUri, Action<OAuth2Prompt> prompt) =>
        new DeviceCodeGrant(deviceAuthorizationUri, prompt);

    /// <summary>Gets a token.</summary>
    /// <param name="endpoint">The token endpoint.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal abstract Task<OAuth2Token> AskAsync(TokenEndpoint endpoint, CancellationToken cancellationToken);

    private sealed class DirectGrant(string type, IEnumerable<KeyValuePair<string, string?>> fields) : OAuth2Grant
    {
        internal override Task<OAuth2Token> AskAsync(TokenEndpoint endpoint, CancellationToken cancellationToken) =>
            endpoint.AskAsync([new("grant_type", type), .. fields, new("scope", endpoint.Client.ScopeText)]);

        public override string ToString() => type;
    }

    private sealed class NoGrant : OAuth2Grant
    {
        internal override Task<OAuth2Token> AskAsync(TokenEndpoint endpoint, CancellationToken cancellationToken) =>
            throw new OAuth2Exception("The token has ended, and there is no refresh token that still holds, nor another way to a new one.");

        public override string ToString() => "refresh_token";
    }
}
