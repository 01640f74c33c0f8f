namespace Requests;

/// <summary>Writes files that may hold secrets, such as cookies. Such a file is whole or as it was, and a new one can be read by its owner alone.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a text in UTF-8 beside the place of the file, and puts it there when it is whole. A file that is replaced keeps its permissions.</summary>
    /// <param name="path">The full path of the file. Of a link, the file that it leads to is replaced.</param>
    /// <param name="write">Writes the text.</param>
    /// <param name="force">Whether to replace a file that is read-only.</param>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    public static void Write(string path, Action<TextWriter> write, bool force = false)
    {
        var place = GetPlace(path, force);
        using var file = AtomicFile.Create(place.Path, checksum: null, isPrivate: true);
        file.Write(write);
        file.Finish(place);
    }

    /// <summary>Writes a text as <see cref="Write"/> does; the waits for the reader of a named pipe can be cancelled.</summary>
    /// <param name="path">The full path of the file. Of a link, the file that it leads to is replaced.</param>
    /// <param name="write">Writes the text.</param>
    /// <param name="force">Whether to replace a file that is read-only.</param>
    /// <param name="cancellationToken">Cancels the waits.</param>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    internal static async Task WriteAsync(string path, Action<TextWriter> write, bool force, CancellationToken cancellationToken)
    {
        var place = GetPlace(path, force);
        using var file = await AtomicFile.CreateAsync(place.Path, checksum: null, cancellationToken, isPrivate: true).ConfigureAwait(false);
        await file.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        file.Finish(place);
    }

    private static FileLocation GetPlace(string path, bool force)
    {
        var target = new DownloadTarget(path) { Force = force };
        if (target.Known() is not { } place) throw new OutputFileException($"'{path}' is a folder: name a file.");
        target.Check();
        return place;
    }
}
