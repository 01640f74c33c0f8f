namespace Requests;

/// <summary>
/// What proves the caller to one http proxy, for one request: Basic in advance, or the answer to its Digest challenge, which then holds for the next
/// requests and tunnels as well.
/// </summary>
/// <remarks>RFC 9110 section 11.7, RFC 7616; requests-toolbelt: <c>HTTPProxyDigestAuth</c>.</remarks>
internal sealed class PasswordProxyAuthenticator(ProxyServer proxy, DigestNonces nonces) : IProxyAuthenticator
{
    private DigestCredentials? _credentials;
    private bool _hasLooked;
    private bool _isChallenged;

    /// <inheritdoc/>
    public bool ReadsBody => Known is { ReadsBody: true };

    /// <summary>A challenge, and a nonce that was too old.</summary>
    public int MaximumChallenges => 2;

    private DigestCredentials? Known
    {
        get
        {
            if (_hasLooked) return _credentials;
            _hasLooked = true;
            return _credentials = nonces.Take("");
        }
    }

    /// <inheritdoc/>
    public string? HeaderFor(string method, string target, ReadOnlySpan<byte> body) =>
        Known?.HeaderFor(method, target, body) ?? (proxy.UsesDigest ? null : proxy.Authorization);

    /// <inheritdoc/>
    public bool Learn(IEnumerable<string> challenges, string? sent)
    {
        if (proxy.UserName is null || proxy.IsSocks || DigestChallenge.Parse(challenges) is not { } challenge) return false;

        // The same name and password are wrong again, unless only the nonce was too old, or others used it at the same time.
        if (_isChallenged && sent?.StartsWith("Digest ", StringComparison.Ordinal) == true && !challenge.IsStale && _credentials is not { IsShared: true }) return false;
        if (_credentials is not null) nonces.Refuse("", _credentials, challenge.IsStale);
        _isChallenged = true;
        _credentials = nonces.Take("", challenge, one => new DigestCredentials(one, proxy.UserName, proxy.Password ?? ""));
        return true;
    }

    /// <inheritdoc/>
    public void End(bool isAccepted)
    {
        if (_credentials is not null && isAccepted) nonces.Accept("", _credentials);
        else if (_credentials is not null) nonces.Refuse("", _credentials, isStale: true);
        _credentials = null;
        _hasLooked = true;
    }
}
