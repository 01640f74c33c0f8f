using System.Text;

namespace Requests;

/// <summary>
/// Represents where bodies are saved: a file, or a folder in which each body gets the name that its server suggests. Two bodies are never
/// saved to the same file.
/// </summary>
/// <remarks>
/// One instance serves all downloads of a command, so that it knows which names are taken. Safe for use by several threads. A file that the
/// caller names is replaced, and a link that the caller names is kept: its target is replaced. In a folder, a file is replaced only when
/// its name is the last segment of the caller's URL; a name that the server chose gets a number when it is taken, and links are not
/// followed.
/// </remarks>
public sealed class DownloadTarget
{
    private const int MaximumNameLength = 255;

    private readonly string _path;
    private readonly HashSet<string> _taken = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates the target. Nothing is written yet.</summary>
    /// <param name="path">The full path of a file; or of a folder, which exists or is written with a separator at its end.</param>
    public DownloadTarget(string path)
    {
        _path = path;
        IsFolder = Path.EndsInDirectorySeparator(path) || Directory.Exists(path);
    }

    /// <summary>Gets a value that indicates whether the target is a folder, in which servers suggest the names.</summary>
    internal bool IsFolder { get; }

    /// <summary>Gets a value that indicates whether an earlier download is continued. Default: false.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Gets a value that indicates whether a read-only file, and a file with a name that the server chose, is replaced as well. Default:
    /// false.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>
    /// Gets a value that indicates whether an existing file is an error instead of being replaced. In a folder this applies to a name that
    /// is the last segment of the caller's URL; a name that the server chose gets a number in any case. Default: false.
    /// </summary>
    public bool NoClobber { get; init; }

    /// <summary>
    /// Gets a value that indicates whether the bytes are saved as received, without decoding the Content-Encoding. Default: false.
    /// </summary>
    public bool Raw { get; init; }

    /// <summary>
    /// Gets the expected checksum of the file, or null. A file that exists and has it is not requested again with GET: the response then
    /// has the status 304, although no server sent it.
    /// </summary>
    public Checksum? Checksum { get; init; }

    /// <summary>
    /// Gets the file of checksums in which that of each file is found, or null. Has no effect together with <see cref="Checksum"/>.
    /// </summary>
    public ChecksumSource? ChecksumSource { get; init; }

    /// <summary>
    /// Gets a value that indicates whether a file is downloaded only if the server has another version. The version is noted in a hidden
    /// file <c>.name.version</c>; a file without one is compared by its date. Requires the method GET. Default: false.
    /// </summary>
    public bool IfChanged { get; init; }

    /// <summary>
    /// Gets a value that indicates whether the file gets the time of the response's Last-Modified. A date in the future is not used.
    /// Default: false.
    /// </summary>
    public bool RemoteTime { get; init; }

    /// <summary>Gets a value that indicates whether a checksum is expected.</summary>
    internal bool HasChecksum => Checksum is not null || ChecksumSource is not null;

    /// <summary>Returns whether a path leads to a device, a pipe or a socket, which takes bytes and cannot be replaced by a file.</summary>
    /// <param name="path">The path; links are followed.</param>
    internal static bool IsDevice(string path)
    {
        if (OperatingSystem.IsWindows() || path.StartsWith("/dev/shm/", StringComparison.Ordinal)) return false;
        return (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
            ? File.Exists(path)
            : UnixFileStatus.Get(path) is { IsSpecial: true };
    }

    /// <summary>Checks before the transfer whether the file can be written.</summary>
    /// <exception cref="OutputFileException">The folder does not exist, or the file cannot be replaced.</exception>
    internal void Check()
    {
        var folder = IsFolder ? _path : Path.GetDirectoryName(_path);
        if (!Directory.Exists(folder)) throw new OutputFileException($"'{_path}' cannot be written: the folder '{folder}' does not exist.");
        if (IsFolder) return;
        if (!OperatingSystem.IsWindows() && Encoding.UTF8.GetByteCount(Path.GetFileName(_path)) > MaximumNameLength)
        {
            throw new OutputFileException($"'{_path}' cannot be written: the name of the file is longer than {MaximumNameLength} bytes.");
        }

        if (Resume && IsDevice(_path)) throw new OutputFileException($"'{_path}' is a device: there is nothing to resume.");
        if (IfChanged && IsDevice(_path)) throw new OutputFileException($"'{_path}' is a device: it has no version.");
        if (NoClobber && Exists(_path)) throw Existing(_path);
        if (!Force && File.Exists(_path) && File.GetAttributes(_path).HasFlag(FileAttributes.ReadOnly))
        {
            throw new OutputFileException($"'{_path}' is read-only.");
        }
    }

    /// <summary>Takes the file that the caller named; null for a folder, whose file depends on the response.</summary>
    internal FileLocation? TakeFile()
    {
        if (IsFolder) return null;
        if (!Take(_path))
        {
            throw new OutputFileException($"'{_path}' is the target of another request: name a folder, or a file for each request.");
        }

        return new FileLocation(PathOfFile, MayReplace: !NoClobber || IsDevice(_path), IsNamed: true);
    }

    /// <summary>Gets the path of the file that the caller named, without taking it; null for a folder.</summary>
    internal string? GetNamedPath() => IsFolder ? null : PathOfFile;

    /// <summary>
    /// Gets the path that the caller named or, in a folder, that of the name in the URL; null where the URL has no name.
    /// </summary>
    /// <param name="url">The URL of the caller.</param>
    internal string? GetExpectedPath(string url)
    {
        if (!IsFolder) return PathOfFile;
        return ServerFileName.FromCallerUrl(url) is { } name ? Path.Combine(_path, name) : null;
    }

    /// <summary>Takes a file in the folder that stays as it is; false when another request of the command has taken it.</summary>
    /// <param name="path">The path of the file.</param>
    internal bool TakeExisting(string path) => !IsFolder || Take(path);

    /// <summary>Chooses the file in the folder for a response: the name that it suggests, with a number when that is taken.</summary>
    /// <param name="response">The response.</param>
    /// <exception cref="OutputFileException">The file exists, and <see cref="NoClobber"/> forbids to replace it.</exception>
    internal FileLocation ChooseFile(Response response)
    {
        // The one file came into being during the transfer.
        if (!IsFolder) throw Existing(_path);
        var name = ServerFileName.GetFileName(response);
        var isFromCaller = ServerFileName.IsFromCallerUrl(name, response);
        if (NoClobber && isFromCaller && Path.Combine(_path, name) is var first && !IsTaken(first) && Exists(first)) throw Existing(first);
        var mayReplace = Force || (isFromCaller && !NoClobber);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(
                _path,
                number == 1 ? name : $"{Path.GetFileNameWithoutExtension(name)} ({number}){Path.GetExtension(name)}");
            var replaces = Force || (mayReplace && number == 1);
            if (IsFree(path, replaces) && Take(path)) return new FileLocation(path, replaces);
        }
    }

    /// <summary>Finds the existing file at the path at which a response would be saved; null when it does not exist.</summary>
    /// <param name="response">The response.</param>
    internal string? FindExisting(Response response)
    {
        var path = IsFolder ? Path.Combine(_path, ServerFileName.GetFileName(response)) : PathOfFile;
        return File.Exists(path) && !IsDevice(path) ? path : null;
    }

    private string PathOfFile => IsDevice(_path) ? _path : Resolve(_path);

    /// <summary>
    /// Returns whether a body may be saved to a path in the folder: nothing exists there, or a file that may be replaced.
    /// </summary>
    private bool IsFree(string path, bool mayReplace)
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path)) return Force && file.LinkTarget is not null;
        if (!file.Exists && file.LinkTarget is null) return true;
        // A link is never followed; with Force a file replaces it.
        return mayReplace && (Force || file.LinkTarget is null) && !IsDevice(path);
    }

    private static OutputFileException Existing(string path) => new($"'{path}' already exists, and NoClobber does not replace it.");

    private static bool Exists(string path) => (Path.Exists(path) || new FileInfo(path).LinkTarget is not null) && !IsDevice(path);

    private bool IsTaken(string path)
    {
        lock (_taken) return _taken.Contains(path);
    }

    private bool Take(string path)
    {
        lock (_taken) return _taken.Add(path);
    }

    /// <summary>Resolves a link, because its target is replaced.</summary>
    private static string Resolve(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // The link is circular, or the file system has no links. Writing reports the error.
            return path;
        }
    }
}
