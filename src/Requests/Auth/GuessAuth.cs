using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Waits for the challenge of the server and responds with the scheme that it offers: Digest if possible, then the token service that a
/// Bearer challenge names, otherwise Basic.
/// </summary>
/// <remarks>
/// requests-toolbelt: <c>GuessAuth</c>, which knows Digest and Basic. Basic credentials are sent over http, too, when a server requires
/// them: use https. A Bearer challenge names a token service if it has a service and its realm is a URL; see
/// <see cref="TokenServiceAuth"/>.
/// </remarks>
public sealed class GuessAuth : AuthBase
{
    private readonly BasicAuth _basic;
    private readonly DigestAuth _digest;
    private readonly TokenServiceAuth _tokens;
    private readonly string _password;

    /// <summary>Creates the authentication of one user.</summary>
    /// <param name="userName">The user name; it cannot hold a colon.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="InvalidHeaderException">The user name holds a colon.</exception>
    public GuessAuth(string userName, string password)
    {
        _basic = new BasicAuth(userName, password);
        _digest = new DigestAuth(userName, password);
        _tokens = new TokenServiceAuth(userName, password);
        _password = password;
    }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => _tokens.Secrets;

    /// <inheritdoc/>
    internal override string CacheIdentity => _digest.CacheIdentity;

    /// <inheritdoc/>
    internal override bool SendsReusableSecret => true;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>Authenticates in advance when a Digest nonce of the server is known, or a token for the resource.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request)
    {
        _digest.Apply(request);
        _tokens.Apply(request);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_tokens.IsKnown(exchange.Request))
        {
            await foreach (var request in _tokens.FlowAsync(exchange, cancellationToken).ConfigureAwait(true)) yield return request;
            if (exchange.LastResponse is not { StatusCode: 401 } last || _tokens.ReadChallenge(last) is not null) yield break;

            // The server requires another scheme now.
            _tokens.RemoveKnown(exchange.Request);
            if (exchange.Request.Body is { CanRewind: false }) yield break;
            exchange.Request.Headers.Remove("Authorization");
        }

        await foreach (var request in _digest.FlowAsync(exchange, cancellationToken).ConfigureAwait(true)) yield return request;
        if (exchange.LastResponse is not { StatusCode: 401 } response || response.Request.Headers.ContainsKey("Authorization")) yield break;
        var basic = AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate"))
            .Find(item => item.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase));
        if (UsesTokens(response, basic is not null))
        {
            await foreach (var request in _tokens.ContinueAsync(exchange, known: null, token: null, cancellationToken).ConfigureAwait(true))
            {
                yield return request;
            }
        }
        else if (basic is not null)
        {
            var next = exchange.Request.Copy();
            CreateBasic(basic).Apply(next);
            yield return next;
        }
    }

    /// <summary>
    /// Returns whether the challenge is that of a token service. One that is not trusted is an error where Basic is not offered.
    /// </summary>
    private bool UsesTokens(Response response, bool offersBasic) =>
        _tokens.ReadChallenge(response) is { Service: not null } challenge
            && (!offersBasic || _tokens.Trusts(challenge, response.Request));

    /// <summary>
    /// Creates the Basic authentication in UTF-8 or in the charset of the challenge. RFC 7617 section 2.1 allows only UTF-8, but some
    /// servers name another charset.
    /// </summary>
    private BasicAuth CreateBasic(AuthChallenge challenge) =>
        challenge.Parameters.GetValueOrDefault("charset") is { } name && EncodingResolver.Find(name) is { CodePage: not 65001 } encoding
            ? new BasicAuth(_basic.UserName, _password, encoding)
            : _basic;

    /// <summary>Returns the scheme and the user name, such as <c>Guess (alice)</c>, without the password.</summary>
    public override string ToString() => $"Guess ({_basic.UserName})";
}
