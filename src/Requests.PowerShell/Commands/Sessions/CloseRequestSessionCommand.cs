using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Closes a session and its connections.</summary>
/// <remarks>
/// <para>A closed session sends nothing any more: a call that uses it is an error that says so. Closing twice is no error.</para>
/// <para>Adapters that were added to the session are closed with it. requests: Session.close.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// $response = Invoke-Request https://api.example.com/get -Session $session
/// Close-RequestSession $session
/// $session.IsClosed</code>Closes a session that is not needed any more.</example>
/// <example><code>1..3 | ForEach-Object { New-RequestSession } | Close-RequestSession</code>Closes several sessions.</example>
/// <seealso href="docs/guide/sessions.md"/>
[Cmdlet(VerbsCommon.Close, "RequestSession", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class CloseRequestSessionCommand : RequestCmdlet
{
    /// <summary>The session to close.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow<object>(() =>
    {
        var session = SessionConverter.Required(Session);
        if (ShouldProcess(session.ToString(), "Close the session")) session.Dispose();
        return null;
    });
}
