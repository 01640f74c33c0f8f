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
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "BasicAuth", DefaultParameterSetName = "Name")]
[OutputType(typeof(BasicAuth))]
public sealed class NewBasicAuthCommand : UserAuthCmdlet
{
    /// <inheritdoc/>
    private protected override AuthBase Create(string userName, string password) => new BasicAuth(userName, password);
}
