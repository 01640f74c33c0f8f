using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// The base class of the cmdlets that write a file. The file is replaced completely or not at all, and only its owner can read it.
/// </summary>
public abstract class FileExportCmdlet : RequestCmdlet
{
    /// <summary>Specifies the path of the file, as text.</summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the path of the file to write.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <summary>Indicates that the cmdlet does not replace an existing file and reports an error instead.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Indicates that the cmdlet replaces an existing file even if it is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file, except with -WhatIf or if the user does not confirm.</summary>
    /// <param name="write">A function that writes the content.</param>
    private protected void Save(Action<Stream> write) => WriteResult<object>(() =>
    {
        Save(GetFullPath(), write);
        return null;
    });

    /// <summary>Returns the full path of the file.</summary>
    /// <exception cref="InvalidParameterException">The path is not one of the file system.</exception>
    private protected string GetFullPath() => FullPath(TextConverter.ToRequiredText(Path, nameof(Path), "the path of a file"));

    /// <summary>Writes a file, except with -WhatIf or if the user does not confirm.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="write">A function that writes the content.</param>
    /// <exception cref="OutputFileException">The file exists and is not replaced, or cannot be written.</exception>
    private protected void Save(string path, Action<Stream> write)
    {
        CheckExisting(path);
        if (!ShouldProcess(path)) return;
        Run(async cancellation =>
        {
            await PrivateFile.WriteAsync(path, write, Force, cancellation).ConfigureAwait(true);
            return (object?)null;
        });
    }

    /// <summary>Throws when a file exists and is not replaced.</summary>
    /// <param name="path">The full path of the file.</param>
    private protected void CheckExisting(string path)
    {
        if (!File.Exists(path)) return;
        if (NoClobber) throw new OutputFileException($"'{path}' already exists, and -NoClobber does not replace it.");
        if (!Force && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
        {
            throw new OutputFileException($"'{path}' is read-only. Use -Force to replace it.");
        }
    }
}
