using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates Bearer authentication for a call or a session.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. The token is sent with every request to the origin that it was
/// given for. It is not sent when a redirect or a page leads to another origin. Use it over https only (RFC 6750).</para>
/// <para>Python equivalent: Requests has no such class; a header or a custom auth class is used instead.</para>
/// </remarks>
/// <example><code>$token = ConvertTo-SecureString 'mF_9.B5f-4.1JqM' -AsPlainText -Force
/// (Invoke-Request https://api.example.com/headers -Auth (New-BearerAuth $token)).StatusCode</code>Sends a token.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com -Auth (New-BearerAuth 'mF_9.B5f-4.1JqM')
/// $session.Get('/headers').StatusCode</code>Sends the token with every call of a session.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "BearerAuth")]
[OutputType(typeof(BearerAuth))]
public sealed class NewBearerAuthCommand : RequestCmdlet
{
    /// <summary>
    /// Specifies the token: text or a secure string. Without this parameter the console prompts for the token and does not show it.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public object? Token { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() => new BearerAuth(Has(nameof(Token)) || MyInvocation.ExpectingInput
        ? ValueConverter.ToRequiredSecret(Token, "Token")
        : SecretPrompt.Read(Host, "-Token", "Token")));
}
