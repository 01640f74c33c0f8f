using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates custom authentication from script blocks.</summary>
/// <remarks>
/// <para>-Apply receives the prepared request, which is complete except for the credentials, and changes it or emits another request.
/// -Respond receives each response and emits the request to send next, or nothing to keep the response; at most ten requests are sent. A
/// redirect or a page that leads to another origin is requested without the headers, the query and the body that the script blocks wrote.
/// If the call has a header of the same name, its own value is sent. The values are redacted in all output.</para>
/// <para>A class can be used too: derive it from Requests.AuthBase and override Apply or Respond. Python equivalent:
/// requests.auth.AuthBase.</para>
/// </remarks>
/// <example><code>$pizza = New-CustomAuth { param($Request) $Request.Headers['X-Pizza'] = 'Margherita' }
/// (Invoke-Request https://api.example.com/headers -Auth $pizza).Json().headers.'X-Pizza'</code>Adds a header to every request.</example>
/// <example><code>$auth = New-CustomAuth -Respond {
///     param($Response)
///     if ($Response.StatusCode -eq 401 -and -not $Response.Request.Headers['Authorization']) {
///         $next = $Response.Request.Copy()
///         $next.Headers['Authorization'] = 'Bearer token-for-this-challenge'
///         $next
///     }
/// }
/// (Invoke-Request https://api.example.com/bearer -Auth $auth).StatusCode</code>Responds to a challenge with a second request.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "CustomAuth")]
[OutputType(typeof(AuthBase))]
public sealed class NewCustomAuthCommand : RequestCmdlet
{
    /// <summary>Specifies a script block that receives the prepared request.</summary>
    [Parameter(Position = 0)]
    public object? Apply { get; set; }

    /// <summary>Specifies a script block that receives each response.</summary>
    [Parameter(Position = 1)]
    public object? Respond { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() => ScriptBlocks.ToAuth(PSValue.Unwrap(Apply), PSValue.Unwrap(Respond)));
}
