using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Requests;

/// <summary>
/// Authenticates by tokens of the token service that a server names in its Bearer challenge, as Docker and OCI registries do. A token is
/// kept for each server and scope, requested once for all callers that wait for it, and renewed before it expires. One instance can be used
/// by several threads and sessions.
/// </summary>
/// <remarks>
/// RFC 6750, and the token authentication of the CNCF distribution registry. The token service has to be encrypted, and on the host or in
/// the domain of the server, unless <see cref="Realm"/> names it.
/// </remarks>
public sealed class TokenServiceAuth : AuthBase
{
    // A token that was kept for another scope, a renewed one, and one for a scope that the server names then.
    private const int MaximumChallenges = 3;

    // A server with more resources than that is challenged again.
    private const int MaximumKept = 1000;

    // The parts of a registry's paths that follow the name of the repository, which may have slashes.
    private static readonly string[] RegistryParts = ["manifests", "blobs", "tags", "referrers"];

    private readonly ConcurrentDictionary<string, TokenServiceChallenge> _challenges = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SharedToken> _tokens = new(StringComparer.Ordinal);
    private readonly BasicAuth? _user;
    private readonly string? _password;
    private readonly string? _identityToken;
    private readonly TimeProvider _time = ProcessTime.Shared;

    // The first server outside of the domain of the named token service.
    private string? _server;

    /// <summary>Creates the authentication of a client without credentials, as for public repositories.</summary>
    public TokenServiceAuth()
    {
    }

    /// <summary>Creates the authentication of one user.</summary>
    /// <param name="userName">The user name; it cannot hold a colon.</param>
    /// <param name="password">The password, or a token that takes its place.</param>
    /// <exception cref="InvalidHeaderException">The user name holds a colon.</exception>
    public TokenServiceAuth(string userName, string password)
        : this(userName, password, ProcessTime.Shared)
    {
    }

    /// <summary>Creates the authentication by an identity token, which a log-in to the registry returned.</summary>
    /// <param name="identityToken">The identity token, which is a refresh token of OAuth 2.</param>
    public TokenServiceAuth(string identityToken) => _identityToken = identityToken;

    internal TokenServiceAuth(string userName, string password, TimeProvider time)
    {
        _user = new BasicAuth(userName, password);
        _password = password;
        _time = time;
    }

    /// <summary>Gets the user name; null without one.</summary>
    public string? UserName => _user?.UserName;

    /// <summary>
    /// Gets the URL of the only token service that is trusted, such as <c>https://auth.docker.io/token</c>; one without a path trusts each
    /// path of its host. Default: null, which trusts one on the host or in the registrable domain of the server.
    /// </summary>
    /// <remarks>
    /// Servers on its host or in its domain receive its tokens, and one other server: the first that names it. Each further server needs an
    /// instance of its own.
    /// </remarks>
    /// <exception cref="InvalidUrlException">The URL is neither https nor on this machine.</exception>
    public string? Realm
    {
        get;
        init => field = value is null ? null : TokenServiceTrust.Prepare(value);
    }

    /// <summary>
    /// Gets the scopes to request in addition to those that a challenge names, such as <c>repository:base:pull</c>. Default: empty.
    /// </summary>
    public IReadOnlyList<string> Scope { get; init; } = [];

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets =>
        [_password, _identityToken, .. _tokens.Values.Select(static token => token.Current?.Access)];

    /// <inheritdoc/>
    internal override bool SendsReusableSecret => true;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>Adds the token to the request when one is known for its method and path, and valid.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request)
    {
        if (FindKnown(request) is not { } known || !_tokens.TryGetValue(known.Key, out var shared)) return;
        if (shared.Current is { } token && !shared.IsDue(token)) SetToken(request, token);
    }

    /// <summary>
    /// Sends the request, with a token if an earlier challenge was for the same resource, and responds to the challenges of the server.
    /// </summary>
    /// <param name="exchange">The state of this exchange.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UntrustedTokenServiceException">The server names a token service that is not trusted.</exception>
    /// <exception cref="TokenServiceException">The token service issued no token.</exception>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        var known = FindKnown(request);
        OAuth2Token? token = null;
        RequestException? failure = null;
        if (known is not null)
        {
            try
            {
                token = await GetTokenAsync(exchange, known, refused: null, cancellationToken).ConfigureAwait(true);
                SetToken(request, token);
            }
            catch (RequestException error) when (request.Body is not { CanRewind: false })
            {
                // The server may require something else now. A body that cannot be sent twice must not meet a challenge.
                failure = error;
                RemoveKnown(request);
            }
        }

        yield return request;
        if (failure is not null && ReadChallenge(exchange.LastResponse!)?.Key == known!.Key) ExceptionDispatchInfo.Throw(failure);
        if (failure is not null) known = null;
        await foreach (var next in ContinueAsync(exchange, known, token, cancellationToken).ConfigureAwait(true)) yield return next;
    }

    /// <summary>
    /// Returns the scheme with the user name or the identity token's name, such as <c>TokenService (alice)</c>, without a secret.
    /// </summary>
    public override string ToString() =>
        $"TokenService ({UserName ?? (_identityToken is null ? "anonymous" : "identity token")})";

    /// <summary>Returns whether an earlier challenge was for the resource of a request.</summary>
    /// <param name="request">The request.</param>
    internal bool IsKnown(PreparedRequest request) => FindKnown(request) is not null;

    /// <summary>Removes the earlier challenge for the resource of a request.</summary>
    /// <param name="request">The request.</param>
    internal void RemoveKnown(PreparedRequest request) => _challenges.TryRemove(GetResource(request), out _);

    /// <summary>Returns the challenge of a response, or null when it names no token service.</summary>
    /// <param name="response">The response.</param>
    internal TokenServiceChallenge? ReadChallenge(Response response) => TokenServiceChallenge.Read(response, known: null, Scope);

    /// <summary>Returns whether the token service of a challenge may receive the credentials.</summary>
    /// <param name="challenge">The challenge.</param>
    /// <param name="request">The request that was challenged.</param>
    internal bool Trusts(TokenServiceChallenge challenge, PreparedRequest request) =>
        TokenServiceTrust.FindObjection(request.Url, challenge.Realm, Realm) is null;

    /// <summary>Returns the requests that respond to the challenges of the server.</summary>
    /// <param name="exchange">The state of this exchange, with a response.</param>
    /// <param name="known">The challenge that the token of the request was for, or null.</param>
    /// <param name="token">The token that was sent, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async IAsyncEnumerable<PreparedRequest> ContinueAsync(
        AuthExchange exchange,
        TokenServiceChallenge? known,
        OAuth2Token? token,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isNew = false;
        for (var count = 0; count < MaximumChallenges; count++)
        {
            if (TokenServiceChallenge.Read(exchange.LastResponse!, known, Scope) is not { } challenge) yield break;
            var isSame = challenge.Key == known?.Key;

            // The server refuses a token that was issued for its own challenge: the user may not do that.
            if ((isSame && isNew) || exchange.Request.Body is { CanRewind: false }) yield break;
            CheckTrust(challenge, exchange);
            var before = GetShared(challenge).Current;
            token = await GetTokenAsync(exchange, challenge, isSame ? token : null, cancellationToken).ConfigureAwait(true);
            Keep(exchange.Request, challenge);
            isNew = !ReferenceEquals(token, before);
            known = challenge;
            var next = exchange.Request.Copy();
            SetToken(next, token);
            yield return next;
        }
    }

    private static void SetToken(PreparedRequest request, OAuth2Token token) => request.Headers["Authorization"] = $"Bearer {token.Access}";

    /// <summary>
    /// Returns a text that is equal for requests that need the same scope: the repository of a registry, or the path elsewhere, and
    /// whether the method reads, writes or deletes.
    /// </summary>
    /// <remarks>The paths are those of the OCI distribution specification.</remarks>
    private static string GetResource(PreparedRequest request)
    {
        var access = request.Method switch { "GET" or "HEAD" or "OPTIONS" => "read", "DELETE" => "delete", _ => "write" };
        var (path, _) = UrlParts.CutQuery(UrlParts.GetOriginForm(request.Url));
        if (path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            var segments = path.Split('/');
            var end = Array.FindLastIndex(segments, static segment => RegistryParts.Contains(segment));
            if (end > 2) path = string.Join('/', segments[..end]);
        }

        return $"{access} {UrlParts.GetOrigin(request.Url)}{path}";
    }

    private TokenServiceChallenge? FindKnown(PreparedRequest request) =>
        _challenges.IsEmpty ? null : _challenges.GetValueOrDefault(GetResource(request));

    private void Keep(PreparedRequest request, TokenServiceChallenge challenge)
    {
        if (_challenges.Count >= MaximumKept) _challenges.Clear();
        _challenges[GetResource(request)] = challenge;
    }

    private SharedToken GetShared(TokenServiceChallenge challenge)
    {
        if (_tokens.Count >= MaximumKept) _tokens.Clear();
        return _tokens.GetOrAdd(challenge.Key, static (_, time) => new SharedToken(time), _time);
    }

    private Task<OAuth2Token> GetTokenAsync(
        AuthExchange exchange,
        TokenServiceChallenge challenge,
        OAuth2Token? refused,
        CancellationToken cancellationToken)
    {
        var endpoint = new TokenServiceEndpoint(exchange, _time);
        return GetShared(challenge).GetAsync(
            refused,
            () => _identityToken is null
                ? endpoint.RequestTokenAsync(challenge, _user)
                : endpoint.RequestTokenAsync(challenge, _identityToken),
            received: null,
            cancellationToken);
    }

    private void CheckTrust(TokenServiceChallenge challenge, AuthExchange exchange)
    {
        var url = exchange.Request.Url;
        if ((TokenServiceTrust.FindObjection(url, challenge.Realm, Realm) ?? FindOtherServer(url, challenge)) is not { } objection) return;
        var realm = UrlRedactor.Redact(challenge.Realm);
        throw new UntrustedTokenServiceException(
            $"'{UrlRedactor.Redact(UrlParts.GetOrigin(url))}' names the token service '{realm}', which {objection}. "
            + "Nothing was sent to it. If you trust it, give its URL as the realm of an authentication for this server.")
        {
            Realm = realm,
            Request = exchange.LastResponse!.Request,
            Response = exchange.LastResponse,
        };
    }
    /// <summary>
    /// Returns why a server may not receive a token of the named token service, as a clause for a message; null when it may. The first
    /// server outside of its domain is the one that it was named for.
    /// </summary>
    private string? FindOtherServer(string url, TokenServiceChallenge challenge)
    {
        if (Realm is null || TokenServiceTrust.HasSameDomain(url, challenge.Realm)) return null;
        var server = Interlocked.CompareExchange(ref _server, challenge.Server, null) ?? challenge.Server;
        return CredentialScope.ShouldStripAuth(server, url) ? $"this authentication uses for '{UrlRedactor.Redact(server)}'" : null;
    }
}
