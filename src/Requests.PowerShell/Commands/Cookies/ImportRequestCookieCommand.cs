using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Reads cookies from a file: cookies.txt as curl and browsers' extensions write it, or JSON.</summary>
/// <remarks>
/// <para>The format is seen from the file. With -Session the cookies are put in there; without, a jar is emitted, which -Cookies of
/// Invoke-Request takes. A line that is no cookie is an error with its number, and no cookie is put in.</para>
/// <para>Python: MozillaCookieJar.load.</para>
/// </remarks>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) 'import-example.txt'
/// "api.example.com`tFALSE`t/`tFALSE`t0`tflavour`tsweet" | Set-Content $file
/// $session = New-RequestSession
/// Import-RequestCookie $file -Session $session
/// Get-RequestCookie $session
/// Remove-Item $file</code>Puts the cookies of a cookies.txt into a session.</example>
/// <example><code>$file = Join-Path ([IO.Path]::GetTempPath()) 'import-example.json'
/// '[{ "name": "a", "value": "1", "domain": "api.example.com" }]' | Set-Content $file
/// $jar = Import-RequestCookie $file
/// $jar['a']
/// Remove-Item $file</code>Reads cookies as a browser's extension exports them.</example>
/// <seealso href="docs/guide/cookies.md"/>
[Cmdlet(VerbsData.Import, "RequestCookie", SupportsShouldProcess = true)]
[OutputType(typeof(CookieJar))]
public sealed class ImportRequestCookieCommand : RequestCmdlet
{
    /// <summary>The file.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <summary>The session or cookie jar to put them into. Default: a new jar, which is emitted.</summary>
    [Parameter(Position = 1)]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() =>
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
            throw new InvalidParameterException($"The file of Path cannot be read: {error.Message}", error);
        }

        return Session is null ? jar : null;
    });
}
