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
[Cmdlet(VerbsCommon.Remove, "RequestCookie")]
[OutputType(typeof(void))]
public sealed class RemoveRequestCookieCommand : RequestCmdlet
{
    /// <summary>The session or cookie jar.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public object? Session { get; set; }

    /// <summary>Names, with wildcards, in their exact case.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CookieNameCompleter))]
    [TextArgument(AllowsList = true)]
    public string[] Name { get; set; } = [];

    /// <summary>The domain. Default: any.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextArgument]
    public string? Domain { get; set; }

    /// <summary>The path. Default: any.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextArgument]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var jar = OrThrow(() => JarForms.ToJar(Session));
        foreach (var cookie in JarForms.Find(jar, Name, Domain, Path)) jar.Remove(cookie.Name, cookie.Domain, cookie.Path);
    }
}
