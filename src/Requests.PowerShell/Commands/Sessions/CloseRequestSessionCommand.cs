using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Closes a session and its connections.</summary>
/// <remarks>
/// <para>A closed session sends no requests: a call that uses it is an error. Closing a session twice is not an error.</para>
/// <para>Adapters that were added to the session are closed with it. Python equivalent: Session.close.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// $response = Invoke-Request https://api.example.com/get -Session $session
/// Close-RequestSession $session
/// $session.IsClosed</code>Closes a session that is no longer needed.</example>
/// <example><code>1..3 | ForEach-Object { New-RequestSession } | Close-RequestSession</code>Closes several sessions.</example>
/// <seealso href="docs/guide/sessions.md"/>
[Cmdlet(VerbsCommon.Close, "RequestSession", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class CloseRequestSessionCommand : RequestCmdlet
{
    /// <summary>Specifies the session to close.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Specifies the session to close.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult<object>(() =>
    {
        var session = SessionConverter.ToRequiredSession(Session);
        if (ShouldProcess(session.ToString(), "Close the session")) session.Dispose();
        return null;
    });
}
