using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Makes an adapter out of a script block: a transport written in PowerShell.</summary>
/// <remarks>
/// <para>The block is given the prepared request and the send options, on the thread of the pipeline, and emits the response: a Response, a
/// map with StatusCode, Reason, Headers and Body or Json, or just text or bytes. What it throws fails the request; a Requests exception
/// that it throws is the request's own.</para>
/// <para>Cookies, redirects, authentication and hooks work as over a network. requests: a subclass of BaseAdapter.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// Add-RequestAdapter $session date:// (New-ScriptAdapter { param($Request) @{ Json = @{ year = 2026; url = $Request.Url } } })
/// (Invoke-Request date://now -Session $session).Json()</code>Answers URLs of a scheme of its own.</example>
/// <example><code>$session = New-RequestSession
/// Add-RequestAdapter $session http://down/ (New-ScriptAdapter { throw [Requests.ConnectionException]::new('down for the test') })
/// try { Invoke-Request http://down/ -Session $session } catch [Requests.ConnectionException] { $_.Exception.Message }</code>Plays a server that cannot be reached.</example>
/// <seealso href="docs/guide/adapters.md"/>
[Cmdlet(VerbsCommon.New, "ScriptAdapter")]
[OutputType(typeof(TransportAdapter))]
public sealed class NewScriptAdapterCommand : RequestCmdlet
{
    /// <summary>What answers the requests: a script block with the parameters $Request and $Options.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Script { get; set; }

    /// <summary>When to send again, where call and session say nothing: a policy, or how many times at most.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(RetryCompleter))]
    public object? Retry { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() =>
    {
        var adapter = ScriptBlocks.ToAdapter(PSValue.Unwrap(Script)) ?? throw ParameterErrors.Invalid(nameof(Script), Script, "a script block, such as { param($Request, $Options) … }");
        adapter.Retry = ValueConverter.ToRetry(Retry);
        return adapter;
    });
}
