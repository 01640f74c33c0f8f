namespace Requests;

/// <summary>Represents a program that is registered with an authorization server.</summary>
/// <remarks>RFC 6749 section 2; requests-oauthlib: <c>OAuth2Session</c> and its <c>Client</c>.</remarks>
public sealed class OAuth2Client
{
    /// <summary>Creates a client.</summary>
    /// <param name="tokenUri">
    /// The token endpoint: https, or http on this machine; null takes the one that the metadata of <see cref="Issuer"/> has.
    /// </param>
    /// <param name="clientId">The identifier of the client; null for a JWT bearer grant that does not have one.</param>
    /// <param name="clientSecret">The secret of the client; null for a public client, and for a client with an assertion.</param>
    /// <exception cref="InvalidUrlException">The URL of the endpoint is neither https nor on this machine.</exception>
    public OAuth2Client(string? tokenUri, string? clientId, string? clientSecret = null)
    {
        TokenUri = tokenUri is null ? null : AuthorizationEndpoint.Prepare(tokenUri);
        ClientId = clientId;
        ClientSecret = clientSecret;
    }

    /// <summary>Gets the token endpoint; null where the metadata of <see cref="Issuer"/> has it.</summary>
    public string? TokenUri { get; }

    /// <summary>
    /// Gets the issuer whose metadata has the endpoints that were not given, or null. The metadata is requested once, at
    /// <c>/.well-known/openid-configuration</c> or <c>/.well-known/oauth-authorization-server</c>, and has to name exactly this issuer.
    /// </summary>
    /// <exception cref="InvalidUrlException">The issuer is neither https nor on this machine, or has a query or a fragment.</exception>
    /// <remarks>RFC 8414, OpenID Connect Discovery 1.0.</remarks>
    public string? Issuer
    {
        get;
        init => field = value is null ? null : AuthorizationServer.CheckIssuer(value);
    }

    /// <summary>Gets the identifier of the client, or null.</summary>
    public string? ClientId { get; }

    /// <summary>Gets the assertion by which the client authenticates itself in place of a secret, or null.</summary>
    /// <remarks>RFC 7523 section 2.2, <c>private_key_jwt</c>.</remarks>
    public OAuth2Assertion? Assertion { get; init; }

    /// <summary>Gets how the client authenticates itself with its secret. Default: Basic.</summary>
    public OAuth2ClientAuthentication Authentication { get; init; }

    /// <summary>Gets the scope to request; empty leaves it to the server.</summary>
    public IReadOnlyList<string> Scope { get; init; } = [];

    /// <summary>
    /// Gets further parameters of every request for a token, such as <c>audience</c>. A name may repeat, such as <c>resource</c> (RFC
    /// 8707).
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Parameters { get; init; } = [];

    /// <summary>Gets the secret, or null.</summary>
    internal string? ClientSecret { get; }

    /// <summary>Gets or sets the metadata of the issuer; null before it was requested.</summary>
    internal AuthorizationServer? Server { get; set; }

    /// <summary>Gets the scope as it is sent, or null.</summary>
    internal string? ScopeText => Scope.Count == 0 ? null : string.Join(' ', Scope);

    /// <summary>Returns the type and the identifier, <c>OAuth2Client (id)</c>, without the secret.</summary>
    public override string ToString() => $"OAuth2Client ({ClientId})";
}
