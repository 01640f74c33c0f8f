using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates Bearer authentication for a call or a session.</summary>
/// <remarks>
/// <para>Pass the result to -Auth of Invoke-Request or New-RequestSession. The token is sent with every request to the origin that it was
/// given for. It is not sent when a redirect or a page leads to another origin. Use it over https only (RFC 6750).</para>
/// <para>A script block returns a token that expires. It runs when the first request needs the token, again shortly before the token
/// expires, and once after a response with status 401. The request is then sent again if the token is another one. One run serves all
/// calls that wait for the token, also in other runspaces. The block receives the response with status 401, or nothing.</para>
/// <para>The last object that the script block emits is the token: a text, a secure string, or an object with the token in Token,
/// AccessToken, access_token or authorizationToken, and the time at which it expires in ExpiresOn, expires_on, ExpiresAt, expiration or
/// expires_in. That is the output of Get-AzAccessToken, Get-MsalToken, az account get-access-token, aws, kubelogin and most token
/// endpoints; JSON need not be converted. Without a time, the expiry of a JWT is used. Otherwise the token is used until a server refuses
/// it.</para>
/// <para>Without a token, or with one that has expired, the error has the id BearerTokenError, and the request is not sent. An error in
/// the script block is the error of the call.</para>
/// <para>Python equivalent: Requests has no such class; a header or a custom auth class is used instead.</para>
/// </remarks>
/// <example><code>$token = ConvertTo-SecureString 'mF_9.B5f-4.1JqM' -AsPlainText -Force
/// (Invoke-Request https://api.example.com/headers -Auth (New-BearerAuth $token)).StatusCode</code>Sends a token.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com -Auth (New-BearerAuth 'mF_9.B5f-4.1JqM')
/// $session.Get('/headers').StatusCode</code>Sends the token with every call of a session.</example>
/// <example><code>$auth = New-BearerAuth { az account get-access-token --resource https://management.azure.com }
/// $azure = New-RequestSession -BaseUri https://management.azure.com -Auth $auth</code>
/// Gets the token from Azure CLI when it is needed.</example>
/// <example><code>$auth = New-BearerAuth {
///     Invoke-Request https://api.example.com/oauth2/help/token -Method Post -Auth client, secret -Data @{
///         grant_type = 'client_credentials'
///     } -As Json
/// }
/// (Invoke-Request https://api.example.com/oauth2/help/resource -Auth $auth).StatusCode</code>
/// Returns the response of a token endpoint.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "BearerAuth")]
[OutputType(typeof(BearerAuth))]
public sealed class NewBearerAuthCommand : RequestCmdlet
{
    /// <summary>
    /// Specifies the token: text, a secure string, or a script block that returns the token. Without this parameter the console prompts
    /// for the token and does not show it.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public object? Token { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() => ScriptBlocks.ToTokenSource(PSValue.Unwrap(Token)) is { } source
        ? new BearerAuth(source)
        : new BearerAuth(Has(nameof(Token)) || MyInvocation.ExpectingInput
            ? ValueConverter.ToRequiredSecret(Token, "Token")
            : SecretPrompt.Read(Host, "-Token", "Token")));
}
