using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates authentication for the proxy that requests go through.</summary>
/// <remarks>
/// <para>The result goes to -Auth of Invoke-Request or New-RequestSession; with -Server it proves the caller to the server as well. Name and
/// password can also stand in the proxy's URL. They are sent in advance (Basic), or with -Digest in answer to the proxy's challenge, which is
/// answered in any case; https is tunnelled, and no server sees them.</para>
/// <para>With -Negotiate the proxy is signed in to by Kerberos, SPNEGO or NTLM, as the user who is signed in or with a name: what
/// -ProxyUseDefaultCredentials of the web cmdlets does. A connection that was signed in on serves nobody else.</para>
/// <para>requests: HTTPProxyAuth; requests-toolbelt: HTTPProxyDigestAuth; requests_ntlm: HttpNtlmAuth.</para>
/// </remarks>
/// <example><code>$password = ConvertTo-SecureString pass -AsPlainText -Force
/// $session = New-RequestSession -Proxies http://proxy.example.com:3128 -Auth (New-ProxyAuth user $password -Digest)</code>Answers the proxy's Digest challenge for all calls of a session.</example>
/// <example><code>$auth = New-ProxyAuth user pass -Server (New-BearerAuth 'mF_9.B5f-4.1JqM')
/// (Invoke-Request https://api.example.com/bearer -Auth $auth).StatusCode</code>Has a proof for each.</example>
/// <example><code>$auth = New-ProxyAuth -Negotiate (New-NegotiateAuth)
/// $session = New-RequestSession -Proxies http://proxy.example.com:3128 -Auth $auth</code>Signs in to the proxy with the ticket of kinit, or as the user of Windows.</example>
/// <seealso href="docs/guide/connections.md"/>
[Cmdlet(VerbsCommon.New, "ProxyAuth", DefaultParameterSetName = "Name")]
[OutputType(typeof(ProxyAuth))]
public sealed class NewProxyAuthCommand : UserAuthCmdlet
{
    /// <summary>What New-NegotiateAuth made: how to sign in to the proxy by Kerberos, SPNEGO or NTLM. A proxy is not asked to prove itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Negotiate")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(NegotiateAuth))]
    public object? Negotiate { get; set; }

    /// <summary>Waits for the proxy's Digest challenge, so that the password itself is never sent.</summary>
    [Parameter(ParameterSetName = "Name")]
    [Parameter(ParameterSetName = "Credential")]
    public SwitchParameter Digest { get; set; }

    /// <summary>What proves the caller to the server: an auth object, a credential, a pair of name and password, or a script block.</summary>
    [Parameter]
    public object? Server { get; set; }

    /// <inheritdoc/>
    private protected override AuthBase Create(string userName, string password) => ParameterSetName != "Negotiate"
        ? new ProxyAuth(userName, password) { UseDigest = Digest, Server = ValueConverter.ToAuth(Server, nameof(Server)) }
        : new ProxyAuth(PSValue.Unwrap(Negotiate) as NegotiateAuth ?? throw ParameterErrors.Invalid(nameof(Negotiate), Negotiate, "what New-NegotiateAuth gives")) { Server = ValueConverter.ToAuth(Server, nameof(Server)) };
}
