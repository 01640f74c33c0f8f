using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates a session, which holds settings, cookies and connections for several calls.</summary>
/// <remarks>
/// <para>Pass the session to Invoke-Request with -Session, or use its methods: Get, Post, Put, Patch, Delete, Head, Options and Request
/// take a URL and a map of parameters. A value of a call takes precedence over the value of the session: maps are merged, and $null
/// removes an entry. A call changes nothing in the session except the cookies that servers set.</para>
/// <para>A session can be shared. In ForEach-Object -Parallel and in thread jobs use it as $using:session, after Import-Module Requests
/// there if you call its methods.</para>
/// <para>Close the session with Close-RequestSession when its connections are no longer needed. Python equivalent:
/// requests.Session.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// $null = Invoke-Request https://api.example.com/cookies/set?flavour=sweet -Session $session
/// (Invoke-Request https://api.example.com/cookies -Session $session).Text</code>Keeps a cookie from one call to the next.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com -Headers @{ 'X-Team' = 'red' } -RaiseForStatus
/// $session.Get('/headers').Json().headers</code>Sets defaults. The URL of a call is combined with the base URI.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com -Headers @{ 'X-Team' = 'red' }
/// $session | Export-Clixml (Join-Path $HOME session.xml)
/// $again = Import-Clixml (Join-Path $HOME session.xml) | New-RequestSession
/// $again.Get('/headers').Json().headers</code>Saves the settings of a session, without secrets, and creates a session from them.</example>
/// <seealso href="docs/guide/sessions.md"/>
[Cmdlet(VerbsCommon.New, "RequestSession")]
[OutputType(typeof(RequestSession))]
public sealed class NewRequestSessionCommand : SessionSettingsCmdlet
{
    /// <summary>
    /// Specifies a session whose settings the new session starts with. Adapters and connections are not copied. A session that was read
    /// from a file or came from a job has no secrets: a warning names what is missing.
    /// </summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = "Specifies a session whose settings are copied, also one that was saved.")]
    public object? From { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var session = SessionConverter.ToCopy(From, out var omitted);
        Apply(session);
        if (omitted.Count == 0) return session;
        WriteWarning(
            $"The session was saved without its secrets and what is bound to its process: {string.Join(", ", omitted)}. "
            + "Give them anew where they are needed.");
        return session;
    });
}
