using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Digest authentication: answers a challenge, and then keeps its nonce, so that each further request to that server is one request. One
/// object may serve many threads and servers.
/// </summary>
/// <remarks>requests: <c>HTTPDigestAuth</c>; RFC 7616, and RFC 2069 for servers without qop.</remarks>
public sealed class DigestAuth : AuthBase
{
    // A challenge, and one more where only the nonce was too old.
    private const int MaximumChallenges = 2;

    private readonly DigestNonces _nonces = new();
    private readonly string _password;

    /// <summary>Creates the proof for one user.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password.</param>
    public DigestAuth(string userName, string password)
    {
        UserName = userName;
        _password = password;
    }

    /// <summary>The name.</summary>
    public string UserName { get; }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_password];

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>Has the request authenticated in advance where a nonce of the server is known. The header is written when the request is sent.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request) => request.AuthenticatesInAdvance = true;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        var origin = UrlParts.GetOrigin(request.Url);
        var answer = request.AuthenticatesInAdvance ? _nonces.Take(origin) : null;
        var isAccepted = false;
        try
        {
            if (answer is not null) await ProveAsync(request, answer, cancellationToken).ConfigureAwait(true);
            yield return request;

            for (var count = 0; count < MaximumChallenges && GetChallenge(exchange.LastResponse!) is { } challenge; count++)
            {
                if (answer is not null)
                {
                    // The same answer again is wrong again, unless only the nonce was too old, or others used it at the same time.
                    if (count > 0 && !answer.IsShared && (!challenge.IsStale || challenge.Nonce == answer.Challenge.Nonce)) break;
                    _nonces.Refuse(origin, answer, challenge.IsStale);
                }

                answer = _nonces.Take(origin, challenge, one => new DigestCredentials(one, UserName, _password));
                var next = request.Copy();
                await ProveAsync(next, answer, cancellationToken).ConfigureAwait(true);
                yield return next;
            }

            isAccepted = exchange.LastResponse!.StatusCode != 401;
        }
        finally
        {
            if (answer is not null && isAccepted) _nonces.Accept(origin, answer, GetNext(answer, exchange.LastResponse!));
            else if (answer is not null) _nonces.Refuse(origin, answer, isStale: true);
        }
    }

    /// <summary>Such as <c>Digest (alice)</c>; never the password.</summary>
    public override string ToString() => $"Digest ({UserName})";

    private static bool ReadsBody(DigestCredentials answer, PreparedRequest request) => answer.ReadsBody && request.Body is not null;

    private static async ValueTask ProveAsync(PreparedRequest request, DigestCredentials answer, CancellationToken cancellationToken) =>
        request.Headers["Authorization"] = answer.HeaderFor(request.Method, UrlParts.GetTarget(request.Url), ReadsBody(answer, request) ? await request.Body!.ReadAllAsync(cancellationToken).ConfigureAwait(true) : []);

    private static DigestChallenge? GetChallenge(Response response) =>
        response.StatusCode == 401 ? DigestChallenge.Parse(response.Headers.GetValues("WWW-Authenticate")) : null;

    /// <summary>The answer to the nonce that the server wants to be used next, or null.</summary>
    /// <remarks>RFC 7616 section 3.5.</remarks>
    private DigestCredentials? GetNext(DigestCredentials answer, Response response)
    {
        if (response.Headers["Authentication-Info"] is not { } info) return null;
        foreach (var (name, value) in HeaderParameters.Parse(info))
        {
            if (name.Equals("nextnonce", StringComparison.OrdinalIgnoreCase) && value is { Length: > 0 })
            {
                return new DigestCredentials(answer.Challenge.With(value), UserName, _password);
            }
        }

        return null;
    }
}
