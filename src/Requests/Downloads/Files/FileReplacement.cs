namespace Requests;

/// <summary>Replaces a file by a complete one and keeps its permissions and, if the system allows it, its owner.</summary>
/// <remarks>
/// A file that has several names, that is a mount point, or whose folder is read-only is not replaced: the bytes are copied into it.
/// </remarks>
internal static class FileReplacement
{
    private const UnixFileMode Permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Lets only the owner read a new file, because it may hold secrets, or replaces a file that others may not read.</summary>
    /// <param name="options">The options with which the file is opened.</param>
    internal static void KeepPrivate(FileStreamOptions options)
    {
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    }

    /// <summary>Lets only the owner read an existing file from now on. A file of another owner keeps its permissions.</summary>
    /// <param name="stream">The open file.</param>
    internal static void KeepPrivate(FileStream stream)
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            File.SetUnixFileMode(stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (UnauthorizedAccessException)
        {
            // Only the owner can change the permissions; the file could be read by others before.
        }
    }

    /// <summary>Closes a file and moves it to its final path; returns false when something exists there that may not be replaced.</summary>
    /// <param name="stream">The open file.</param>
    /// <param name="unfinished">The current path.</param>
    /// <param name="place">The final path.</param>
    /// <exception cref="OutputFileException">
    /// Copying into an existing file failed half-way. The complete file stays at its current path.
    /// </exception>
    internal static bool Move(FileStream stream, string unfinished, FileLocation place)
    {
        var path = place.Path;
        var replaced = place.MayReplace ? new FileInfo(path) : null;
        var replaces = replaced is { Exists: true, LinkTarget: null };
        // In a folder neither symbolic nor hard links are followed.
        if (replaces && place.IsNamed && UnixFileStatus.Get(path) is { Links: > 1 } && CopyInto(stream, unfinished, path)) return true;
        if (replaces && !OperatingSystem.IsWindows() && stream.CanWrite)
        {
            // The owner first, because a change of owner may remove permissions.
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

    /// <summary>
    /// Copies a complete file into another and deletes it; returns false when the other cannot be opened, which is then unchanged.
    /// </summary>
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
            throw new OutputFileException(
                $"'{path}' could not be written completely: {error.Message} The received file is complete in '{unfinished}'.",
                error);
        }

        stream.Dispose();
        File.Delete(unfinished);
        return true;
    }

    /// <summary>Replaces a file as Windows does: access control list, attributes and streams of the old file are kept.</summary>
    private static void ReplaceOnWindows(string unfinished, string path)
    {
        var attributes = File.GetAttributes(path);
        if (attributes.HasFlag(FileAttributes.ReadOnly)) File.SetAttributes(path, attributes & ~FileAttributes.ReadOnly);
        File.Replace(unfinished, path, destinationBackupFileName: null);
    }
}
