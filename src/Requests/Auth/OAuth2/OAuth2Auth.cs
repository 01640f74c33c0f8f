using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Authenticates by an OAuth 2 access token. The token is requested when it is first needed and again shortly before it expires, once for
/// all callers that wait for it. One instance can be used by several threads and sessions.
/// </summary>
/// <remarks>RFC 6749, RFC 6750; requests-oauthlib: <c>OAuth2Session</c> with <c>auto_refresh_url</c>.</remarks>
public sealed class OAuth2Auth : AuthBase, IDisposable
{
    private readonly OAuth2Grant _grant;
    private readonly TimeProvider _time;
    private readonly SharedToken _token;

    // A script block of the caller may itself send a request with this authentication, which would wait for itself.
    private readonly AsyncLocal<bool> _isRequesting = new();

    /// <summary>Creates the authentication. Nothing is requested yet.</summary>
    /// <param name="client">The client.</param>
    /// <param name="grant">The way to get a token.</param>
    /// <param name="token">A token that was stored before, or null.</param>
    /// <exception cref="InvalidParameterException">
    /// The client has neither a token endpoint nor an issuer, both a secret and an assertion, or no identifier where the grant needs one.
    /// </exception>
    public OAuth2Auth(OAuth2Client client, OAuth2Grant grant, OAuth2Token? token = null)
        : this(client, grant, token, ProcessTime.Shared)
    {
    }

    internal OAuth2Auth(OAuth2Client client, OAuth2Grant grant, OAuth2Token? token, TimeProvider time)
    {
        if (client is { TokenUri: null, Issuer: null })
        {
            throw new InvalidParameterException("An OAuth 2 client needs the URL of a token endpoint or an issuer.");
        }

        if (client is { ClientSecret: not null, Assertion: not null })
        {
            throw new InvalidParameterException("An OAuth 2 client authenticates by a secret or by an assertion, not by both.");
        }

        if (client.ClientId is null && (grant.RequiresClientId || client.ClientSecret is not null || client.Assertion is not null))
        {
            throw new InvalidParameterException("An OAuth 2 client needs an identifier (ClientId) for this grant.");
        }

        Client = client;
        _grant = grant;
        _time = time;
        _token = new SharedToken(time, token);
    }

    /// <summary>Gets the client.</summary>
    public OAuth2Client Client { get; }

    /// <summary>Gets the current token; null before the first.</summary>
    public OAuth2Token? Token => _token.Current;

    /// <summary>
    /// Gets the only origins to which the token is sent, such as <c>https://api.example.com</c>. Empty, the default, sends it to every URL
    /// that the caller requests; redirects and pages never send it to another origin.
    /// </summary>
    /// <exception cref="InvalidUrlException">An origin is not a valid URL.</exception>
    public IReadOnlyList<string> Origins
    {
        get;
        init => field = value.Select(origin => UrlPreparer.Prepare(origin, parameters: null, baseUri: null).Url).ToArray();
    } = [];

    /// <summary>
    /// Gets the callback that receives each new token, for instance to store it. It runs in the synchronization context of the call that
    /// needed the token.
    /// </summary>
    public Action<OAuth2Token>? TokenReceived { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [Client.ClientSecret, _grant.Secret, Token?.Access, Token?.Refresh, Token?.Identity];

    /// <inheritdoc/>
    internal override bool SendsReusableSecret => true;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext =>
        TokenReceived is not null || _grant.RequiresUser || _grant.RunsCallerCode || Client.Assertion is { RunsCallerCode: true };

    /// <summary>Adds the token to the request when it is valid.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request)
    {
        if (IsMeantFor(request.Url) && _token.GetUsable(refused: null) is { } token) SetToken(request, token);
    }

    /// <summary>
    /// Sends the request with a valid token. When the server refuses the token, or requires other claims of it, sends it once more with a
    /// new one.
    /// </summary>
    /// <param name="exchange">The state of this exchange.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        if (!IsMeantFor(request.Url))
        {
            yield return request;
            yield break;
        }

        // A call with a valid token neither waits nor creates what a request for a token needs.
        var before = Token;
        var token = _token.GetUsable(refused: null)
            ?? await GetTokenAsync(exchange, refused: null, claims: null, cancellationToken).ConfigureAwait(true);
        SetToken(request, token);
        yield return request;

        var claims = ClaimsChallenge.Find(exchange.LastResponse!);
        var isRefused = claims is not null || IsRefused(exchange.LastResponse!, isNew: !ReferenceEquals(before, token));
        if (!isRefused || !CanRenew(token) || request.Body is { CanRewind: false }) yield break;
        token = await GetTokenAsync(exchange, refused: token, claims, cancellationToken).ConfigureAwait(true);
        var next = request.Copy();
        SetToken(next, token);
        yield return next;
    }

    /// <summary>Releases the semaphore that serializes token requests.</summary>
    public void Dispose() => _token.Dispose();

    /// <summary>
    /// Returns the grant and the identifier, such as <c>OAuth2 (client_credentials, my-client)</c>, without a token or secret.
    /// </summary>
    public override string ToString() => Client.ClientId is { } id ? $"OAuth2 ({_grant}, {id})" : $"OAuth2 ({_grant})";

    /// <summary>
    /// Revokes the refresh token and the access token, if there are any, and removes them. A token that the server does not revoke is kept.
    /// </summary>
    /// <param name="exchange">The exchange that sends the requests.</param>
    /// <param name="revocationUri">The revocation endpoint; null takes that of the issuer.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="OAuth2Exception">The server refuses, or has no revocation endpoint.</exception>
    /// <remarks>RFC 7009.</remarks>
    internal Task RevokeAsync(AuthExchange exchange, string? revocationUri, CancellationToken cancellationToken) =>
        _token.UpdateAsync(
            async (token, replace) =>
            {
                _isRequesting.Value = true;
                var endpoint = new TokenEndpoint(Client, exchange, _time, cancellationToken);
                var uri = await endpoint.GetUriAsync(revocationUri, "revocation_endpoint").ConfigureAwait(true);
                if (token.Refresh is { } refresh)
                {
                    await endpoint.RevokeAsync(uri, refresh, "refresh_token").ConfigureAwait(true);
                    token = token.With(refreshToken: null);
                    replace(token);
                }

                if (token.Access is { } access) await endpoint.RevokeAsync(uri, access, "access_token").ConfigureAwait(true);
                replace(null);
            },
            cancellationToken);

    private static void SetToken(PreparedRequest request, OAuth2Token token) => request.Headers["Authorization"] = token.Header;

    /// <summary>
    /// Returns whether a server refuses the token: it reports an invalid token, or no error for a token that it may have revoked. For
    /// <c>insufficient_scope</c> a new token does not help.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="isNew">
    /// Whether the token was issued for this request. Another one is then requested only when the server reports it as invalid.
    /// </param>
    /// <remarks>RFC 6750 section 3.1.</remarks>
    private static bool IsRefused(Response response, bool isNew)
    {
        if (response.StatusCode != 401) return false;
        var errors = AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate"))
            .Where(challenge => challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            .Select(challenge => challenge.Parameters.GetValueOrDefault("error"))
            .ToList();
        return errors.Contains("invalid_token") || (!isNew && errors.TrueForAll(string.IsNullOrEmpty));
    }

    private bool IsMeantFor(string url) => Origins.Count == 0 || Origins.Any(origin => !CredentialScope.ShouldStripAuth(origin, url));

    /// <summary>Returns whether another token can be requested without the user.</summary>
    private bool CanRenew(OAuth2Token token) => token.Refresh is not null || !(_grant.RequiresUser || _grant == OAuth2Grant.None);

    private Task<OAuth2Token> GetTokenAsync(
        AuthExchange exchange,
        OAuth2Token? refused,
        string? claims,
        CancellationToken cancellationToken)
    {
        if (!_isRequesting.Value) return _token.GetAsync(refused, RequestAsync, TokenReceived, cancellationToken);
        throw new OAuth2Exception(
            "A script block of the authentication sends a request with the same authentication, which waits for this token. "
                + "Send it without the authentication, such as with -Auth $null.");

        async Task<OAuth2Token> RequestAsync()
        {
            _isRequesting.Value = true;
            var endpoint = new TokenEndpoint(Client, exchange, _time, cancellationToken) { Claims = claims };
            return await RequestTokenAsync(endpoint, cancellationToken).ConfigureAwait(true);
        }
    }

    private async Task<OAuth2Token> RequestTokenAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (Token is not { Refresh: { } refresh }) return await _grant.RequestTokenAsync(endpoint, cancellationToken).ConfigureAwait(true);
        try
        {
            var token = await endpoint.RequestTokenAsync(
                [new("grant_type", "refresh_token"), new("refresh_token", refresh)]).ConfigureAwait(true);
            return token.Refresh is null ? token.With(refresh) : token;
        }
        catch (OAuth2Exception error) when (error.Error == "invalid_grant" && _grant != OAuth2Grant.None)
        {
            return await _grant.RequestTokenAsync(endpoint, cancellationToken).ConfigureAwait(true);
        }
    }
}
