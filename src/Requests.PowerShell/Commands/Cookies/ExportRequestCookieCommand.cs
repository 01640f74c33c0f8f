using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Exports the cookies of a session, a response or a cookie jar to a file that only its owner can read.</summary>
/// <remarks>
/// <para>The format Netscape is the cookies.txt that curl reads with --cookie. It cannot store SameSite. A cookie without a domain cannot
/// be stored in it and is an error. Json stores all attributes. An existing file is replaced when the new one is complete.</para>
/// <para>Cookies are secrets: protect the file like a password. Python equivalent: MozillaCookieJar.save.</para>
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
    /// <summary>Specifies the session, response or cookie jar.</summary>
    [Parameter(
        Position = 1,
        Mandatory = true,
        ValueFromPipeline = true,
        HelpMessage = "Specifies the session, response or cookie jar whose cookies are written.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Session { get; set; }

    /// <summary>Specifies the format: Netscape or Json. Default: Netscape.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    [ArgumentCompleter(typeof(CookieFileFormatCompleter))]
    public object? Format { get; set; } = CookieFileFormat.Netscape;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var text = OrThrow(() => TextConverter.ToMember<CookieFileFormat>(Format, nameof(Format)) == CookieFileFormat.Json
            ? CookieJarConverter.ToJar(Session).ExportJson()
            : CookieJarConverter.ToJar(Session).ExportNetscape());
        Save(stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(text);
        });
    }
}
