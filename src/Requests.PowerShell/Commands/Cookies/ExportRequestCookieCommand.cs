using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Writes the cookies of a session, a response or a jar to a file that only its owner can read.</summary>
/// <remarks>
/// <para>Netscape is the cookies.txt that curl reads with --cookie; it has no place for SameSite, nor for a cookie without a domain, which is
/// an error. JSON keeps all. A file that is there is replaced when the new one is whole.</para>
/// <para>Cookies are secrets: keep the file as you would a password. Python: MozillaCookieJar.save.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession
/// $null = Invoke-Request https://api.example.com/cookies/set?flavour=sweet -Session $session
/// $file = Join-Path ([IO.Path]::GetTempPath()) 'export-example.txt'
/// Export-RequestCookie $file $session
/// Remove-Item $file</code>Saves the cookies of a session for curl.</example>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) 'export-example.json'
/// New-RequestSession -Cookies @{ a = '1' } | Export-RequestCookie $file -Format Json
/// Get-Content $file
/// Remove-Item $file</code>Saves cookies with all their attributes.</example>
/// <seealso href="docs/guide/cookies.md"/>
[Cmdlet(VerbsData.Export, "RequestCookie", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExportRequestCookieCommand : FileExportCmdlet
{
    /// <summary>The session, response or cookie jar.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Netscape, the default, or Json.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    [ArgumentCompleter(typeof(MemberCompleter<CookieFileFormat>))]
    public object? Format { get; set; } = CookieFileFormat.Netscape;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var text = OrThrow(() => TextConverter.ToMember<CookieFileFormat>(Format, nameof(Format)) == CookieFileFormat.Json ? CookieJarConverter.ToJar(Session).ExportJson() : CookieJarConverter.ToJar(Session).ExportNetscape());
        Save(writer => writer.Write(text));
    }
}
