using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Runs a script block with a session and closes the session afterwards.</summary>
/// <remarks>
/// <para>The script block receives the session as its argument; its output is emitted immediately. The session is closed when the script
/// block completes, throws or is stopped.</para>
/// <para>Python equivalent: with requests.Session() as s.</para>
/// </remarks>
/// <example><code>Use-RequestSession { param($session)
///     $null = $session.Get('https://api.example.com/cookies/set?flavour=sweet')
///     $session.Get('https://api.example.com/cookies').Json().cookies
/// }</code>Uses a new session for a few calls.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com
/// Use-RequestSession -Session $session { param($s) $s.Get('/get').StatusCode }
/// $session.IsClosed</code>Uses an existing session and closes it.</example>
/// <seealso href="docs/guide/sessions.md"/>
[Cmdlet(VerbsOther.Use, "RequestSession")]
[OutputType(typeof(object))]
public sealed class UseRequestSessionCommand : RequestCmdlet
{
    private RequestSession? _session;

    /// <summary>Specifies the script block to run, with one parameter for the session.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the script block to run, such as { param($session) … }.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Script { get; set; }

    /// <summary>Specifies the session to use and close. Default: a new session.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var use = OrThrow(() => ScriptBlocks.ToStreamed(Script, "{ param($session) … }"));
        using (_session = OrThrow(() => SessionConverter.ToSession(Session)) ?? new RequestSession()) use(this, _session);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // When the pipeline is stopped, ProcessRecord does not complete, so the session is closed here.
        if (disposing) _session?.Dispose();
        base.Dispose(disposing);
    }
}
