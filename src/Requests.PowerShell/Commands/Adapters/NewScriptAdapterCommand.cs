using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates an adapter from a script block.</summary>
/// <remarks>
/// <para>The script block receives the prepared request and the send options, on the thread of the pipeline, and emits the response: a
/// Response, a map with StatusCode, Reason, Headers, Trailers and Body or Json, or only text or bytes. An exception fails the request; a
/// Requests exception is passed on unchanged.</para>
/// <para>Cookies, redirects, authentication and hooks work as with a network. Python equivalent: a subclass of
/// requests.adapters.BaseAdapter.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Add-RequestAdapter $session date:// (New-ScriptAdapter { param($Request) @{ Json = @{ year = 2026; url = $Request.Url } } })
/// (Invoke-Request date://now -Session $session).Json()</code>Handles URLs with a custom scheme.</example>
/// <example>
/// <code>$session = New-RequestSession
/// Add-RequestAdapter $session http://down/ (New-ScriptAdapter { throw [Requests.ConnectionException]::new('down for the test') })
/// try { Invoke-Request http://down/ -Session $session } catch [Requests.ConnectionException] { $_.Exception.Message }</code>
/// Simulates a server that cannot be reached.
/// </example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.New, "ScriptAdapter")]
[OutputType(typeof(TransportAdapter))]
public sealed class NewScriptAdapterCommand : RequestCmdlet
{
    /// <summary>Specifies the script block that handles the requests, with the parameters $Request and $Options.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        HelpMessage = "Specifies the script block that receives $Request and $Options and emits the response.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Script { get; set; }

    /// <summary>
    /// Specifies when a request is sent again, if neither the call nor the session sets it: a policy of New-RetryPolicy, or the maximum
    /// number of retries.
    /// </summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(RetryCompleter))]
    public object? Retry { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var adapter = ScriptBlocks.ToAdapter(PSValue.Unwrap(Script))
            ?? throw ParameterErrors.Invalid(nameof(Script), Script, "a script block, such as { param($Request, $Options) … }");
        adapter.Retry = ValueConverter.ToRetry(Retry);
        return adapter;
    });
}
