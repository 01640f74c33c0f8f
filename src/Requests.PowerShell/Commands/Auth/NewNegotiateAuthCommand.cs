using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates Kerberos, SPNEGO or NTLM authentication for a call or a session.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. Without a user name, the signed-in user authenticates: with
/// the ticket cache that kinit filled, or with the credentials of Windows. A user name has the form user, user@REALM or
/// DOMAIN\user.</para>
/// <para>Each exchange has its own connection, which later exchanges of the same user reuse. A server that accepted a Kerberos ticket
/// receives the next ticket with the request.</para>
/// <para>Kerberos requires the GSSAPI library of the system (libgssapi-krb5-2 on Debian). NTLM on Linux and macOS is implemented by .NET.
/// It is switched on for the process when NTLM alone is used, if the process has not used NTLM before.</para>
/// <para>A rejection by the server is its 401 response. A rejection by the KDC or the system is an error with the id
/// NegotiateError. Ctrl+C and -TotalTimeout end a call while the KDC does not reply; the library of the system cannot be cancelled and
/// ends its attempt later.</para>
/// <para>Python equivalents: HTTPKerberosAuth of requests-kerberos and HttpNtlmAuth of requests_ntlm. Standard: RFC 4559.</para>
/// </remarks>
/// <example>
/// <code>$session = New-RequestSession -BaseUri https://web.example.com -Auth (New-NegotiateAuth)</code>
/// Authenticates with the ticket of kinit, or as the user of Windows.
/// </example>
/// <example><code>$password = ConvertTo-SecureString pass -AsPlainText -Force
/// $auth = New-NegotiateAuth 'CORP\alice' $password -Package Ntlm
/// "$auth"</code>Authenticates with a user name and a password, with NTLM only.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "NegotiateAuth", DefaultParameterSetName = "Current")]
[OutputType(typeof(NegotiateAuth))]
public sealed class NewNegotiateAuthCommand : UserAuthCmdlet
{
    private MutualAuthentication _mutual;
    private NegotiatePackage _package;

    /// <summary>
    /// Specifies the protocol: Negotiate, which is Kerberos or NTLM as both sides agree, Kerberos or Ntlm. Default: Negotiate.
    /// </summary>
    [Parameter]
    [ValueType(typeof(NegotiatePackage))]
    [ArgumentCompleter(typeof(NegotiatePackageCompleter))]
    public object? Package { get; set; } = default(NegotiatePackage);

    /// <summary>Specifies the name of the service, as text. Default: HTTP/ and the host of the URL.</summary>
    [Parameter]
    [Alias("Spn")]
    [ValueType(typeof(string))]
    public object? ServicePrincipalName { get; set; }

    /// <summary>
    /// Indicates that the cmdlet allows the server to act for the user on other servers, if the ticket can be forwarded.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowDelegation { get; set; }

    /// <summary>
    /// Specifies whether the server must authenticate itself. Optional verifies the server's token if one is sent. Required requires one,
    /// which only Kerberos has, and excludes -Package Ntlm. Disabled does not verify it. Default: Optional.
    /// </summary>
    [Parameter]
    [ValueType(typeof(MutualAuthentication))]
    [ArgumentCompleter(typeof(MutualAuthenticationCompleter))]
    public object? MutualAuthentication { get; set; } = default(MutualAuthentication);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _mutual = OrThrow(() => TextConverter.ToMember<MutualAuthentication>(MutualAuthentication, nameof(MutualAuthentication)));
        _package = OrThrow(() => TextConverter.ToMember<NegotiatePackage>(Package, nameof(Package)));
        if (_mutual == Requests.MutualAuthentication.Required && _package == NegotiatePackage.Ntlm)
        {
            ThrowConflict("-MutualAuthentication Required and -Package Ntlm exclude each other: in NTLM a server does not authenticate.");
        }
    }

    /// <inheritdoc/>
    private protected override AuthBase Create(string userName, string password)
    {
        var isCurrent = ParameterSetName == "Current";
        return new NegotiateAuth(isCurrent ? null : userName, isCurrent ? null : password)
        {
            AllowDelegation = AllowDelegation,
            MutualAuthentication = _mutual,
            Package = _package,
            ServicePrincipalName = Has(nameof(ServicePrincipalName))
                ? TextConverter.ToRequiredText(ServicePrincipalName, nameof(ServicePrincipalName), "a name such as HTTP/server.example")
                : null,
        };
    }
}
