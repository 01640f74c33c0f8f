using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>Waits for the server's challenge and answers in the way that it asks for: Digest where it offers that, else Basic.</summary>
/// <remarks>requests-toolbelt: <c>GuessAuth</c>. Basic is answered over http too, as a server asked for it: use https.</remarks>
public sealed class GuessAuth : AuthBase
{
    private readonly BasicAuth _basic;
    private readonly DigestAuth _digest;
    private readonly string _password;

    /// <summary>Creates the proof for one user.</summary>
    /// <param name="userName">The name; it cannot hold a colon.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="InvalidHeaderException">The name holds a colon.</exception>
    public GuessAuth(string userName, string password)
    {
        _basic = new BasicAuth(userName, password);
        _digest = new DigestAuth(userName, password);
        _password = password;
    }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => _basic.Secrets;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>Answers in advance where a server's Digest nonce is known.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request) => _digest.Apply(request);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var request in _digest.FlowAsync(exchange, cancellationToken).ConfigureAwait(true)) yield return request;
        if (exchange.LastResponse is not { StatusCode: 401 } response || response.Request.Headers.ContainsKey("Authorization")) yield break;
        if (AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate")).Find(one => one.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) is not { } challenge) yield break;
        var next = exchange.Request.Copy();
        BasicFor(challenge).Apply(next);
        yield return next;
    }

    /// <summary>UTF-8, unless the challenge names another charset. RFC 7617 section 2.1 knows UTF-8 alone; some servers name what they read.</summary>
    private BasicAuth BasicFor(AuthChallenge challenge) =>
        challenge.Parameters.GetValueOrDefault("charset") is { } name && EncodingResolver.Find(name) is { CodePage: not 65001 } encoding
            ? new BasicAuth(_basic.UserName, _password, encoding)
            : _basic;

    /// <summary>Such as <c>Guess (alice)</c>; never the password.</summary>
    public override string ToString() => $"Guess ({_basic.UserName})";
}
