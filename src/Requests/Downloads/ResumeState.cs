using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>What an earlier download left: the bytes in <c>name.part</c>, and in <c>name.part.validator</c> which version of the file they are of.</summary>
/// <param name="path">What it will be.</param>
/// <remarks>A long name is shortened, and a hash of it tells it from others.</remarks>
internal sealed class ResumeState(string path)
{
    private const int LongestValidatorFile = 8192;
    private const int LongestName = 240;

    private readonly string _validatorFile = GetPath(path, ".part.validator");

    /// <summary>Where the bytes are.</summary>
    internal string Part { get; } = GetPath(path, ".part");

    /// <summary>Gets a value that indicates whether a download left the bytes, and not somebody else a file of that name.</summary>
    internal bool IsOurs => Length == 0 || new FileInfo(_validatorFile) is { Exists: true, LinkTarget: null };

    /// <summary>How many bytes there are; 0 where there are none, or where a link stands in the place.</summary>
    internal long Length => new FileInfo(Part) is { Exists: true, LinkTarget: null } part ? part.Length : 0;

    /// <summary>Which version the bytes are of, or null. A link in the place of the file is not followed.</summary>
    internal FileVersion? Read() =>
        new FileInfo(_validatorFile) is { Exists: true, LinkTarget: null, Length: <= LongestValidatorFile } ? FileVersion.Read(File.ReadAllText(_validatorFile)) : null;

    /// <summary>How many bytes a download can go on from, and what If-Range asks for.</summary>
    /// <param name="path">What it will be.</param>
    /// <param name="target">Where it is saved.</param>
    internal (long Have, string? IfRange) Begun(string path, DownloadTarget target)
    {
        if (Length is > 0 and var length)
        {
            var ifRange = Read()?.IfRange;
            return ifRange is null && target.Checksum is null ? (0, null) : (length, ifRange);
        }

        return new FileInfo(path) is { Exists: true } begun ? (begun.Length, null) : (0, null);
    }

    /// <summary>Remembers which version the bytes are of. The file is new, so that a link in its place is not followed.</summary>
    /// <param name="version">The version.</param>
    internal void Remember(FileVersion version)
    {
        File.Delete(_validatorFile);
        using var writer = new StreamWriter(new FileStream(_validatorFile, FileMode.CreateNew, FileAccess.Write));
        writer.Write(version.Write());
    }

    /// <summary>Removes what says which version the bytes are of.</summary>
    internal void Forget() => File.Delete(_validatorFile);

    private static string GetPath(string path, string end)
    {
        var name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
        return name.Length <= LongestName ? path + end : AtomicFile.PathBeside(path, $"~{Convert.ToHexString(SHA256.HashData(name).AsSpan(0, 4))}{end}");
    }
}
