using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Authentication with an OAuth 2 access token, which is asked for when it is needed first and again shortly before it ends, once
/// for all who wait for it. One object may serve many threads and sessions.
/// </summary>
/// <remarks>RFC 6749, RFC 6750; requests-oauthlib: <c>OAuth2Session</c> with <c>auto_refresh_url</c>.</remarks>
public sealed class OAuth2Auth : AuthBase, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly OAuth2Grant _grant;
    private readonly TimeProvider _time;
    private OAuth2Token? _token;
    private Attempt _attempt = new(0, Failure: null);

    /// <summary>Creates the authentication; nothing is asked yet.</summary>
    /// <param name="client">The client.</param>
    /// <param name="grant">The way to a token.</param>
    /// <param name="token">A token from before, or null.</param>
    public OAuth2Auth(OAuth2Client client, OAuth2Grant grant, OAuth2Token? token = null)
        : this(client, grant, token, ProcessTime.Shared)
    {
    }

    internal OAuth2Auth(OAuth2Client client, OAuth2Grant grant, OAuth2Token? token, TimeProvider time)
    {
        Client = client;
        _grant = grant;
        _token = token;
        _time = time;
    }

    /// <summary>The client.</summary>
    public OAuth2Client Client { get; }

    /// <summary>The token at hand, or null before the first.</summary>
    public OAuth2Token? Token => Volatile.Read(ref _token);

    /// <summary>The only origins that get the token, such as <c>https://api.example.com</c>. Empty, the default, lets every URL have it that the caller names; redirects and pages never take it along elsewhere.</summary>
    /// <exception cref="InvalidUrlException">One is no URL.</exception>
    public IReadOnlyList<string> Origins { get; init => field = value.Select(one => UrlPreparer.Prepare(one, parameters: null, baseUri: null).Url).ToArray(); } = [];

    /// <summary>Sees each new token, such as to store it. Runs in the synchronization context of the call that needed the token.</summary>
    public Action<OAuth2Token>? TokenReceived { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [Client.ClientSecret, Token?.Access, Token?.Refresh, Token?.Identity];

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => TokenReceived is not null || _grant.NeedsPerson;

    /// <summary>Adds the token where there is one that still holds.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request)
    {
        if (IsMeantFor(request.Url) && Token is { Access: not null } token && !IsDue(token)) Prove(request, token);
    }

    /// <summary>Sends the request with a token that holds; where the server says that it does not, once more with a new one.</summary>
    /// <param name="exchange">The state of this exchange alone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        if (!IsMeantFor(request.Url))
        {
            yield return request;
            yield break;
        }

        var before = Token;
        var token = await TokenAsync(exchange, refused: null, cancellationToken).ConfigureAwait(true);
        Prove(request, token);
        yield return request;

        if (!IsRefused(exchange.LastResponse!, isNew: !ReferenceEquals(before, token)) || !CanRenew(token) || request.Body is { CanRewind: false }) yield break;
        token = await TokenAsync(exchange, refused: token, cancellationToken).ConfigureAwait(true);
        var next = request.Copy();
        Prove(next, token);
        yield return next;
    }

    /// <summary>Lets go of what makes callers wait for each other.</summary>
    public void Dispose() => _gate.Dispose();

    /// <summary>Such as <c>OAuth2 (client_credentials, my-client)</c>; never a token or secret.</summary>
    public override string ToString() => $"OAuth2 ({_grant}, {Client.ClientId})";

    private static void Prove(PreparedRequest request, OAuth2Token token) => request.Headers["Authorization"] = $"Bearer {token.Access}";

    /// <summary>Whether a server refuses the token: it says so, or says nothing of a token that it may have taken back. Where it wants more rights, a new one has no more.</summary>
    /// <param name="response">The response.</param>
    /// <param name="isNew">Whether the token was given for this request; then another one is asked for only where the server calls it invalid.</param>
    /// <remarks>RFC 6750 section 3.1.</remarks>
    private static bool IsRefused(Response response, bool isNew)
    {
        if (response.StatusCode != 401) return false;
        var errors = AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate")).Where(one => one.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)).Select(one => one.Parameters.GetValueOrDefault("error")).ToList();
        return errors.Contains("invalid_token") || (!isNew && errors.TrueForAll(string.IsNullOrEmpty));
    }

    private bool IsMeantFor(string url) => Origins.Count == 0 || Origins.Any(one => !CredentialScope.ShouldStripAuth(one, url));

    private bool IsDue(OAuth2Token token) => token.Access is null || (token.RenewAt ?? token.ExpiresAt) <= _time.GetUtcNow();

    /// <summary>Whether there is a way to another token that asks nobody.</summary>
    private bool CanRenew(OAuth2Token token) => token.Refresh is not null || !(_grant.NeedsPerson || _grant == OAuth2Grant.None);

    private async Task<OAuth2Token> TokenAsync(AuthExchange exchange, OAuth2Token? refused, CancellationToken cancellationToken)
    {
        var before = Volatile.Read(ref _attempt);
        if (Usable(refused) is { } token) return token;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(true);
        try
        {
            if (Usable(refused) is { } another) return another;

            // Who waited while another was refused would be refused as well: a wrong password is tried once.
            if (_attempt.Number > before.Number && _attempt.Failure is { } failure) throw Again(failure);
            return await RenewAsync(new TokenEndpoint(Client, exchange, _time), cancellationToken).ConfigureAwait(true);
        }
        finally
        {
            _gate.Release();
        }
    }

    private OAuth2Token? Usable(OAuth2Token? refused) => Token is { } token && !ReferenceEquals(token, refused) && !IsDue(token) ? token : null;

    private async Task<OAuth2Token> RenewAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var token = await AskAsync(endpoint, cancellationToken).ConfigureAwait(true);
            Volatile.Write(ref _token, token);
            Volatile.Write(ref _attempt, new Attempt(_attempt.Number + 1, Failure: null));
            TokenReceived?.Invoke(token);
            return token;
        }
        catch (OAuth2Exception error)
        {
            Volatile.Write(ref _attempt, new Attempt(_attempt.Number + 1, error));
            throw;
        }
    }

    private async Task<OAuth2Token> AskAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (_token is not { Refresh: { } refresh }) return await _grant.AskAsync(endpoint, cancellationToken).ConfigureAwait(true);
        try
        {
            var token = await endpoint.AskAsync([new("grant_type", "refresh_token"), new("refresh_token", refresh)]).ConfigureAwait(true);
            return token.Refresh is null ? token.With(refresh) : token;
        }
        catch (OAuth2Exception error) when (error.Error == "invalid_grant" && _grant != OAuth2Grant.None)
        {
            return await _grant.AskAsync(endpoint, cancellationToken).ConfigureAwait(true);
        }
    }

    private static OAuth2Exception Again(OAuth2Exception failure) => new(failure.Message, failure)
    {
        Error = failure.Error,
        ErrorDescription = failure.ErrorDescription,
        ErrorUri = failure.ErrorUri,
        Request = failure.Request,
        Response = failure.Response,
    };

    /// <summary>How the last request for a token ended.</summary>
    private sealed record Attempt(int Number, OAuth2Exception? Failure);
}
