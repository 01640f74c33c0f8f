using System.Collections.Concurrent;

namespace Requests;

/// <summary>
/// Digest authentication: answers a challenge, and then keeps its nonce, so that each further request to that server is one request. One
/// object may serve many threads and servers.
/// </summary>
/// <remarks>requests: <c>HTTPDigestAuth</c>; RFC 7616, and RFC 2069 for servers without qop.</remarks>
public sealed class DigestAuth : AuthBase
{
    private readonly ConcurrentDictionary<string, DigestAnswer> _answers = new(StringComparer.OrdinalIgnoreCase);
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
    internal override bool RunsCallerCode => false;

    /// <summary>Answers in advance where the server's nonce is known.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request)
    {
        if (_answers.TryGetValue(OriginOf(request.Url), out var known)) request.Headers["Authorization"] = known.HeaderFor(request);
    }

    /// <inheritdoc/>
    public override IEnumerable<PreparedRequest> Flow(AuthExchange exchange)
    {
        var request = exchange.Request;
        ForgetAnswerToAnother(request);
        yield return request;
        LearnNextNonce(request, exchange.LastResponse!);

        string? answered = null;
        while (exchange.LastResponse is { StatusCode: 401 } response && DigestChallenge.Of(response) is { } challenge)
        {
            // The same answer again is wrong again, unless only the nonce was too old; then there is a new one.
            if (answered is not null && (!challenge.IsStale || challenge.Nonce == answered)) yield break;
            answered = challenge.Nonce;
            var answer = new DigestAnswer(challenge, UserName, _password);
            _answers[OriginOf(request.Url)] = answer;
            var next = request.Copy();
            next.Headers["Authorization"] = answer.HeaderFor(next);
            yield return next;
            LearnNextNonce(request, exchange.LastResponse!);
        }

        // What was refused is not sent in advance the next time.
        if (exchange.LastResponse is { StatusCode: 401 }) _answers.TryRemove(OriginOf(request.Url), out _);
    }

    /// <summary>Such as <c>Digest (alice)</c>; never the password.</summary>
    public override string ToString() => $"Digest ({UserName})";

    private static string OriginOf(string url)
    {
        var path = url.IndexOfAny(['/', '?', '#'], url.IndexOf("://", StringComparison.Ordinal) + 3);
        return path < 0 ? url : url[..path];
    }

    /// <summary>A redirect brings the header along; what proves one target proves no other.</summary>
    private static void ForgetAnswerToAnother(PreparedRequest request)
    {
        if (request.Headers["Authorization"] is { } header && header.StartsWith("Digest ", StringComparison.Ordinal)
            && !header.Contains($", uri=\"{DigestAnswer.TargetOf(request.Url)}\"", StringComparison.Ordinal)) request.Headers.Remove("Authorization");
    }

    /// <remarks>RFC 7616 section 3.5.</remarks>
    private void LearnNextNonce(PreparedRequest request, Response response)
    {
        if (response.Headers["Authentication-Info"] is not { } info || !_answers.TryGetValue(OriginOf(request.Url), out var known)) return;
        foreach (var (name, value) in HeaderParameters.Parse(info))
        {
            if (name.Equals("nextnonce", StringComparison.OrdinalIgnoreCase) && value is { Length: > 0 }) _answers[OriginOf(request.Url)] = new DigestAnswer(known.Challenge.With(value), UserName, _password);
        }
    }
}
