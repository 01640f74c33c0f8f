namespace Requests;

/// <summary>
/// Represents a lock between processes: an open file that no other process can open. The system releases it when its process ends.
/// </summary>
internal static class FolderLock
{
    /// <summary>How often a lock is tried; each attempt after the first ones waits for a millisecond.</summary>
    internal const int Attempts = 5000;

    /// <summary>Takes a lock; returns null where another holds it.</summary>
    /// <param name="path">The path of the file.</param>
    internal static IDisposable? TryTake(string path)
    {
        try
        {
            return Open(path);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
            && File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Takes a lock that others hold for a moment; returns null where that takes longer than about five seconds.</summary>
    /// <param name="path">The path of the file.</param>
    internal static IDisposable? Take(string path)
    {
        var wait = default(SpinWait);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (TryTake(path) is { } taken) return taken;
            wait.SpinOnce();
        }

        return null;
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        FileReplacement.KeepPrivate(options);
        return new FileStream(path, options);
    }
}
