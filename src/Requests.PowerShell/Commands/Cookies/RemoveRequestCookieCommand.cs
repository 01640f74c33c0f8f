using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Removes cookies from a session or a jar.</summary>
/// <remarks>
/// <para>All that name, domain and path pick out are removed; -Name * removes all. That there is none is no error.</para>
/// <para>requests: RequestsCookieJar.clear.</para>
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
    /// <summary>The session or cookie jar.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Names, with wildcards, in their exact case.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CookieNameCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string[]))]
    public object? Name { get; set; }

    /// <summary>The domain. Default: any.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValueType(typeof(string))]
    public object? Domain { get; set; }

    /// <summary>The path. Default: any.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var found = OrThrow(() => PSValue.Unwrap(Name) is null ? throw ParameterErrors.Invalid(nameof(Name), Name, "the name of a cookie, a pattern, or a list of them") : CookieJarConverter.Find(Session, Name, Domain, Path));
        var jar = CookieJarConverter.ToJar(Session);
        foreach (var cookie in found)
        {
            if (ShouldProcess(VisibleText.EscapeLine(cookie.Name), "Remove the cookie")) jar.Remove(cookie.Name, cookie.Domain, cookie.Path);
        }
    }
}
