using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Represents the files that an interrupted download leaves: the bytes in <c>name.part</c>, and the version of the file in
/// <c>name.part.validator</c>.
/// </summary>
/// <param name="path">The path of the complete file.</param>
/// <remarks>A long name is shortened, and a hash distinguishes it from others.</remarks>
internal sealed class ResumeState(string path)
{
    private const int MaximumValidatorFile = 8192;
    private const int MaximumNameLength = 240;

    private readonly string _validatorFile = GetPath(path, ".part.validator");

    /// <summary>Gets the path of the received bytes.</summary>
    internal string Part { get; } = GetPath(path, ".part");

    /// <summary>Gets a value that indicates whether a download left the bytes; otherwise another program created the file.</summary>
    internal bool IsOurs => Length == 0 || new FileInfo(_validatorFile) is { Exists: true, LinkTarget: null };

    /// <summary>Gets the number of received bytes; 0 when the file is missing, or a link is at its path.</summary>
    internal long Length => new FileInfo(Part) is { Exists: true, LinkTarget: null } part ? part.Length : 0;

    /// <summary>Reads the version of the bytes, or null. A link at the path of the file is not followed.</summary>
    internal FileVersion? Read() =>
        new FileInfo(_validatorFile) is { Exists: true, LinkTarget: null, Length: <= MaximumValidatorFile }
            ? FileVersion.Parse(File.ReadAllText(_validatorFile))
            : null;

    /// <summary>Gets the number of bytes that a download can continue from, and the value of If-Range.</summary>
    /// <param name="path">The path of the complete file.</param>
    /// <param name="target">The target of the download.</param>
    internal (long Have, string? IfRange) GetStart(string path, DownloadTarget target)
    {
        if (Length is > 0 and var length)
        {
            var ifRange = Read()?.IfRange;
            return ifRange is null && !target.HasChecksum ? (0, null) : (length, ifRange);
        }

        return MayBeBegun(path, target) && new FileInfo(path) is { Exists: true } existing ? (existing.Length, null) : (0, null);
    }

    /// <summary>
    /// Returns whether an existing file may be the beginning of the content. A noted version is that of a complete file, so another content
    /// is not the rest of it. A checksum decides without the note.
    /// </summary>
    /// <param name="path">The path of the complete file.</param>
    /// <param name="target">The target of the download.</param>
    internal static bool MayBeBegun(string path, DownloadTarget target) =>
        !target.IfChanged || target.HasChecksum || !new VersionNote(path).Exists;

    /// <summary>Saves the version of the bytes. The file is created anew, so that a link at its path is not followed.</summary>
    /// <param name="version">The version.</param>
    internal void SaveVersion(FileVersion version)
    {
        File.Delete(_validatorFile);
        using var writer = new StreamWriter(new FileStream(_validatorFile, FileMode.CreateNew, FileAccess.Write));
        writer.Write(version.Write());
    }

    /// <summary>Deletes the saved version.</summary>
    internal void DeleteVersion() => File.Delete(_validatorFile);

    private static string GetPath(string path, string end)
    {
        var name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
        if (name.Length <= MaximumNameLength) return path + end;
        return AtomicFile.PathBeside(path, $"~{Convert.ToHexString(SHA256.HashData(name).AsSpan(0, 4))}{end}");
    }
}
