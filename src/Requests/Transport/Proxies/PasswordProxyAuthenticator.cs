namespace Requests;

/// <summary>
/// Authenticates to one http proxy with user name and password, for one request: by Basic in advance, or by Digest after a challenge. The
/// next requests and tunnels can use the nonce of the challenge.
/// </summary>
/// <remarks>RFC 9110 section 11.7, RFC 7616; requests-toolbelt: <c>HTTPProxyDigestAuth</c>.</remarks>
internal sealed class PasswordProxyAuthenticator(ProxyServer proxy, DigestNonces nonces) : IProxyAuthenticator
{
    private DigestCredentials? _credentials;
    private bool _hasTaken;
    private bool _isChallenged;

    /// <inheritdoc/>
    public bool ReadsBody => Credentials is { ReadsBody: true };

    /// <summary>Gets the maximum number of challenges to answer: one, and another for a stale nonce.</summary>
    public int MaximumAttempts => 2;

    private DigestCredentials? Credentials
    {
        get
        {
            if (_hasTaken) return _credentials;
            _hasTaken = true;
            return _credentials = nonces.Take("");
        }
    }

    /// <inheritdoc/>
    public string? CreateHeader(string method, string target, ReadOnlySpan<byte> body) =>
        Credentials?.CreateHeader(method, target, body) ?? (proxy.UseDigest ? null : proxy.Authorization);

    /// <inheritdoc/>
    public ValueTask<bool> HandleChallengeAsync(IEnumerable<string> challenges, string? sent, CancellationToken cancellationToken) =>
        ValueTask.FromResult(HandleChallenge(challenges, sent));

    /// <inheritdoc/>
    public void Complete(bool isAccepted)
    {
        if (_credentials is not null && isAccepted) nonces.Accept("", _credentials);
        else if (_credentials is not null) nonces.Refuse("", _credentials, isStale: true);
        _credentials = null;
        _hasTaken = true;
    }

    private bool HandleChallenge(IEnumerable<string> challenges, string? sent)
    {
        if (proxy.UserName is null || proxy.IsSocks || DigestChallenge.Parse(challenges) is not { } challenge) return false;

        // The same credentials are refused again, unless only the nonce was stale, or other requests used it at the same time.
        var isRefused = _isChallenged && sent?.StartsWith("Digest ", StringComparison.Ordinal) == true && !challenge.IsStale;
        if (isRefused && _credentials is not { IsShared: true }) return false;
        if (_credentials is not null) nonces.Refuse("", _credentials, challenge.IsStale);
        _isChallenged = true;
        _credentials = nonces.Take("", challenge, item => new DigestCredentials(item, proxy.UserName, proxy.Password ?? ""));
        return true;
    }
}
