namespace Requests;

/// <summary>Represents a way to get a token.</summary>
/// <remarks>RFC 6749 section 1.3.</remarks>
public abstract class OAuth2Grant
{
    private protected OAuth2Grant()
    {
    }

    /// <summary>Gets the grant of a client that acts for itself.</summary>
    /// <remarks>RFC 6749 section 4.4.</remarks>
    public static OAuth2Grant ClientCredentials { get; } = new DirectGrant("client_credentials", []);

    /// <summary>Gets the grant that requests no token: only the stored token and its refresh token are used.</summary>
    public static OAuth2Grant None { get; } = new NoGrant();

    /// <summary>Gets a value that indicates whether the user has to act for each token.</summary>
    internal virtual bool RequiresUser => false;

    /// <summary>Gets a value that indicates whether the grant runs code of the caller without the user.</summary>
    internal virtual bool RunsCallerCode => false;

    /// <summary>Gets a value that indicates whether the client needs an identifier.</summary>
    internal virtual bool RequiresClientId => true;

    /// <summary>Gets the password that is a part of the grant, or null.</summary>
    internal string? Secret { get; private init; }

    /// <summary>Creates the grant by user name and password, for old servers; newer servers do not offer it.</summary>
    /// <param name="userName">The user name.</param>
    /// <param name="password">The password.</param>
    /// <remarks>RFC 6749 section 4.3, left out of OAuth 2.1.</remarks>
    public static OAuth2Grant Password(string userName, string password) =>
        new DirectGrant("password", [new("username", userName), new("password", password)]) { Secret = password };

    /// <summary>
    /// Creates the grant by authorization code: the user signs in with a browser on this machine, which is redirected to a local port.
    /// </summary>
    /// <param name="authorizationUri">The authorization endpoint; null takes that of the issuer.</param>
    /// <param name="redirectUri">The URL that the browser is redirected to: http on this machine. Port 0 takes a free port.</param>
    /// <param name="prompt">Shows the user where to sign in.</param>
    /// <param name="timeout">The time to wait for the user.</param>
    /// <exception cref="InvalidUrlException">A URL cannot be used.</exception>
    /// <remarks>RFC 6749 section 4.1, with PKCE (RFC 7636) and a loopback redirect (RFC 8252 section 7.3).</remarks>
    public static OAuth2Grant AuthorizationCode(
        string? authorizationUri,
        string redirectUri,
        Action<OAuth2Prompt> prompt,
        TimeSpan timeout) =>
        new AuthorizationCodeGrant(authorizationUri, redirectUri, prompt, timeout);

    /// <summary>Creates the grant by device code: the user signs in on any device and enters a code.</summary>
    /// <param name="deviceAuthorizationUri">The device authorization endpoint; null takes that of the issuer.</param>
    /// <param name="prompt">Shows the user where to sign in, and the code.</param>
    /// <exception cref="InvalidUrlException">The URL cannot be used.</exception>
    /// <remarks>RFC 8628.</remarks>
    public static OAuth2Grant DeviceCode(string? deviceAuthorizationUri, Action<OAuth2Prompt> prompt) =>
        new DeviceCodeGrant(deviceAuthorizationUri, prompt);

    /// <summary>
    /// Creates the grant by an assertion, which another server or the client itself has signed: for a service account, or on behalf of a
    /// user. The client may authenticate itself as well.
    /// </summary>
    /// <param name="assertion">The assertion of the grant.</param>
    /// <remarks>RFC 7523 section 2.1, <c>urn:ietf:params:oauth:grant-type:jwt-bearer</c>.</remarks>
    public static OAuth2Grant JwtBearer(OAuth2Assertion assertion) => new JwtBearerGrant(assertion);

    /// <summary>Requests a token.</summary>
    /// <param name="endpoint">The token endpoint.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal abstract Task<OAuth2Token> RequestTokenAsync(TokenEndpoint endpoint, CancellationToken cancellationToken);

    private sealed class DirectGrant(string type, IEnumerable<KeyValuePair<string, string?>> fields) : OAuth2Grant
    {
        internal override Task<OAuth2Token> RequestTokenAsync(TokenEndpoint endpoint, CancellationToken cancellationToken) =>
            endpoint.RequestTokenAsync([new("grant_type", type), .. fields, new("scope", endpoint.Client.ScopeText)]);

        public override string ToString() => type;
    }

    private sealed class JwtBearerGrant(OAuth2Assertion assertion) : OAuth2Grant
    {
        internal override bool RunsCallerCode => assertion.RunsCallerCode;

        internal override bool RequiresClientId => false;

        internal override async Task<OAuth2Token> RequestTokenAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
        {
            var audience = await endpoint.GetUriAsync().ConfigureAwait(true);
            var text = await assertion.CreateAsync(endpoint.Client, audience, endpoint.Time, cancellationToken).ConfigureAwait(true);
            return await endpoint.RequestTokenAsync([
                new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                new(TokenEndpoint.GrantAssertion, text),
                new("scope", endpoint.Client.ScopeText),
            ]).ConfigureAwait(true);
        }

        public override string ToString() => "jwt-bearer";
    }

    private sealed class NoGrant : OAuth2Grant
    {
        internal override Task<OAuth2Token> RequestTokenAsync(TokenEndpoint endpoint, CancellationToken cancellationToken) =>
            throw new OAuth2Exception(
                "The token has expired or was revoked, and a new one cannot be requested without a valid refresh token.");

        public override string ToString() => "refresh_token";
    }
}
