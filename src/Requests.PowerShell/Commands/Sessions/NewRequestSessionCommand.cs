using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates a session: defaults, cookies and connections that calls have in common.</summary>
/// <remarks>
/// <para>Give the session to Invoke-Request with -Session, or use its methods: Get, Post, Put, Patch, Delete, Head, Options and Request
/// take a URL and a map of parameters. What a call says wins over what its session says: maps are merged, and $null removes. Nothing of
/// a call stays in the session but the cookies that servers set.</para>
/// <para>A session may be shared: from ForEach-Object -Parallel and from thread jobs use it as $using:session, after Import-Module Requests there if you call its methods. Close it with
/// Close-RequestSession when its connections are not needed any more. requests: Session.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// $null = Invoke-Request https://api.example.com/cookies/set?flavour=sweet -Session $session
/// (Invoke-Request https://api.example.com/cookies -Session $session).Text</code>Keeps a cookie from one call to the next.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com -Headers @{ 'X-Team' = 'red' } -RaiseForStatus
/// $session.Get('/headers').Json().headers</code>Sets defaults; the URL of a call is then put below the base.</example>
/// <example><code>$session = New-RequestSession -BaseUri https://api.example.com -Headers @{ 'X-Team' = 'red' }
/// $session | Export-Clixml (Join-Path $HOME session.xml)
/// $again = Import-Clixml (Join-Path $HOME session.xml) | New-RequestSession
/// $again.Get('/headers').Json().headers</code>Saves a session's settings, without secrets, and makes a session of them.</example>
/// <seealso href="docs/guide/sessions.md"/>
[Cmdlet(VerbsCommon.New, "RequestSession")]
[OutputType(typeof(RequestSession))]
public sealed class NewRequestSessionCommand : SessionSettingsCmdlet
{
    /// <summary>A session whose settings the new one begins with; adapters and connections are its own. One that comes out of a file or a job has no secrets: a warning names what is missing.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? From { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() =>
    {
        var session = SessionConverter.ToCopy(From, out var omitted);
        Apply(session);
        if (omitted.Count > 0) WriteWarning($"The session was saved without its secrets and what is bound to its process: {string.Join(", ", omitted)}. Give them anew where they are needed.");
        return session;
    });
}
