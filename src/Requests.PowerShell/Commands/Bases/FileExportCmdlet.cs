using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>What cmdlets that write a file have in common: it is whole or as it was, and nobody else reads it.</summary>
public abstract class FileExportCmdlet : RequestCmdlet
{
    /// <summary>The file.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <summary>Leaves a file that is already there alone, with an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replaces a file that is there even when it is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file, unless the user only asks what would be done.</summary>
    /// <param name="write">Writes its text.</param>
    private protected void Save(Action<TextWriter> write) => WriteOrThrow<object>(() =>
    {
        var path = FullPath(TextConverter.ToRequiredText(Path, nameof(Path), "the path of a file"));
        CheckExisting(path);
        if (!ShouldProcess(path)) return null;
        return Run(async cancellation =>
        {
            await PrivateFile.WriteAsync(path, write, Force, cancellation).ConfigureAwait(true);
            return (object?)null;
        });
    });

    private void CheckExisting(string path)
    {
        if (!File.Exists(path)) return;
        if (NoClobber) throw new OutputFileException($"'{path}' exists already, and -NoClobber leaves it alone.");
        if (!Force && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly)) throw new OutputFileException($"'{path}' is read-only: -Force replaces it all the same.");
    }
}
