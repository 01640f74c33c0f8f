using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Changes the defaults of a session.</summary>
/// <remarks>
/// <para>Only what is given changes. Headers, query and cookies are added to what the session has; $null as a value removes that one, and
/// $null for the whole parameter removes all. A value that cannot be used is an error and leaves the session as it was.</para>
/// <para>requests: the attributes of Session.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -Headers @{ 'X-Team' = 'red' }
/// Set-RequestSession $session -Headers @{ 'X-Team' = $null; 'X-Project' = 'blue' } -Timeout 5
/// (Invoke-Request https://api.example.com/headers -Session $session).Json().headers</code>Takes one header away, adds one, and sets a timeout.</example>
/// <example><code>$session = New-RequestSession -Auth 'user', 'password'
/// $session | Set-RequestSession -Auth $null -PassThru</code>Takes the authentication of a session away, and emits the session.</example>
/// <seealso href="docs/guide/sessions.md"/>
[Cmdlet(VerbsCommon.Set, "RequestSession", SupportsShouldProcess = true)]
[OutputType(typeof(RequestSession))]
public sealed class SetRequestSessionCommand : SessionSettingsCmdlet
{
    /// <summary>The session to change.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Emits the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() =>
    {
        var session = SessionConverter.Required(Session);
        if (ShouldProcess(session.ToString(), "Change the settings")) Apply(session);
        return PassThru ? session : null;
    });
}
