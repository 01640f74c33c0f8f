using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>Name and password for the proxy that a request goes through, and beside them what proves the caller to the server. No server sees them.</summary>
/// <remarks>requests: <c>HTTPProxyAuth</c>; requests-toolbelt: <c>HTTPProxyDigestAuth</c>. A redirect keeps them, as the proxy stays the same.</remarks>
public sealed class ProxyAuth : AuthBase
{
    private readonly string _password;

    /// <summary>Creates the proof.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password.</param>
    public ProxyAuth(string userName, string password)
    {
        UserName = userName;
        _password = password;
    }

    /// <summary>The name.</summary>
    public string UserName { get; }

    /// <summary>Whether to wait for the proxy's Digest challenge, so that the password itself is never sent. Default false: Basic in advance.</summary>
    public bool UsesDigest { get; init; }

    /// <summary>What proves the caller to the server, or null.</summary>
    public AuthBase? Server { get; init; }

    /// <inheritdoc/>
    internal override bool RunsCallerCode => Server is { RunsCallerCode: true };

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

    /// <summary>Such as <c>Proxy (alice)</c>; never the password.</summary>
    public override string ToString() => Server is null ? $"Proxy ({UserName})" : $"Proxy ({UserName}), {Server}";

    /// <summary>A proxy with this name and password.</summary>
    internal ProxyServer Over(ProxyServer proxy) => proxy with { UserName = UserName, Password = _password, UsesDigest = UsesDigest };
}
