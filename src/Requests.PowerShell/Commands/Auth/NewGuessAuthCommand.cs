using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates authentication that uses the scheme of the server's challenge: Digest, a token service or Basic.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. The first request is sent without credentials. The challenge
/// of the server names the scheme; Digest is used if it is offered. A Bearer challenge with the URL of a token service, as registries
/// send it, is handled as New-TokenServiceAuth does. Use https: an attacker on the network can request Basic, which reveals the
/// password.</para>
/// <para>Python equivalent: GuessAuth of requests-toolbelt.</para>
/// </remarks>
/// <example>
/// <code>(Invoke-Request https://api.example.com/basic-auth/user/pass -Auth (New-GuessAuth user pass)).StatusCode</code>
/// Answers a challenge for Basic.
/// </example>
/// <example>
/// <code>(Invoke-Request https://api.example.com/digest-auth/auth/user/pass -Auth (New-GuessAuth user pass)).StatusCode</code>
/// Answers a challenge for Digest.
/// </example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "GuessAuth", DefaultParameterSetName = "Name")]
[OutputType(typeof(GuessAuth))]
public sealed class NewGuessAuthCommand : UserAuthCmdlet
{
    /// <inheritdoc/>
    private protected override AuthBase Create(string userName, string password) => new GuessAuth(userName, password);
}
