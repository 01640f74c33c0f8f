using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates Kerberos, SPNEGO or NTLM authentication for a call or a session.</summary>
/// <remarks>
/// <para>The result goes to -Auth of Invoke-Request or New-RequestSession. Without a name it is the user who is signed in: the ticket cache that
/// kinit filled, or Windows' own credentials. Each exchange has a connection to itself, which later ones of the same user take over; a server
/// that took a Kerberos ticket gets the next one in advance.</para>
/// <para>Kerberos needs the system's GSSAPI library (libgssapi-krb5-2 on Debian). NTLM on Linux and macOS is .NET's own, which -Package Ntlm
/// switches on for the process, if nothing has used NTLM before. What the server refuses is its 401; what the KDC or the system refuses is an
/// error of id NegotiateError.</para>
/// <para>requests-kerberos: HTTPKerberosAuth; requests_ntlm: HttpNtlmAuth. RFC 4559.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -BaseUri https://web.example.com -Auth (New-NegotiateAuth)</code>Signs in with the ticket of kinit, or as the user of Windows.</example>
/// <example><code>$password = ConvertTo-SecureString pass -AsPlainText -Force
/// $auth = New-NegotiateAuth 'CORP\alice' $password -Package Ntlm
/// "$auth"</code>Signs in with a name and a password, by NTLM alone.</example>
[Cmdlet(VerbsCommon.New, "NegotiateAuth", DefaultParameterSetName = "Current")]
[OutputType(typeof(NegotiateAuth))]
public sealed class NewNegotiateAuthCommand : RequestCmdlet
{
    /// <summary>The user's name: user, user@REALM or DOMAIN\user.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Name")]
    public string UserName { get; set; } = "";

    /// <summary>The password: text or a secure string.</summary>
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "Name")]
    [AllowEmptyString]
    public object? Password { get; set; }

    /// <summary>Name and password in one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Credential", ValueFromPipeline = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>What is used: Negotiate, the default, which is Kerberos or NTLM as both sides agree; Kerberos or Ntlm alone.</summary>
    [Parameter]
    public NegotiatePackage Package { get; set; }

    /// <summary>The service's name. Default: HTTP/ and the URL's host.</summary>
    [Parameter]
    [Alias("Spn")]
    [ValidateNotNullOrEmpty]
    public string? ServicePrincipalName { get; set; }

    /// <summary>Lets the server act for the user elsewhere, where the ticket can be forwarded.</summary>
    [Parameter]
    public SwitchParameter AllowDelegation { get; set; }

    /// <summary>Whether the server has to prove itself: Optional, the default, checks a proof that it sends; Required wants one, which Kerberos alone has; Disabled looks at none.</summary>
    [Parameter]
    public MutualAuthentication MutualAuthentication { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (MutualAuthentication == MutualAuthentication.Required && Package == NegotiatePackage.Ntlm) throw Conflict("-MutualAuthentication Required and -Package Ntlm exclude each other: in NTLM a server proves nothing.");
        var (userName, password) = ParameterSetName switch
        {
            "Name" => (UserName, Forms.Secret(Password)),
            "Credential" => (Credential!.UserName, Forms.Secret(Credential.Password)),
            _ => (null, (string?)null),
        };
        WriteObject(new NegotiateAuth(userName, password)
        {
            AllowsDelegation = AllowDelegation,
            MutualAuthentication = MutualAuthentication,
            Package = Package,
            ServicePrincipalName = ServicePrincipalName,
        });
    }
}
