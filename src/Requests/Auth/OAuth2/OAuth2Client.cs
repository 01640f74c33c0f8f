namespace Requests;

/// <summary>Represents a program that is registered with an authorization server.</summary>
/// <remarks>RFC 6749 section 2; requests-oauthlib: <c>OAuth2Session</c> and its <c>Client</c>.</remarks>
public sealed class OAuth2Client
{
    /// <summary>Creates a client.</summary>
    /// <param name="tokenUri">The token endpoint: https, or http on this machine.</param>
    /// <param name="clientId">The identifier of the client.</param>
    /// <param name="clientSecret">The secret of the client; null for a public client, which has no secret.</param>
    /// <exception cref="InvalidUrlException">The URL of the endpoint is neither https nor on this machine.</exception>
    public OAuth2Client(string tokenUri, string clientId, string? clientSecret = null)
    {
        TokenUri = AuthorizationEndpoint.Prepare(tokenUri);
        ClientId = clientId;
        ClientSecret = clientSecret;
    }

    /// <summary>Gets the token endpoint.</summary>
    public string TokenUri { get; }

    /// <summary>Gets the identifier of the client.</summary>
    public string ClientId { get; }

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

    /// <summary>Gets the scope as it is sent, or null.</summary>
    internal string? ScopeText => Scope.Count == 0 ? null : string.Join(' ', Scope);

    /// <summary>Returns the type and the identifier, <c>OAuth2Client (id)</c>, without the secret.</summary>
    public override string ToString() => $"OAuth2Client ({ClientId})";
}
