using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates HTTP Basic authentication for a call or a session.</summary>
/// <remarks>
/// <para>The result goes to -Auth of Invoke-Request or New-RequestSession. Name and password are sent with the first request, as Latin-1
/// where they fit it, else as UTF-8 (RFC 7617). Send them over https only. requests: HTTPBasicAuth.</para>
/// </remarks>
/// <example><code>Invoke-Request https://api.example.com/basic-auth/user/pass -Auth (New-BasicAuth user pass)</code>Signs in with a name and a password.</example>
/// <example><code>$password = ConvertTo-SecureString pass -AsPlainText -Force
/// $session = New-RequestSession -Auth (New-BasicAuth user $password)
/// (Invoke-Request https://api.example.com/basic-auth/user/pass -Session $session).StatusCode</code>Signs in with every call of a session.</example>
[Cmdlet(VerbsCommon.New, "BasicAuth", DefaultParameterSetName = "Name")]
[OutputType(typeof(BasicAuth))]
public sealed class NewBasicAuthCommand : PSCmdlet
{
    /// <summary>The user's name; it cannot hold a colon.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Name")]
    [AllowEmptyString]
    public string UserName { get; set; } = "";

    /// <summary>The password: text or a secure string.</summary>
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "Name")]
    [AllowEmptyString]
    public object? Password { get; set; }

    /// <summary>Name and password in one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Credential", ValueFromPipeline = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            WriteObject(Credential is null ? new BasicAuth(UserName, Forms.Secret(Password)) : Forms.ToAuth(Credential));
        }
        catch (RequestException error)
        {
            WriteError(RequestErrors.ToRecord(error, UserName));
        }
    }
}
