using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates HTTP Digest authentication for a call or a session.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. The server answers the first request with a challenge, which
/// is in History, and the request is sent again with credentials. After that one request is enough, as long as the server accepts its
/// nonce.</para>
/// <para>MD5, SHA-256, SHA-512-256 and their -sess forms, auth and auth-int are supported (RFC 7616). The password itself is never
/// sent.</para>
/// <para>Python equivalent: requests.auth.HTTPDigestAuth.</para>
/// </remarks>
/// <example><code>New-DigestAuth user pass</code>Creates the authentication.</example>
/// <example>
/// <code>$credential = [pscredential]::new('user', (ConvertTo-SecureString pass -AsPlainText -Force))
/// $session = New-RequestSession -Auth ($credential | New-DigestAuth)
/// (Invoke-Request https://api.example.com/digest-auth/auth/user/pass -Session $session).StatusCode</code>
/// Authenticates with every call of a session.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "DigestAuth", DefaultParameterSetName = "Name")]
[OutputType(typeof(DigestAuth))]
public sealed class NewDigestAuthCommand : UserAuthCmdlet
{
    /// <inheritdoc/>
    private protected override AuthBase Create(string userName, string password) => new DigestAuth(userName, password);
}
