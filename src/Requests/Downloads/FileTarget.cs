namespace Requests;

/// <summary>Where bodies are saved: one file, or a folder in which each gets the name that its server suggests. Two bodies never share a file.</summary>
/// <remarks>One object serves all downloads of a command, so that it knows which names are taken. Safe to use from many threads.</remarks>
public sealed class FileTarget
{
    private readonly string _path;
    private readonly HashSet<string> _taken;

    /// <summary>Creates the target; nothing is written yet.</summary>
    /// <param name="path">The full path of the file or, with a separator at its end or where there is one, of the folder.</param>
    public FileTarget(string path)
        : this(path, new HashSet<string>(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase))
    {
    }

    private FileTarget(string path, HashSet<string> taken)
    {
        _path = path;
        _taken = taken;
        IsFolder = Path.EndsInDirectorySeparator(path) || Directory.Exists(path);
    }

    /// <summary>Whether names come from the servers.</summary>
    public bool IsFolder { get; }

    /// <summary>Whether to go on where an earlier download stopped. Default false.</summary>
    public bool Resume { get; init; }

    /// <summary>What the file must hash to, or null.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>A target elsewhere that shares its knowledge of what is taken with this one.</summary>
    /// <param name="path">The full path, as in the constructor.</param>
    /// <param name="resume">Whether to go on where an earlier download stopped.</param>
    /// <param name="checksum">What the file must hash to, or null.</param>
    public FileTarget Beside(string path, bool resume = false, Checksum? checksum = null) => new(path, _taken) { Resume = resume, Checksum = checksum };

    /// <summary>Whether a path is no place for a file but something that takes bytes.</summary>
    /// <param name="path">The path, its links resolved.</param>
    internal static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && !path.StartsWith("/dev/shm/", StringComparison.Ordinal) && File.Exists(path)
            && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    /// <summary>Says at once what would come out after the transfer only.</summary>
    /// <exception cref="OutputFileException">There is no such folder, or the file cannot be replaced.</exception>
    internal void Check()
    {
        var folder = IsFolder ? _path : Path.GetDirectoryName(_path);
        if (!Directory.Exists(folder)) throw new OutputFileException($"There is no folder '{folder}' to save a file in.");
        if (Resume && !IsFolder && IsDevice(Resolve(_path))) throw new OutputFileException($"'{_path}' is a device: there is nothing to resume.");
        if (!IsFolder && File.Exists(_path) && File.GetAttributes(_path).HasFlag(FileAttributes.ReadOnly)) throw new OutputFileException($"'{_path}' is read-only.");
    }

    /// <summary>The path of the one file, or null when only an answer tells.</summary>
    internal string? Known() => IsFolder ? null : Take(_path) ? Resolve(_path) : throw new OutputFileException($"'{_path}' was taken by a request before: name a folder, or a file for each.");

    /// <summary>The path for an answer: the name that it suggests, with a number where that is taken.</summary>
    /// <param name="response">The answer.</param>
    internal string Choose(Response response)
    {
        var name = ServerFileName.Of(response);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(_path, number == 1 ? name : $"{Path.GetFileNameWithoutExtension(name)} ({number}){Path.GetExtension(name)}");
            if (Take(path)) return Resolve(path);
        }
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
