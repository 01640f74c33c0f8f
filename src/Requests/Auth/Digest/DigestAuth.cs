using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Authenticates by HTTP Digest. The nonce of a challenge is kept, so that each further request to the server needs no challenge. One
/// instance can be used by several threads and for several servers.
/// </summary>
/// <remarks>requests: <c>HTTPDigestAuth</c>; RFC 7616, and RFC 2069 for servers without qop.</remarks>
public sealed class DigestAuth : AuthBase
{
    // A challenge, and a second one when only the nonce was stale.
    private const int MaximumChallenges = 2;

    private readonly DigestNonces _nonces = new();
    private readonly string _password;

    /// <summary>Creates the authentication of one user.</summary>
    /// <param name="userName">The user name.</param>
    /// <param name="password">The password.</param>
    public DigestAuth(string userName, string password)
    {
        UserName = userName;
        _password = password;
    }

    /// <summary>Gets the user name.</summary>
    public string UserName { get; }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_password];

    /// <inheritdoc/>
    internal override string CacheIdentity => $"{UserName}\n{_password}";

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>
    /// Marks the request for authentication in advance, which needs a known nonce of the server. The header is written when the request is
    /// sent.
    /// </summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request) => request.AuthenticatesInAdvance = true;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        var origin = UrlParts.GetOrigin(request.Url);
        var credentials = request.AuthenticatesInAdvance ? _nonces.Take(origin) : null;
        var isAccepted = false;
        try
        {
            if (credentials is not null) await AuthenticateAsync(request, credentials, cancellationToken).ConfigureAwait(true);
            yield return request;

            for (var count = 0; count < MaximumChallenges && GetChallenge(exchange.LastResponse!) is { } challenge; count++)
            {
                if (credentials is not null)
                {
                    // Refused credentials are refused again, unless only the nonce was stale, or other requests used it at the same time.
                    if (count > 0 && !credentials.IsShared && (!challenge.IsStale || challenge.Nonce == credentials.Challenge.Nonce)) break;
                    _nonces.Refuse(origin, credentials, challenge.IsStale);
                }

                credentials = _nonces.Take(origin, challenge, item => new DigestCredentials(item, UserName, _password));
                var next = request.Copy();
                await AuthenticateAsync(next, credentials, cancellationToken).ConfigureAwait(true);
                yield return next;
            }

            isAccepted = exchange.LastResponse!.StatusCode != 401;
        }
        finally
        {
            if (credentials is not null && isAccepted) _nonces.Accept(origin, credentials, GetNext(credentials, exchange.LastResponse!));
            else if (credentials is not null) _nonces.Refuse(origin, credentials, isStale: true);
        }
    }

    /// <summary>Returns the scheme and the user name, such as <c>Digest (alice)</c>, without the password.</summary>
    public override string ToString() => $"Digest ({UserName})";

    private static async ValueTask AuthenticateAsync(
        PreparedRequest request,
        DigestCredentials credentials,
        CancellationToken cancellationToken)
    {
        var readsBody = credentials.ReadsBody && request.Body is not null;
        var body = readsBody ? await request.Body!.ReadAllAsync(cancellationToken).ConfigureAwait(true) : [];
        request.Headers["Authorization"] = credentials.CreateHeader(request.Method, UrlParts.GetOriginForm(request.Url), body);
    }

    private static DigestChallenge? GetChallenge(Response response) =>
        response.StatusCode == 401 ? DigestChallenge.Parse(response.Headers.GetValues("WWW-Authenticate")) : null;

    /// <summary>Creates the credentials for the next nonce that the server names; null when it names none.</summary>
    /// <remarks>RFC 7616 section 3.5.</remarks>
    private DigestCredentials? GetNext(DigestCredentials credentials, Response response)
    {
        if (response.Headers["Authentication-Info"] is not { } info) return null;
        foreach (var (name, value) in HeaderParameters.Parse(info))
        {
            if (name.Equals("nextnonce", StringComparison.OrdinalIgnoreCase) && value is { Length: > 0 })
            {
                return new DigestCredentials(credentials.Challenge.With(value), UserName, _password);
            }
        }

        return null;
    }
}
