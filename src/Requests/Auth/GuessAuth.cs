using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>Waits for the server's challenge and answers in the way that it asks for: Digest where it offers that, else Basic.</summary>
/// <remarks>requests-toolbelt: <c>GuessAuth</c>. Basic is answered over http too, as a server asked for it: use https.</remarks>
public sealed class GuessAuth : AuthBase
{
    private readonly BasicAuth _basic;
    private readonly DigestAuth _digest;

    /// <summary>Creates the proof for one user.</summary>
    /// <param name="userName">The name; it cannot hold a colon.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="InvalidHeaderException">The name holds a colon.</exception>
    public GuessAuth(string userName, string password)
    {
        _basic = new BasicAuth(userName, password);
        _digest = new DigestAuth(userName, password);
    }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => _basic.Secrets;

    /// <inheritdoc/>
    internal override bool RunsCallerCode => false;

    /// <summary>Answers in advance where a server's Digest nonce is known.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request) => _digest.Apply(request);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var request in _digest.FlowAsync(exchange, cancellationToken).ConfigureAwait(true)) yield return request;
        if (exchange.LastResponse is not { StatusCode: 401 } response || response.Request.Headers.ContainsKey("Authorization")) yield break;
        if (!AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate")).Exists(one => one.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))) yield break;
        var next = exchange.Request.Copy();
        _basic.Apply(next);
        yield return next;
    }

    /// <summary>Such as <c>Guess (alice)</c>; never the password.</summary>
    public override string ToString() => $"Guess ({_basic.UserName})";
}
