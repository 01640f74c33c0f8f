using System.Globalization;

namespace Requests;

/// <summary>
/// Authenticates by a bearer token, such as that of OAuth 2: one that does not change, or one that a function returns. One instance can be
/// used by several threads and sessions.
/// </summary>
/// <remarks>RFC 6750 section 2.1.</remarks>
public sealed class BearerAuth : AuthBase
{
    private readonly string? _token;
    private readonly string? _header;
    private readonly TokenFlow? _flow;

    /// <summary>Creates the authentication by a token.</summary>
    /// <param name="token">The token.</param>
    /// <exception cref="InvalidHeaderException">The token is empty, or holds a character that a token cannot have.</exception>
    public BearerAuth(string token)
    {
        if (!IsValid(token))
        {
            throw new InvalidHeaderException(
                "The bearer token is not valid: it must have at least one character, and visible ASCII characters only. Check it for a "
                + "line end.");
        }

        _token = token;
        _header = $"Bearer {token}";
    }

    /// <summary>
    /// Creates the authentication by a function that returns a token. It is called when the first request needs a token, shortly before
    /// the token expires, and once after a response with status 401. One call serves all requests that wait for it. Only its access token
    /// and the time at which it expires are used; without that time, the claim <c>exp</c> of a JWT is. A token without either is used until
    /// a server refuses it.
    /// </summary>
    /// <param name="source">
    /// The function. It receives the response with status 401 to the last token, or null. It runs in the synchronization context of the
    /// call that needs the token. Its exceptions are those of that call.
    /// </param>
    public BearerAuth(Func<Response?, CancellationToken, Task<OAuth2Token?>> source)
        : this(source, ProcessTime.Shared)
    {
    }

    internal BearerAuth(Func<Response?, CancellationToken, Task<OAuth2Token?>> source, TimeProvider time) =>
        _flow = new TokenFlow(
            new SharedToken(time),
            async (_, response, cancellationToken) =>
                Check(await source(response, cancellationToken).ConfigureAwait(true), time.GetUtcNow()));

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_token ?? _flow?.Current?.Access];

    /// <inheritdoc/>
    internal override bool SendsReusableSecret => true;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => _flow is not null;

    /// <summary>Adds the token to the request. A function is not called for it.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request)
    {
        if (_flow is not null) _flow.Apply(request);
        else request.Headers["Authorization"] = _header;
    }

    /// <summary>
    /// Sends the request with the token. Where a function returns the token, a request that is refused is sent once more if the function
    /// then returns another one.
    /// </summary>
    /// <param name="exchange">The state of this exchange.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="BearerTokenException">The function returned no token that can be sent.</exception>
    public override IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, CancellationToken cancellationToken) =>
        _flow is null ? base.FlowAsync(exchange, cancellationToken) : _flow.RunAsync(exchange, cancellationToken);

    /// <summary>Returns <c>Bearer</c>, without the token.</summary>
    public override string ToString() => "Bearer";

    private static bool IsValid(string token) => token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static OAuth2Token Check(OAuth2Token? token, DateTimeOffset now)
    {
        if (token?.Access is not { } access)
        {
            throw new BearerTokenException("The source of the bearer token returned no token. The request was not sent.");
        }

        if (!IsValid(access))
        {
            var hint = access.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? " Return it without 'Bearer'." : "";
            throw new BearerTokenException(
                $"The source of the bearer token returned a text that cannot be a token: it has a blank, a line end or another character "
                    + $"that a token cannot have.{hint}");
        }

        var expiresAt = token.ExpiresAt ?? JwtClaims.GetExpiration(access);
        if (expiresAt > now || expiresAt is null) return OAuth2Token.From(access, refreshToken: null, idToken: null, now, expiresAt - now);
        var culture = CultureInfo.InvariantCulture;
        throw new BearerTokenException(
            string.Create(culture, $"The source of the bearer token returned a token that expired at {expiresAt.Value.UtcDateTime:u}, ")
                + string.Create(culture, $"and the clock of this machine shows {now.UtcDateTime:u}. ")
                + "Correct the clock, or let the source return a new token.");
    }
}
