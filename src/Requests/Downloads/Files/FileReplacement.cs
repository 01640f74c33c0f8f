namespace Requests;

/// <summary>Puts a finished file in the place of another, which keeps its permissions and, where the system allows it, its owner.</summary>
/// <remarks>
/// A file that has several names, that is a mount point, or whose folder cannot be written is not replaced: the bytes are copied into it.
/// </remarks>
internal static class FileReplacement
{
    private const UnixFileMode Permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Lets only the owner read a new file: it may hold secrets, or replaces a file that others may not read.</summary>
    /// <param name="options">How the file is opened.</param>
    internal static void KeepPrivate(FileStreamOptions options)
    {
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    }

    /// <summary>Closes a file and moves it to its place; false where something is there that may not be replaced.</summary>
    /// <param name="stream">The open file.</param>
    /// <param name="unfinished">Where it is.</param>
    /// <param name="place">Its place.</param>
    /// <exception cref="OutputFileException">The copying into the file failed half-way; the finished file stays where it is.</exception>
    internal static bool Move(FileStream stream, string unfinished, FileLocation place)
    {
        var path = place.Path;
        var replaced = place.MayReplace ? new FileInfo(path) : null;
        var replaces = replaced is { Exists: true, LinkTarget: null };
        // Below a folder no link is followed, of either kind.
        if (replaces && place.IsNamed && UnixFileStatus.Get(path) is { Links: > 1 } && CopyInto(stream, unfinished, path)) return true;
        if (replaces && !OperatingSystem.IsWindows() && stream.CanWrite)
        {
            // The owner first: a change of owner may take permissions away.
            UnixFileStatus.CopyOwner(stream.SafeFileHandle, path);
            File.SetUnixFileMode(stream.SafeFileHandle, replaced!.UnixFileMode & Permissions);
        }

        if (OperatingSystem.IsWindows()) stream.Dispose();
        try
        {
            if (replaces && OperatingSystem.IsWindows()) ReplaceOnWindows(unfinished, path);
            else File.Move(unfinished, path, place.MayReplace);
            stream.Dispose();
            return true;
        }
        catch (Exception error) when (replaces && stream.CanRead && error is IOException or UnauthorizedAccessException)
        {
            if (!CopyInto(stream, unfinished, path)) throw;
            return true;
        }
        catch (IOException) when (!place.MayReplace && (Path.Exists(path) || new FileInfo(path).LinkTarget is not null))
        {
            return false;
        }
    }

    /// <summary>Copies a finished file into another and removes it; false where the other cannot be opened, which then is as it was.</summary>
    private static bool CopyInto(FileStream stream, string unfinished, string path)
    {
        FileStream target;
        try
        {
            target = new FileStream(path, FileMode.Truncate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        try
        {
            using (target)
            {
                stream.Position = 0;
                stream.CopyTo(target);
            }
        }
        catch (IOException error)
        {
            throw new OutputFileException($"'{path}' cannot be written to its end: {error.Message} What was received is whole in '{unfinished}'.", error);
        }

        stream.Dispose();
        File.Delete(unfinished);
        return true;
    }

    /// <summary>Replaces as Windows does it: access control list, attributes and streams of the old file stay.</summary>
    private static void ReplaceOnWindows(string unfinished, string path)
    {
        var attributes = File.GetAttributes(path);
        if (attributes.HasFlag(FileAttributes.ReadOnly)) File.SetAttributes(path, attributes & ~FileAttributes.ReadOnly);
        File.Replace(unfinished, path, destinationBackupFileName: null);
    }
}
