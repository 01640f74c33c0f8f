namespace Requests;

/// <summary>Kerberos, SPNEGO or NTLM with one http proxy over one connection.</summary>
/// <param name="auth">Who signs in, and how.</param>
/// <param name="proxy">The proxy.</param>
/// <remarks>RFC 4559 for Proxy-Authenticate; requests_ntlm: <c>HttpNtlmAuth</c>.</remarks>
internal sealed class NegotiateProxyAuthenticator(NegotiateAuth auth, ProxyServer proxy) : IProxyAuthenticator, IDisposable
{
    private NegotiateContext? _context;
    private string? _next;

    /// <inheritdoc/>
    public bool ReadsBody => false;

    /// <summary>NTLM takes two answers, Kerberos one; no mechanism in use takes more than four.</summary>
    public int MaximumChallenges => 5;

    /// <inheritdoc/>
    public string? HeaderFor(string method, string target, ReadOnlySpan<byte> body) => _next;

    /// <inheritdoc/>
    public bool Learn(IEnumerable<string> challenges, string? sent)
    {
        if (auth.GetChallenge(challenges, isUnderWay: _context is not null) is not { } challenge) return false;
        _context ??= auth.Start(challenge.Scheme, proxy.Host, binding: null);
        if (_context.Next(challenge.Token) is not { } token) return false;
        _next = $"{challenge.Scheme} {token}";
        return true;
    }

    /// <inheritdoc/>
    public void End(bool isAccepted)
    {
        // The context is disposed of by its owner.
    }

    public void Dispose() => _context?.Dispose();
}
