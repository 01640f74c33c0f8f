using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Removes cookies from a session or a cookie jar.</summary>
/// <remarks>
/// <para>Removes all cookies that match name, domain and path; -Name * removes all. It is not an error if no cookie matches.</para>
/// <para>Python equivalent: RequestsCookieJar.clear.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -Cookies @{ a = '1'; b = '2' }
/// Remove-RequestCookie $session a
/// (Get-RequestCookie $session).Name</code>Removes one cookie.</example>
/// <example><code>$session = New-RequestSession -Cookies @{ a = '1'; b = '2' }
/// Remove-RequestCookie $session *</code>Removes all cookies.</example>
/// <seealso href="docs/guide/cookies.md"/>
[Cmdlet(VerbsCommon.Remove, "RequestCookie", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveRequestCookieCommand : RequestCmdlet
{
    /// <summary>Specifies the session or cookie jar.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the session or cookie jar from which cookies are removed.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Specifies the names of the cookies, as text or a list of texts. Wildcards are allowed. Case matters.</summary>
    [Parameter(
        Position = 1,
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Specifies the names of the cookies, with or without wildcards.")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CookieNameCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string[]))]
    public object? Name { get; set; }

    /// <summary>Specifies the domain, as text. Default: any domain.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValueType(typeof(string))]
    public object? Domain { get; set; }

    /// <summary>Specifies the path, as text. Default: any path.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var found = OrThrow(() => PSValue.Unwrap(Name) is null
            ? throw ParameterErrors.Invalid(nameof(Name), Name, "the name of a cookie, a pattern, or a list of them")
            : CookieJarConverter.Find(Session, Name, Domain, Path));
        var jar = CookieJarConverter.ToJar(Session);
        foreach (var cookie in found)
        {
            if (!ShouldProcess(VisibleText.EscapeLine(cookie.Name), "Remove the cookie")) continue;
            jar.Remove(cookie.Name, cookie.Domain, cookie.Path);
        }
    }
}
