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
[Cmdlet(VerbsData.Export, "RequestCookie", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExportRequestCookieCommand : RequestCmdlet
{
    /// <summary>The file.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string Path { get; set; } = "";

    /// <summary>The session, response or cookie jar.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    public object? Session { get; set; }

    /// <summary>Netscape, the default, or Json.</summary>
    [Parameter]
    [ValidateSet("Netscape", "Json")]
    public string Format { get; set; } = "Netscape";

    /// <summary>Leaves a file that is already there alone, with an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replaces a file that is there even when it is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow<object>(() =>
    {
        var jar = JarForms.ToJar(Session);
        var text = Format == "Json" ? jar.ExportJson() : jar.ExportNetscape();
        var path = FullPath(Path);
        CheckExisting(path);
        if (!ShouldProcess(path)) return null;
        try
        {
            if (Force && File.Exists(path)) File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
            Write(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"The cookies cannot be written: {error.Message}", error);
        }

        return null;
    });

    private void CheckExisting(string path)
    {
        if (!File.Exists(path)) return;
        if (NoClobber) throw new RequestException($"'{path}' exists already, and -NoClobber leaves it alone.");
        if (!Force && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly)) throw new RequestException($"'{path}' is read-only: -Force replaces it all the same.");
    }

    private static void Write(string path, string text)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(unfinished, options)) writer.Write(text);
        File.Move(unfinished, path, overwrite: true);
    }
}
