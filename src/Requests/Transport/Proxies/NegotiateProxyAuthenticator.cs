namespace Requests;

/// <summary>Authenticates to one http proxy over one connection with Kerberos, SPNEGO or NTLM.</summary>
/// <param name="auth">The credentials and the mechanism.</param>
/// <param name="proxy">The proxy.</param>
/// <remarks>RFC 4559 for Proxy-Authenticate; requests_ntlm: <c>HttpNtlmAuth</c>.</remarks>
internal sealed class NegotiateProxyAuthenticator(NegotiateAuth auth, ProxyServer proxy) : IProxyAuthenticator, IDisposable
{
    private NegotiateContext? _context;
    private string? _next;

    /// <inheritdoc/>
    public bool ReadsBody => false;

    /// <summary>Gets the maximum number of challenges to answer: NTLM needs two, Kerberos one, other mechanisms at most four.</summary>
    public int MaximumAttempts => 5;

    /// <inheritdoc/>
    public string? CreateHeader(string method, string target, ReadOnlySpan<byte> body) => _next;

    /// <inheritdoc/>
    public async ValueTask<bool> HandleChallengeAsync(
        IEnumerable<string> challenges,
        string? sent,
        CancellationToken cancellationToken)
    {
        if (auth.GetChallenge(challenges, isUnderWay: _context is not null) is not { } challenge) return false;
        _context ??= auth.Start(challenge.Scheme, proxy.Host, binding: null);
        if (await _context.NextAsync(challenge.Token, cancellationToken).ConfigureAwait(false) is not { } token) return false;
        _next = $"{challenge.Scheme} {token}";
        return true;
    }

    /// <inheritdoc/>
    public void Complete(bool isAccepted)
    {
        // The owner disposes the context.
    }

    public void Dispose() => _context?.Dispose();
}
