namespace Requests;

/// <summary>
/// Writes files that may hold secrets, such as cookies. The file is replaced only when it is complete, and only its owner can read a new
/// one.
/// </summary>
internal static class PrivateFile
{
    /// <summary>
    /// Writes content to a temporary file and moves it to its path when it is complete. A file that is replaced keeps its permissions. The
    /// wait for the reader of a named pipe can be cancelled.
    /// </summary>
    /// <param name="path">The full path of the file. The target of a link is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="force">Whether to replace a read-only file.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    internal static async Task WriteAsync(string path, Action<Stream> write, bool force, CancellationToken cancellationToken)
    {
        var place = GetPlace(path, force);
        using var file = await AtomicFile.CreateAsync(place.Path, checksum: null, cancellationToken, isPrivate: true).ConfigureAwait(false);
        await file.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        file.Finish(place);
    }

    private static FileLocation GetPlace(string path, bool force)
    {
        var target = new DownloadTarget(path) { Force = force };
        if (target.TakeFile() is not { } place) throw new OutputFileException($"'{path}' is a folder: name a file.");
        target.Check();
        return place;
    }
}
