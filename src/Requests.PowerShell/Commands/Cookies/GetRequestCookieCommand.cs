using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Gets the cookies of a session, a response or a cookie jar.</summary>
/// <remarks>
/// <para>Each cookie has Name, Value, Domain, HostOnly, Path, Expires, Secure, HttpOnly and SameSite. Expired cookies are omitted.</para>
/// <para>Python equivalent: iterating over Session.cookies.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -Cookies @{ flavour = 'sweet' }
/// Get-RequestCookie $session | Select-Object Name, Domain, Path</code>Lists the cookies of a session.</example>
/// <example>
/// <code>Invoke-Request https://api.example.com/cookies/set?a=1 -AllowRedirects:$false | Get-RequestCookie -Name a*</code>
/// Emits the cookies that a response set.
/// </example>
/// <seealso href="docs/guide/cookies.md"/>
[Cmdlet(VerbsCommon.Get, "RequestCookie")]
[OutputType(typeof(RequestCookie))]
public sealed class GetRequestCookieCommand : RequestCmdlet
{
    /// <summary>Specifies the session, response or cookie jar.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the session, response or cookie jar whose cookies are returned.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>
    /// Specifies the names of the cookies, as text or a list of texts. Wildcards are allowed. Case matters. Default: all cookies.
    /// </summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CookieNameCompleter))]
    [ValueType(typeof(string[]))]
    public object? Name { get; set; }

    /// <summary>Specifies the domain, as text. Default: any domain.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? Domain { get; set; }

    /// <summary>Specifies the path, as text. Default: any path.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        WriteObject(OrThrow(() => CookieJarConverter.Find(Session, Name, Domain, Path)), enumerateCollection: true);
}
