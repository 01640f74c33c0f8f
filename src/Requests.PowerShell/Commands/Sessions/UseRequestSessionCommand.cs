using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Runs a script block with a session and closes the session when the block ends, however it ends.</summary>
/// <remarks>
/// <para>The block is given the session as its argument; what it emits goes down the pipeline at once. The session is closed when the
/// block is done, when it throws, and when it is stopped.</para>
/// <para>requests: with requests.Session() as s.</para>
/// </remarks>
/// <example><code>Use-RequestSession { param($session)
///     $null = $session.Get('https://api.example.com/cookies/set?flavour=sweet')
///     $session.Get('https://api.example.com/cookies').Json().cookies
/// }</code>Uses a new session for a few calls.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com
/// Use-RequestSession -Session $session { param($s) $s.Get('/get').StatusCode }
/// $session.IsClosed</code>Uses a session that was made before, and closes it.</example>
/// <seealso href="docs/guide/sessions.md"/>
[Cmdlet(VerbsOther.Use, "RequestSession")]
[OutputType(typeof(object))]
public sealed class UseRequestSessionCommand : RequestCmdlet
{
    private RequestSession? _session;

    /// <summary>What to do with the session: a script block with one parameter.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Script { get; set; }

    /// <summary>The session to use and close. Default: a new one.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var use = OrThrow(() => ScriptBlocks.ToStreamed(Script));
        using (_session = OrThrow(() => SessionConverter.ToSession(Session)) ?? new RequestSession()) use(this, _session);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Stopping leaves ProcessRecord without its end; the session is closed all the same.
        if (disposing) _session?.Dispose();
        base.Dispose(disposing);
    }
}
