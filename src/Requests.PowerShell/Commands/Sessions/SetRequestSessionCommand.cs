using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Changes the settings of a session.</summary>
/// <remarks>
/// <para>Only the settings of the specified parameters change. Headers, query pairs and cookies are added to those of the session; $null
/// as a value removes an entry, and $null for a parameter removes all entries. A value that cannot be used is an error and leaves the
/// session unchanged.</para>
/// <para>Python equivalent: the attributes of requests.Session.</para>
/// </remarks>
/// <example>
/// <code>$session = New-RequestSession -Headers @{ 'X-Team' = 'red' }
/// Set-RequestSession $session -Headers @{ 'X-Team' = $null; 'X-Project' = 'blue' } -Timeout 5
/// (Invoke-Request https://api.example.com/headers -Session $session).Json().headers</code>
/// Removes a header, adds a header, and sets a timeout.
/// </example>
/// <example><code>$session = New-RequestSession -Auth 'user', 'password'
/// $session | Set-RequestSession -Auth $null -PassThru</code>Removes the authentication of a session, and emits the session.</example>
/// <seealso href="docs/guide/sessions.md"/>
[Cmdlet(VerbsCommon.Set, "RequestSession", SupportsShouldProcess = true)]
[OutputType(typeof(RequestSession))]
public sealed class SetRequestSessionCommand : SessionSettingsCmdlet
{
    /// <summary>Specifies the session to change.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Specifies the session to change.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Indicates that the cmdlet emits the session.</summary>
    [Parameter(HelpMessage = "Emits the session.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var session = SessionConverter.ToRequiredSession(Session);
        if (ShouldProcess(session.ToString(), "Change the settings")) Apply(session);
        return PassThru ? session : null;
    });
}
