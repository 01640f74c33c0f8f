using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates authentication that answers in the way the server asks for: Digest or Basic.</summary>
/// <remarks>
/// <para>The result goes to -Auth of Invoke-Request or New-RequestSession. The first request goes out without a proof; the server's challenge
/// says which is wanted, and Digest is taken where it is offered. Use https: a server on the way may ask for Basic, which tells the password.</para>
/// <para>requests-toolbelt: GuessAuth.</para>
/// </remarks>
/// <example><code>(Invoke-Request https://api.example.com/basic-auth/user/pass -Auth (New-GuessAuth user pass)).StatusCode</code>Answers a challenge for Basic.</example>
/// <example><code>(Invoke-Request https://api.example.com/digest-auth/auth/user/pass -Auth (New-GuessAuth user pass)).StatusCode</code>Answers one for Digest.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "GuessAuth", DefaultParameterSetName = "Name")]
[OutputType(typeof(GuessAuth))]
public sealed class NewGuessAuthCommand : UserAuthCmdlet
{
    /// <inheritdoc/>
    private protected override AuthBase Create(string userName, string password) => new GuessAuth(userName, password);
}
