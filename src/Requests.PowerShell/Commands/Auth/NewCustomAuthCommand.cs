using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Makes authentication of your own out of script blocks.</summary>
/// <remarks>
/// <para>-Apply is given the prepared request, complete but for the proof, and changes it or emits another. -Respond is given each response
/// and emits the request to send next, or nothing when the response stands; at most ten are sent. A redirect to another host begins without.</para>
/// <para>A class works too: derive it from Requests.AuthBase and override Apply or Respond. requests: AuthBase.</para>
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
/// (Invoke-Request https://api.example.com/bearer -Auth $auth).StatusCode</code>Answers a challenge with a second request.</example>
/// <seealso href="docs/guide/authentication.md"/>
[Cmdlet(VerbsCommon.New, "CustomAuth")]
[OutputType(typeof(AuthBase))]
public sealed class NewCustomAuthCommand : RequestCmdlet
{
    /// <summary>A script block that is given the prepared request.</summary>
    [Parameter(Position = 0)]
    public object? Apply { get; set; }

    /// <summary>A script block that is given each response.</summary>
    [Parameter(Position = 1)]
    public object? Respond { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() => ScriptBlocks.ToAuth(PSValue.Unwrap(Apply), PSValue.Unwrap(Respond)));
}
