using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates Bearer authentication for a call or a session.</summary>
/// <remarks>
/// <para>The result goes to -Auth of Invoke-Request or New-RequestSession. The token is sent with every request to the origin it is given
/// for, and left behind where a redirect or a page leads elsewhere. Send it over https only (RFC 6750).</para>
/// <para>Requests has no such class; there a header or an auth of one's own does it.</para>
/// </remarks>
/// <example><code>$token = ConvertTo-SecureString 'mF_9.B5f-4.1JqM' -AsPlainText -Force
/// (Invoke-Request https://api.example.com/headers -Auth (New-BearerAuth $token)).StatusCode</code>Sends a token.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com -Auth (New-BearerAuth 'mF_9.B5f-4.1JqM')
/// $session.Get('/headers').StatusCode</code>Sends it with every call of a session.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "BearerAuth")]
[OutputType(typeof(BearerAuth))]
public sealed class NewBearerAuthCommand : RequestCmdlet
{
    /// <summary>The token: text or a secure string.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public object? Token { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() => new BearerAuth(Has(nameof(Token)) || MyInvocation.ExpectingInput ? ValueConverter.RequiredSecret(Token, "Token") : SecretPrompt.Read(Host, "-Token", "Token")));
}
