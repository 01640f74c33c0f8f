namespace Requests;

/// <summary>Puts a finished file in the place of another, which keeps its permissions and, where the system allows it, its owner.</summary>
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
    internal static bool Move(FileStream stream, string unfinished, Place place)
    {
        var path = place.Path;
        var replaced = place.MayReplace ? new FileInfo(path) : null;
        var replaces = replaced is { Exists: true, LinkTarget: null };
        if (replaces && !OperatingSystem.IsWindows() && stream.CanWrite)
        {
            // The owner first: a change of owner may take permissions away.
            UnixFileStatus.CopyOwner(stream.SafeFileHandle, path);
            File.SetUnixFileMode(stream.SafeFileHandle, replaced!.UnixFileMode & Permissions);
        }

        stream.Dispose();
        try
        {
            if (replaces && OperatingSystem.IsWindows()) ReplaceOnWindows(unfinished, path);
            else File.Move(unfinished, path, place.MayReplace);
            return true;
        }
        catch (IOException) when (!place.MayReplace && (Path.Exists(path) || new FileInfo(path).LinkTarget is not null))
        {
            return false;
        }
    }

    /// <summary>Replaces as Windows does it: access control list, attributes and streams of the old file stay.</summary>
    private static void ReplaceOnWindows(string unfinished, string path)
    {
        var attributes = File.GetAttributes(path);
        if (attributes.HasFlag(FileAttributes.ReadOnly)) File.SetAttributes(path, attributes & ~FileAttributes.ReadOnly);
        File.Replace(unfinished, path, destinationBackupFileName: null);
    }
}
