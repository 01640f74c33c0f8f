using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Authenticates to the proxy of a request, and optionally to the server as well. Servers do not receive the proxy credentials.
/// </summary>
/// <remarks>
/// requests: <c>HTTPProxyAuth</c>; requests-toolbelt: <c>HTTPProxyDigestAuth</c>. A redirect keeps the proxy credentials, because the proxy
/// stays the same.
/// </remarks>
public sealed class ProxyAuth : AuthBase
{
    private readonly string? _password;

    /// <summary>Creates the authentication by user name and password.</summary>
    /// <param name="userName">The user name.</param>
    /// <param name="password">The password.</param>
    public ProxyAuth(string userName, string password)
    {
        UserName = userName;
        _password = password;
    }

    /// <summary>Creates the authentication by Kerberos, SPNEGO or NTLM.</summary>
    /// <param name="negotiate">The user and the package. The service is HTTP/ and the host of the proxy unless it names another.</param>
    /// <exception cref="NegotiateException">The authentication requires mutual authentication, which proxies do not support.</exception>
    public ProxyAuth(NegotiateAuth negotiate)
    {
        if (negotiate.MutualAuthentication == MutualAuthentication.Required)
        {
            throw new NegotiateException("A proxy cannot authenticate itself: require mutual authentication for the server only.");
        }

        Negotiate = negotiate;
        UserName = negotiate.UserName;
    }

    /// <summary>Gets the user name; null for the user who is signed in.</summary>
    public string? UserName { get; }

    /// <summary>Gets the authentication by Kerberos, SPNEGO or NTLM; null for user name and password.</summary>
    public NegotiateAuth? Negotiate { get; }

    /// <summary>
    /// Gets a value that indicates whether to wait for the Digest challenge of the proxy, so that the password is never sent. Default:
    /// false, which sends Basic credentials in advance.
    /// </summary>
    public bool UseDigest { get; init; }

    /// <summary>Gets the authentication to the server, or null.</summary>
    public AuthBase? Server { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_password, .. Server?.Secrets ?? [], .. Negotiate?.Secrets ?? []];

    /// <inheritdoc/>
    internal override bool SendsReusableSecret => Server is { SendsReusableSecret: true };

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => Server is { RequiresCallerContext: true };

    /// <summary>Adds the credentials for the server. Those for the proxy are kept apart from the headers of the request.</summary>
    /// <param name="request">The request.</param>
    public override void Apply(PreparedRequest request)
    {
        request.ProxyAuth = this;
        Server?.Apply(request);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var request in (Server ?? None).FlowAsync(exchange, cancellationToken).ConfigureAwait(true)) yield return request;
    }

    /// <summary>
    /// Returns the user name or the package, such as <c>Proxy (alice)</c> or <c>Proxy (Negotiate)</c>, without the password.
    /// </summary>
    public override string ToString() => $"Proxy ({Negotiate?.ToString() ?? UserName}){(Server is null ? "" : $", {Server}")}";

    /// <inheritdoc/>
    internal override void Renew(PreparedRequest request) => Server?.Renew(request);

    /// <summary>Returns the credentials for a proxy that an authentication has; null without any.</summary>
    /// <param name="auth">The authentication, or null.</param>
    internal static ProxyAuth? Find(AuthBase? auth) => auth switch
    {
        ProxyAuth own => own,
        ChainedAuth chain => chain.Items.Select(Find).LastOrDefault(static found => found is not null),
        _ => null,
    };

    /// <summary>Returns the proxy with these credentials.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <exception cref="NegotiateException">The proxy is a SOCKS proxy, which does not support the package.</exception>
    internal ProxyServer ApplyTo(ProxyServer proxy)
    {
        if (Negotiate is null) return proxy with { UserName = UserName, Password = _password, UseDigest = UseDigest };
        if (proxy.IsSocks)
        {
            throw new NegotiateException(
                $"The proxy '{proxy}' is a SOCKS proxy, which supports a user name and a password only, not {Negotiate.Package}.");
        }

        return proxy with { UserName = null, Password = null, Identity = Negotiate.Identity };
    }
}
