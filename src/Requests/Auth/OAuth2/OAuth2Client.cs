namespace Requests;

/// <summary>A program as an authorization server knows it.</summary>
/// <remarks>RFC 6749 section 2; requests-oauthlib: <c>OAuth2Session</c> and its <c>Client</c>.</remarks>
public sealed class OAuth2Client
{
    /// <summary>Creates a client.</summary>
    /// <param name="tokenUri">The token endpoint: https, or http on this machine itself.</param>
    /// <param name="clientId">The client's identifier.</param>
    /// <param name="clientSecret">Its secret; null for a public client, which has none.</param>
    /// <exception cref="InvalidUrlException">The endpoint cannot be used.</exception>
    public OAuth2Client(string tokenUri, string clientId, string? clientSecret = null)
    {
        TokenUri = AuthorizationEndpoint.Prepare(tokenUri);
        ClientId = clientId;
        ClientSecret = clientSecret;
    }

    /// <summary>The token endpoint.</summary>
    public string TokenUri { get; }

    /// <summary>The client's identifier.</summary>
    public string ClientId { get; }

    /// <summary>How it proves itself where it has a secret. Default: Basic.</summary>
    public OAuth2ClientAuthentication Authentication { get; init; }

    /// <summary>What the token is to be good for; empty leaves it to the server.</summary>
    public IReadOnlyList<string> Scope { get; init; } = [];

    /// <summary>Further parameters of every request for a token, such as <c>audience</c>; a name may repeat, such as <c>resource</c> (RFC 8707).</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Parameters { get; init; } = [];

    /// <summary>Its secret, or null.</summary>
    internal string? ClientSecret { get; }

    /// <summary>The scope as it is sent, or null.</summary>
    internal string? ScopeText => Scope.Count == 0 ? null : string.Join(' ', Scope);

    /// <summary><c>OAuth2Client (id)</c>; never the secret.</summary>
    public override string ToString() => $"OAuth2Client ({ClientId})";
}
