namespace Requests;

/// <summary>
/// What proves the caller to one http proxy: Basic in advance, or the answer to its Digest challenge, which then holds for the next
/// requests and tunnels as well.
/// </summary>
/// <remarks>RFC 9110 section 11.7, RFC 7616; requests-toolbelt: <c>HTTPProxyDigestAuth</c>.</remarks>
internal sealed class ProxyProof(ProxyServer proxy)
{
    private volatile DigestAnswer? _answer;

    /// <summary>Whether the body is part of the proof.</summary>
    internal bool ReadsBody => _answer is { ReadsBody: true };

    /// <summary>The value of Proxy-Authorization, or null before the proxy has asked, and without a user.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="target">Its target, as its first line has it.</param>
    /// <param name="body">Its body, where <see cref="ReadsBody"/> wants it.</param>
    internal string? HeaderFor(string method, string target, ReadOnlySpan<byte> body) =>
        _answer?.HeaderFor(method, target, body) ?? (proxy.UsesDigest ? null : proxy.Authorization);

    /// <summary>Looks at a 407; true when there is something else to send.</summary>
    /// <param name="challenges">The values of its Proxy-Authenticate headers.</param>
    /// <param name="sent">The proof that did not do, or null.</param>
    internal bool Learn(IEnumerable<string> challenges, string? sent)
    {
        if (proxy.UserName is null || proxy.IsSocks || DigestChallenge.Of(challenges) is not { } challenge) return false;

        // The same name and password are wrong again, unless only the nonce was too old.
        if (sent?.StartsWith("Digest ", StringComparison.Ordinal) == true && !challenge.IsStale)
        {
            _answer = null;
            return false;
        }

        _answer = new DigestAnswer(challenge, proxy.UserName, proxy.Password ?? "");
        return true;
    }
}
