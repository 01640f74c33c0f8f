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
[Cmdlet(VerbsCommon.New, "RequestSession")]
[OutputType(typeof(RequestSession))]
public sealed class NewRequestSessionCommand : SessionSettingsCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() =>
    {
        var session = new RequestSession();
        Apply(session);
        return session;
    });
}
