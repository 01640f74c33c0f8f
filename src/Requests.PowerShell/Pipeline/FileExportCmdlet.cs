using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What cmdlets that write a file have in common: it is whole or as it was, and nobody else reads it.</summary>
public abstract class FileExportCmdlet : RequestCmdlet
{
    /// <summary>The file.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string Path { get; set; } = "";

    /// <summary>Leaves a file that is already there alone, with an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replaces a file that is there even when it is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file, unless the user only asks what would be done.</summary>
    /// <param name="what">What it holds, for messages.</param>
    /// <param name="write">Writes its text.</param>
    private protected void Save(string what, Action<TextWriter> write) => WriteOrThrow<object>(() =>
    {
        var path = FullPath(Path);
        CheckExisting(path);
        if (!ShouldProcess(path)) return null;
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (Force && File.Exists(path)) File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
            using (var writer = new StreamWriter(unfinished, Private())) write(writer);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"The {what} cannot be written: {error.Message}", error);
        }

        return null;
    });

    private void CheckExisting(string path)
    {
        if (!File.Exists(path)) return;
        if (NoClobber) throw new RequestException($"'{path}' exists already, and -NoClobber leaves it alone.");
        if (!Force && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly)) throw new RequestException($"'{path}' is read-only: -Force replaces it all the same.");
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
