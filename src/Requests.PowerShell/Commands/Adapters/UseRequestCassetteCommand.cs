using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Runs a script block whose requests are recorded in a file or replayed from it.</summary>
/// <remarks>
/// <para>All sessions that the script block uses take part, and so do calls without a session, ForEach-Object -Parallel and thread jobs
/// that are started in the script block. Mock adapters and cassettes of a session stay as they are. The script block receives the cassette
/// as its argument; its output is emitted immediately. The commands that follow in the pipeline run at the same time, so their requests
/// take part, too.</para>
/// <para>The file is an HTTP archive (HAR 1.2), and the archive of a browser replays as well. Each redirect, challenge, retry and request
/// for a token is an entry. Connection errors and timeouts are recorded, too, and a replay reports them without the wait. Secrets are
/// replaced in the file and are not compared: a replay needs no credentials.</para>
/// <para>The file is written when the script block completes. If the script block fails or is stopped, the file stays as it was, and what
/// was recorded is kept beside it in a file with the ending .recording. The next call with the same path uses it and records the
/// rest.</para>
/// <para>A request without an entry is an error that names the nearest entry and how it differs. -Verbose lists the entries that were not
/// used, and so does the UnusedEntries property of the cassette.</para>
/// <para>Python equivalent: vcr.use_cassette.</para>
/// </remarks>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).har"
/// 1..2 | ForEach-Object {
///     Use-RequestCassette $file {
///         param($cassette)
///         (Invoke-Request https://api.example.com/get -Params @{ id = 7 }).StatusCode
///         "replayed: $($cassette.ReplayedCount)"
///     }
/// }
/// Remove-Item $file</code>Sends a request once, and then replays it.</example>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).har"
/// $redact = { param($Entry) $Entry.Request.Url = $Entry.Request.Url -replace 'user=\w+', 'user=someone' }
/// Use-RequestCassette $file -Redact $redact { $null = Invoke-Request 'https://api.example.com/get?user=alice' }
/// Use-RequestCassette $file -Redact $redact { (Invoke-Request 'https://api.example.com/get?user=bob').StatusCode } -RequireAllUsed
/// Remove-Item $file</code>Removes a name from what is recorded. Each name then matches.</example>
/// <seealso href="docs/guide/cassettes.md"/>
[Cmdlet(VerbsOther.Use, "RequestCassette")]
[OutputType(typeof(object))]
public sealed class UseRequestCassetteCommand : CassetteCmdlet
{
    private CassetteScope? _scope;
    private CassetteAdapter? _cassette;

    /// <summary>Specifies the script block to run, with one parameter for the cassette.</summary>
    [Parameter(Position = 1, Mandatory = true, HelpMessage = "Specifies the script block to run, such as { Invoke-Request … }.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Script { get; set; }

    /// <summary>Indicates that an entry of the file that served no request is an error.</summary>
    [Parameter(HelpMessage = "Reports entries that were not used as an error.")]
    public SwitchParameter RequireAllUsed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var use = OrThrow(() => ScriptBlocks.ToStreamed(Script, "{ Invoke-Request … }"));
        _cassette = OrThrow(Open);
        _scope = CassetteScope.Begin(_cassette.Cassette);
        try
        {
            use(this, _cassette);
        }
        catch (Exception error)
        {
            // A command that needs no more output, such as Select-Object -First, stops the script block. That is not a failure.
            if (error is FlowControlException || (error is PipelineStoppedException && !IsStopped)) Finish(_cassette);
            else if (!IsStopped) Keep(_cassette);
            throw;
        }
        finally
        {
            _scope.Dispose();
        }

        Finish(_cassette);
        foreach (var entry in _cassette.UnusedEntries) WriteVerbose($"Not used: {VisibleText.EscapeLine($"{entry}")}");
        if (RequireAllUsed && _cassette.FindUnused() is { } unused) WriteRequestError(unused, target: null);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // After an error or a stop, what was recorded stays beside the file.
        if (disposing)
        {
            _scope?.Dispose();
            _cassette?.Abandon();
        }

        base.Dispose(disposing);
    }

    /// <summary>Writes what was recorded beside the file.</summary>
    private static void Keep(CassetteAdapter cassette)
    {
        try
        {
            cassette.Cassette.CompletePending();
        }
        catch (RequestException)
        {
            // The error of the script block is the one that the caller has to see.
        }
    }

    private void Finish(CassetteAdapter cassette) => OrThrow(cassette, static cassette => cassette.Dispose());
}
