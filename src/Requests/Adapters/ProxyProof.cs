namespace Requests;

/// <summary>
/// What proves the caller to one http proxy: Basic in advance, or the answer to its Digest challenge, which then holds for the next
/// requests and tunnels as well.
/// </summary>
/// <remarks>RFC 9110 section 11.7, RFC 7616; requests-toolbelt: <c>HTTPProxyDigestAuth</c>.</remarks>
internal sealed class ProxyProof(ProxyServer proxy) : IProxyProof
{
    private volatile DigestAnswer? _answer;

    /// <inheritdoc/>
    public bool ReadsBody => _answer is { ReadsBody: true };

    /// <summary>A challenge, and a nonce that was too old.</summary>
    public int MaximumAnswers => 2;

    /// <inheritdoc/>
    public string? HeaderFor(string method, string target, ReadOnlySpan<byte> body) =>
        _answer?.HeaderFor(method, target, body) ?? (proxy.UsesDigest ? null : proxy.Authorization);

    /// <inheritdoc/>
    public bool Learn(IEnumerable<string> challenges, string? sent)
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
