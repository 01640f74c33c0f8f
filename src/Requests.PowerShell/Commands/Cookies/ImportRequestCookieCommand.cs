using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Imports cookies from a cookies.txt or JSON file.</summary>
/// <remarks>
/// <para>Reads cookies.txt as curl and browser extensions write it, or JSON. The format is detected from the content. With -Session the
/// cookies are added to the session. Without it, the cmdlet emits a cookie jar, which -Cookies of Invoke-Request accepts. A line that
/// is not a cookie, or a cookie that its rules do not allow, is skipped with a warning. A JSON text that cannot be read is an error.</para>
/// <para>Python equivalent: MozillaCookieJar.load.</para>
/// </remarks>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) 'import-example.txt'
/// "api.example.com`tFALSE`t/`tFALSE`t0`tflavour`tsweet" | Set-Content $file
/// $session = New-RequestSession
/// Import-RequestCookie $file -Session $session
/// Get-RequestCookie $session
/// Remove-Item $file</code>Adds the cookies of a cookies.txt to a session.</example>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) 'import-example.json'
/// '[{ "name": "a", "value": "1", "domain": "api.example.com" }]' | Set-Content $file
/// $jar = Import-RequestCookie $file
/// $jar['a']
/// Remove-Item $file</code>Reads cookies as a browser extension exports them.</example>
/// <seealso href="docs/guide/cookies.md"/>
[Cmdlet(VerbsData.Import, "RequestCookie", SupportsShouldProcess = true)]
[OutputType(typeof(CookieJar))]
public sealed class ImportRequestCookieCommand : RequestCmdlet
{
    /// <summary>Specifies the path of the file, as text.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Specifies the path of the file to read.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <summary>
    /// Specifies the session or cookie jar to which the cookies are added. Default: a new cookie jar, which is emitted.
    /// </summary>
    [Parameter(Position = 1)]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
    {
        var jar = Session is null ? new CookieJar() : CookieJarConverter.ToJar(Session);
        var path = FullPath(TextConverter.ToRequiredText(Path, nameof(Path), "the path of a file"));
        try
        {
            var text = File.ReadAllText(path);
            if (!ShouldProcess(path, "Import the cookies")) return null;
            jar.Import(text, out var refused);
            foreach (var reason in refused) WriteWarning(reason);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidParameterException($"The file of -Path cannot be read: {error.Message}", error);
        }

        return Session is null ? jar : null;
    });
}
