using System.Text;

namespace Requests;

/// <summary>Where bodies are saved: one file, or a folder in which each gets the name that its server suggests. Two bodies never share a file.</summary>
/// <remarks>
/// One object serves all downloads of a command, so that it knows which names are taken. Safe to use from many threads.
/// A file that the caller names is replaced, and a link that the caller names stays: the file that it leads to is replaced. In a folder,
/// a file is replaced only when its name is the last segment of the caller's own URL; a name that the server chose gets a number where
/// something has that name already, and links are not followed.
/// </remarks>
public sealed class DownloadTarget
{
    private const int LongestName = 255;

    private readonly string _path;
    private readonly HashSet<string> _taken = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates the target; nothing is written yet.</summary>
    /// <param name="path">The full path of the file or, with a separator at its end or where there is one, of the folder.</param>
    public DownloadTarget(string path)
    {
        _path = path;
        IsFolder = Path.EndsInDirectorySeparator(path) || Directory.Exists(path);
    }

    /// <summary>Whether names come from the servers.</summary>
    internal bool IsFolder { get; }

    /// <summary>Whether to go on where an earlier download stopped. Default false.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether to replace a file also under a name that the server chose, and one that is read-only. Default false.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// Whether a file that exists is an error in place of being replaced. In a folder this is about a name that is the last segment of the
    /// caller's URL; a name that the server chose gets a number in any case. Default false.
    /// </summary>
    public bool NoClobber { get; init; }

    /// <summary>Whether to save the bytes as they come, with no Content-Encoding undone. Default false.</summary>
    public bool Raw { get; init; }

    /// <summary>What the file must hash to, or null.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>Whether a path is no place for a file but something that takes bytes: a device, a pipe, a socket.</summary>
    /// <param name="path">The path; links are followed.</param>
    internal static bool IsDevice(string path)
    {
        if (OperatingSystem.IsWindows() || path.StartsWith("/dev/shm/", StringComparison.Ordinal)) return false;
        return (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
            ? File.Exists(path)
            : UnixFileStatus.Get(path) is { IsSpecial: true };
    }

    /// <summary>Says at once what would come out after the transfer only.</summary>
    /// <exception cref="OutputFileException">There is no such folder, or the file cannot be replaced.</exception>
    internal void Check()
    {
        var folder = IsFolder ? _path : Path.GetDirectoryName(_path);
        if (!Directory.Exists(folder)) throw new OutputFileException($"'{_path}' cannot be written: there is no folder '{folder}'.");
        if (IsFolder) return;
        if (!OperatingSystem.IsWindows() && Encoding.UTF8.GetByteCount(Path.GetFileName(_path)) > LongestName) throw new OutputFileException($"'{_path}' cannot be written: the name of the file is longer than {LongestName} bytes.");
        if (Resume && IsDevice(_path)) throw new OutputFileException($"'{_path}' is a device: there is nothing to resume.");
        if (NoClobber && Exists(_path)) throw Existing(_path);
        if (!Force && File.Exists(_path) && File.GetAttributes(_path).HasFlag(FileAttributes.ReadOnly)) throw new OutputFileException($"'{_path}' is read-only.");
    }

    /// <summary>The place of the one file, or null when only a response tells.</summary>
    internal FileLocation? Known()
    {
        if (IsFolder) return null;
        if (!Take(_path)) throw new OutputFileException($"'{_path}' was taken by a request before: name a folder, or a file for each.");
        return new FileLocation(PathOfFile, MayReplace: !NoClobber || IsDevice(_path), IsNamed: true);
    }

    /// <summary>The path of the one file as <see cref="Known"/> gives it, without taking it; null for a folder.</summary>
    internal string? Peek() => IsFolder ? null : PathOfFile;

    /// <summary>The place for a response: the name that it suggests, with a number where that is taken.</summary>
    /// <param name="response">The response.</param>
    /// <exception cref="OutputFileException">The file exists, and <see cref="NoClobber"/> forbids to replace it.</exception>
    internal FileLocation Choose(Response response)
    {
        // The one file came into being during the transfer.
        if (!IsFolder) throw Existing(_path);
        var name = ServerFileName.GetFileName(response);
        var isCallers = ServerFileName.IsCallers(name, response);
        if (NoClobber && isCallers && Path.Combine(_path, name) is var first && !IsTaken(first) && Exists(first)) throw Existing(first);
        var mayReplace = Force || (isCallers && !NoClobber);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(_path, number == 1 ? name : $"{Path.GetFileNameWithoutExtension(name)} ({number}){Path.GetExtension(name)}");
            var replaces = Force || (mayReplace && number == 1);
            if (IsFree(path, replaces) && Take(path)) return new FileLocation(path, replaces);
        }
    }

    /// <summary>The file that stands where a response would be saved, or null.</summary>
    /// <param name="response">The response.</param>
    internal string? Standing(Response response)
    {
        var path = IsFolder ? Path.Combine(_path, ServerFileName.GetFileName(response)) : PathOfFile;
        return File.Exists(path) && !IsDevice(path) ? path : null;
    }

    private string PathOfFile => IsDevice(_path) ? _path : Resolve(_path);

    /// <summary>Whether a body may go to a path below the folder: nothing is there, or a file that may be replaced.</summary>
    private bool IsFree(string path, bool mayReplace)
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path)) return Force && file.LinkTarget is not null;
        if (!file.Exists && file.LinkTarget is null) return true;
        // A link is never followed; -Force puts a file in its place.
        return mayReplace && (Force || file.LinkTarget is null) && !IsDevice(path);
    }

    private static OutputFileException Existing(string path) => new($"'{path}' exists already, and NoClobber leaves it as it is.");

    private static bool Exists(string path) => (Path.Exists(path) || new FileInfo(path).LinkTarget is not null) && !IsDevice(path);

    private bool IsTaken(string path)
    {
        lock (_taken) return _taken.Contains(path);
    }

    private bool Take(string path)
    {
        lock (_taken) return _taken.Add(path);
    }

    /// <summary>Where a link leads: it is its file that is replaced.</summary>
    private static string Resolve(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // A link in a circle, or none of a file system's: writing will say.
            return path;
        }
    }
}
