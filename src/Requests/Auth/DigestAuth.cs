using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

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

    /// <summary>Answers in advance where the server's nonce is known; where the body has to be read for that, when it is sent.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request)
    {
        if (_answers.TryGetValue(UrlParts.OriginOf(request.Url), out var known) && !ReadsBody(known, request)) request.Headers["Authorization"] = known.HeaderFor(request.Method, UrlParts.TargetOf(request.Url), []);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        ForgetAnswerToAnother(request);
        if (_answers.TryGetValue(UrlParts.OriginOf(request.Url), out var known) && ReadsBody(known, request)) await ProveAsync(request, known, cancellationToken).ConfigureAwait(true);
        yield return request;
        LearnNextNonce(request, exchange.LastResponse!);

        string? answered = null;
        while (exchange.LastResponse is { StatusCode: 401 } response && DigestChallenge.Of(response.Headers.GetValues("WWW-Authenticate")) is { } challenge)
        {
            // The same answer again is wrong again, unless only the nonce was too old; then there is a new one.
            if (answered is not null && (!challenge.IsStale || challenge.Nonce == answered)) yield break;
            answered = challenge.Nonce;
            var answer = new DigestAnswer(challenge, UserName, _password);
            _answers[UrlParts.OriginOf(request.Url)] = answer;
            var next = request.Copy();
            await ProveAsync(next, answer, cancellationToken).ConfigureAwait(true);
            yield return next;
            LearnNextNonce(request, exchange.LastResponse!);
        }

        // What was refused is not sent in advance the next time.
        if (exchange.LastResponse is { StatusCode: 401 }) _answers.TryRemove(UrlParts.OriginOf(request.Url), out _);
    }

    /// <summary>Such as <c>Digest (alice)</c>; never the password.</summary>
    public override string ToString() => $"Digest ({UserName})";

    private static bool ReadsBody(DigestAnswer answer, PreparedRequest request) => answer.ReadsBody && request.Body is not null;

    private static async ValueTask ProveAsync(PreparedRequest request, DigestAnswer answer, CancellationToken cancellationToken) =>
        request.Headers["Authorization"] = answer.HeaderFor(request.Method, UrlParts.TargetOf(request.Url), ReadsBody(answer, request) ? await request.Body!.ReadAllAsync(cancellationToken).ConfigureAwait(true) : []);

    /// <summary>A redirect brings the header along; what proves one target proves no other.</summary>
    private static void ForgetAnswerToAnother(PreparedRequest request)
    {
        if (request.Headers["Authorization"] is { } header && header.StartsWith("Digest ", StringComparison.Ordinal)
            && !header.Contains($", uri=\"{UrlParts.TargetOf(request.Url)}\"", StringComparison.Ordinal)) request.Headers.Remove("Authorization");
    }

    /// <remarks>RFC 7616 section 3.5.</remarks>
    private void LearnNextNonce(PreparedRequest request, Response response)
    {
        if (response.Headers["Authentication-Info"] is not { } info || !_answers.TryGetValue(UrlParts.OriginOf(request.Url), out var known)) return;
        foreach (var (name, value) in HeaderParameters.Parse(info))
        {
            if (name.Equals("nextnonce", StringComparison.OrdinalIgnoreCase) && value is { Length: > 0 }) _answers[UrlParts.OriginOf(request.Url)] = new DigestAnswer(known.Challenge.With(value), UserName, _password);
        }
    }
}
