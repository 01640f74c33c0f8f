using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Waits for the challenge of the server and responds with the scheme that it offers: Digest if possible, otherwise Basic.
/// </summary>
/// <remarks>
/// requests-toolbelt: <c>GuessAuth</c>. Basic credentials are sent over http, too, when a server requires them: use https.
/// </remarks>
public sealed class GuessAuth : AuthBase
{
    private readonly BasicAuth _basic;
    private readonly DigestAuth _digest;
    private readonly string _password;

    /// <summary>Creates the authentication of one user.</summary>
    /// <param name="userName">The user name; it cannot hold a colon.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="InvalidHeaderException">The user name holds a colon.</exception>
    public GuessAuth(string userName, string password)
    {
        _basic = new BasicAuth(userName, password);
        _digest = new DigestAuth(userName, password);
        _password = password;
    }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => _basic.Secrets;

    /// <inheritdoc/>
    internal override bool SendsReusableSecret => true;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>Authenticates in advance when a Digest nonce of the server is known.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request) => _digest.Apply(request);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var request in _digest.FlowAsync(exchange, cancellationToken).ConfigureAwait(true)) yield return request;
        if (exchange.LastResponse is not { StatusCode: 401 } response || response.Request.Headers.ContainsKey("Authorization")) yield break;
        var challenges = AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate"));
        if (challenges.Find(item => item.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) is not { } challenge) yield break;
        var next = exchange.Request.Copy();
        CreateBasic(challenge).Apply(next);
        yield return next;
    }

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
