using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>Name and password for the proxy that a request goes through, and beside them what proves the caller to the server. No server sees them.</summary>
/// <remarks>requests: <c>HTTPProxyAuth</c>; requests-toolbelt: <c>HTTPProxyDigestAuth</c>. A redirect keeps them, as the proxy stays the same.</remarks>
public sealed class ProxyAuth : AuthBase
{
    private readonly string? _password;

    /// <summary>Creates the proof.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password.</param>
    public ProxyAuth(string userName, string password)
    {
        UserName = userName;
        _password = password;
    }

    /// <summary>Creates the proof by Kerberos, SPNEGO or NTLM.</summary>
    /// <param name="negotiate">Who signs in, and how. The service is HTTP/ and the proxy's host unless it says otherwise.</param>
    /// <exception cref="NegotiateException">It wants the proxy to prove itself, which no proxy does.</exception>
    public ProxyAuth(NegotiateAuth negotiate)
    {
        if (negotiate.MutualAuthentication == MutualAuthentication.Required) throw new NegotiateException("A proxy does not prove itself: leave the mutual authentication that is required to the server.");
        Negotiate = negotiate;
        UserName = negotiate.UserName;
    }

    /// <summary>The name; null for the user who is signed in.</summary>
    public string? UserName { get; }

    /// <summary>How the caller signs in by Kerberos, SPNEGO or NTLM, or null for name and password.</summary>
    public NegotiateAuth? Negotiate { get; }

    /// <summary>Whether to wait for the proxy's Digest challenge, so that the password itself is never sent. Default false: Basic in advance.</summary>
    public bool UsesDigest { get; init; }

    /// <summary>What proves the caller to the server, or null.</summary>
    public AuthBase? Server { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_password, .. Server?.Secrets ?? [], .. Negotiate?.Secrets ?? []];

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => Server is { RequiresCallerContext: true };

    /// <summary>Adds the proof for the server; that for the proxy goes along beside the message.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request)
    {
        request.ProxyAuth = this;
        Server?.Apply(request);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var request in (Server ?? None).FlowAsync(exchange, cancellationToken).ConfigureAwait(true)) yield return request;
    }

    /// <summary>Such as <c>Proxy (alice)</c> or <c>Proxy (Negotiate)</c>; never the password.</summary>
    public override string ToString() => $"Proxy ({Negotiate?.ToString() ?? UserName}){(Server is null ? "" : $", {Server}")}";

    /// <summary>A proxy with this proof.</summary>
    /// <exception cref="NegotiateException">A SOCKS proxy has no such proof.</exception>
    internal ProxyServer ApplyTo(ProxyServer proxy)
    {
        if (Negotiate is null) return proxy with { UserName = UserName, Password = _password, UsesDigest = UsesDigest };
        if (proxy.IsSocks) throw new NegotiateException($"The proxy '{proxy}' speaks SOCKS, which knows names and passwords alone, not {Negotiate.Package}.");
        return proxy with { UserName = null, Password = null, Identity = Negotiate.Identity };
    }
}
