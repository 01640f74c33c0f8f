using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Emits the cookies of a session, a response or a jar.</summary>
/// <remarks>
/// <para>Each has Name, Value, Domain, HostOnly, Path, Expires, Secure, HttpOnly and SameSite. Expired ones are left out.</para>
/// <para>requests: iterating Session.cookies.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -Cookies @{ flavour = 'sweet' }
/// Get-RequestCookie $session | Select-Object Name, Domain, Path</code>Lists the cookies of a session.</example>
/// <example><code>Invoke-Request https://api.example.com/cookies/set?a=1 -AllowRedirects:$false | Get-RequestCookie -Name a*</code>Emits the cookies that a response set.</example>
/// <seealso href="docs/guide/cookies.md"/>
[Cmdlet(VerbsCommon.Get, "RequestCookie")]
[OutputType(typeof(RequestCookie))]
public sealed class GetRequestCookieCommand : RequestCmdlet
{
    /// <summary>The session, response or cookie jar.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Names, with wildcards, in their exact case. Default: all.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CookieNameCompleter))]
    [ValueType(typeof(string[]))]
    public object? Name { get; set; }

    /// <summary>The domain. Default: any.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? Domain { get; set; }

    /// <summary>The path. Default: any.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(OrThrow(() => CookieJarConverter.Find(Session, Name, Domain, Path)), enumerateCollection: true);
}
