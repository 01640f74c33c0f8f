using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates Kerberos, SPNEGO or NTLM authentication for a call or a session.</summary>
/// <remarks>
/// <para>The result goes to -Auth of Invoke-Request or New-RequestSession. Without a name it is the user who is signed in: the ticket cache that
/// kinit filled, or Windows' own credentials. Each exchange has a connection to itself, which later ones of the same user take over; a server
/// that took a Kerberos ticket gets the next one in advance.</para>
/// <para>Kerberos needs the system's GSSAPI library (libgssapi-krb5-2 on Debian). NTLM on Linux and macOS is .NET's own, which is
/// switched on for the process when NTLM alone is spoken, if nothing has used NTLM before. The name is user, user@REALM or DOMAIN\user. What the server refuses is its 401; what the KDC or the system refuses is an
/// error of id NegotiateError.</para>
/// <para>requests-kerberos: HTTPKerberosAuth; requests_ntlm: HttpNtlmAuth. RFC 4559.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -BaseUri https://web.example.com -Auth (New-NegotiateAuth)</code>Signs in with the ticket of kinit, or as the user of Windows.</example>
/// <example><code>$password = ConvertTo-SecureString pass -AsPlainText -Force
/// $auth = New-NegotiateAuth 'CORP\alice' $password -Package Ntlm
/// "$auth"</code>Signs in with a name and a password, by NTLM alone.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "NegotiateAuth", DefaultParameterSetName = "Current")]
[OutputType(typeof(NegotiateAuth))]
public sealed class NewNegotiateAuthCommand : UserAuthCmdlet
{
    private MutualAuthentication _mutual;
    private NegotiatePackage _package;

    /// <summary>What is used: Negotiate, the default, which is Kerberos or NTLM as both sides agree; Kerberos or Ntlm alone.</summary>
    [Parameter]
    [ValueType(typeof(NegotiatePackage))]
    [ArgumentCompleter(typeof(MemberCompleter<NegotiatePackage>))]
    public object? Package { get; set; } = default(NegotiatePackage);

    /// <summary>The service's name. Default: HTTP/ and the URL's host.</summary>
    [Parameter]
    [Alias("Spn")]
    [ValueType(typeof(string))]
    public object? ServicePrincipalName { get; set; }

    /// <summary>Lets the server act for the user elsewhere, where the ticket can be forwarded.</summary>
    [Parameter]
    public SwitchParameter AllowDelegation { get; set; }

    /// <summary>Whether the server has to prove itself: Optional, the default, checks a proof that it sends; Required wants one, which Kerberos alone has; Disabled looks at none.</summary>
    [Parameter]
    [ValueType(typeof(MutualAuthentication))]
    [ArgumentCompleter(typeof(MemberCompleter<MutualAuthentication>))]
    public object? MutualAuthentication { get; set; } = default(MutualAuthentication);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _mutual = OrThrow(() => TextConverter.ToMember<MutualAuthentication>(MutualAuthentication, nameof(MutualAuthentication)));
        _package = OrThrow(() => TextConverter.ToMember<NegotiatePackage>(Package, nameof(Package)));
        if (_mutual == Requests.MutualAuthentication.Required && _package == NegotiatePackage.Ntlm) throw Conflict("-MutualAuthentication Required and -Package Ntlm exclude each other: in NTLM a server proves nothing.");
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
            ServicePrincipalName = Has(nameof(ServicePrincipalName)) ? TextConverter.ToRequiredText(ServicePrincipalName, nameof(ServicePrincipalName), "a name such as HTTP/server.example") : null,
        };
    }
}
