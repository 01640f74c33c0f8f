using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates authentication for the proxy of a call or a session.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. With -Server it also authenticates to the server. User name
/// and password can also be part of the proxy's URL.</para>
/// <para>User name and password are sent with the first request (Basic), or with -Digest after the challenge of the proxy. The cmdlet
/// responds to a challenge in any case. https requests go through a tunnel, so that no server receives the credentials.</para>
/// <para>With -Negotiate the cmdlet authenticates to the proxy with Kerberos, SPNEGO or NTLM, as the signed-in user or with a user name,
/// like -ProxyUseDefaultCredentials of the web cmdlets. An authenticated connection is not used for another user.</para>
/// <para>Python equivalents: requests.auth.HTTPProxyAuth, HTTPProxyDigestAuth of requests-toolbelt, and HttpNtlmAuth of
/// requests_ntlm.</para>
/// </remarks>
/// <example>
/// <code>$password = ConvertTo-SecureString pass -AsPlainText -Force
/// $session = New-RequestSession -Proxies http://proxy.example.com:3128 -Auth (New-ProxyAuth user $password -Digest)</code>
/// Responds to the proxy's Digest challenge for all calls of a session.
/// </example>
/// <example><code>$auth = New-ProxyAuth user pass -Server (New-BearerAuth 'mF_9.B5f-4.1JqM')
/// (Invoke-Request https://api.example.com/bearer -Auth $auth).StatusCode</code>Authenticates to the proxy and to the server.</example>
/// <example>
/// <code>$auth = New-ProxyAuth -Negotiate (New-NegotiateAuth)
/// $session = New-RequestSession -Proxies http://proxy.example.com:3128 -Auth $auth</code>
/// Authenticates to the proxy with the ticket of kinit, or as the user of Windows.
/// </example>
/// <seealso href="docs/guide/connections.md"/>
[Cmdlet(VerbsCommon.New, "ProxyAuth", DefaultParameterSetName = "Name")]
[OutputType(typeof(ProxyAuth))]
public sealed class NewProxyAuthCommand : UserAuthCmdlet
{
    /// <summary>
    /// Specifies the authentication that New-NegotiateAuth created, for Kerberos, SPNEGO or NTLM at the proxy. The proxy itself is not
    /// authenticated. Excludes -UserName, -Password, -Credential and -Digest.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = "Negotiate",
        HelpMessage = "Specifies the authentication that New-NegotiateAuth created.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(NegotiateAuth))]
    public object? Negotiate { get; set; }

    /// <summary>
    /// Indicates that the cmdlet waits for the Digest challenge of the proxy, so that the password itself is never sent.
    /// </summary>
    [Parameter(ParameterSetName = "Name")]
    [Parameter(ParameterSetName = "Credential")]
    public SwitchParameter Digest { get; set; }

    /// <summary>
    /// Specifies the authentication for the server: an auth object, a credential, a pair of user name and password, a script block, or a
    /// list of these.
    /// </summary>
    [Parameter]
    public object? Server { get; set; }

    /// <inheritdoc/>
    private protected override AuthBase Create(string userName, string password) => ParameterSetName != "Negotiate"
        ? new ProxyAuth(userName, password) { UseDigest = Digest, Server = ValueConverter.ToAuth(Server, nameof(Server)) }
        : new ProxyAuth(ToNegotiate()) { Server = ValueConverter.ToAuth(Server, nameof(Server)) };

    private NegotiateAuth ToNegotiate() => PSValue.Unwrap(Negotiate) as NegotiateAuth
        ?? throw ParameterErrors.Invalid(nameof(Negotiate), Negotiate, "the authentication that New-NegotiateAuth creates");
}
