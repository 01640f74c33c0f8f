using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Represents the folder of a cache: where the files of an entry are, how keys become names, and with which key files are protected. It
/// has at most 4096 folders, named with three hexadecimal digits, so that a folder holds few files also where there are many entries.
/// </summary>
internal sealed class CacheFolder
{
    /// <summary>The extension of a file that has a head and, if it is small, the body.</summary>
    internal const string HeadExtension = ".head";

    /// <summary>The extension of a file that has a large body.</summary>
    internal const string BodyExtension = ".body";

    private const int HashLength = 32;

    // The names of the key and of the variant, with a hyphen between them.
    private const int HeadLength = HashLength + 1 + HashLength + 5;
    private const int PrefixLength = 3;
    private const string TemporaryName = "tmp";
    private const string TemporaryExtension = ".tmp";

    /// <summary>Finds all files of a folder, but not those of the folders in it.</summary>
    internal static readonly EnumerationOptions AllFiles = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly CacheMarker _marker;

    private CacheFolder(string path, CacheMarker marker)
    {
        Path = path;
        _marker = marker;
    }

    /// <summary>Gets the path of the folder.</summary>
    internal string Path { get; }

    /// <summary>Gets the key from which names are computed. It is secret where the files are encrypted.</summary>
    internal byte[] NameKey => _marker.NameKey;

    /// <summary>Gets the key of the files; null where they are not encrypted.</summary>
    internal byte[]? FileKey => _marker.FileKey;

    /// <summary>Gets the path of the file of a number of bytes, by which the size of the folder is known.</summary>
    internal string SizeFile => System.IO.Path.Combine(Path, "size");

    /// <summary>Gets the path of the file that is locked while the size is changed.</summary>
    internal string SizeLock => System.IO.Path.Combine(Path, "size.lock");

    /// <summary>Gets the path of the file that is locked while old entries are deleted.</summary>
    internal string CleaningLock => System.IO.Path.Combine(Path, "cleaning.lock");

    /// <summary>Gets the folder of files that are being written.</summary>
    internal string TemporaryFolder => System.IO.Path.Combine(Path, TemporaryName);

    /// <summary>Opens the folder, and creates it where it does not exist.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="key">The encryption key, or null.</param>
    /// <exception cref="RequestCacheException">
    /// The folder cannot be created or read, has other files, or is encrypted with another key.
    /// </exception>
    internal static CacheFolder Open(string path, CacheEncryptionKey? key) => Guard(path, "opened", () =>
    {
        CreateFolder(path);
        var marker = CacheMarker.ReadOrCreate(path, key);
        CreateFolder(System.IO.Path.Combine(path, TemporaryName));
        return new CacheFolder(path, marker);
    });

    /// <summary>Returns whether a name has an extension of a cache. Other files in its folders are not counted, and not deleted.</summary>
    /// <param name="name">The name of a file.</param>
    internal static bool IsOwnFile(ReadOnlySpan<char> name) =>
        name.EndsWith(HeadExtension, StringComparison.Ordinal)
            || name.EndsWith(BodyExtension, StringComparison.Ordinal)
            || name.EndsWith(TemporaryExtension, StringComparison.Ordinal);

    /// <summary>Returns whether a name is one that a cache creates in its folder.</summary>
    /// <param name="name">The name of a file or folder.</param>
    internal static bool IsOwnName(string name) =>
        name is TemporaryName or "size" or "size.lock" or "cleaning.lock" || IsEntryFolder(name)
            || name.EndsWith(TemporaryExtension, StringComparison.Ordinal);

    /// <summary>Returns the name that stands for a key: 32 hexadecimal digits, from which the key cannot be computed.</summary>
    /// <param name="key">The key.</param>
    internal string GetName(string key)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(NameKey, Encoding.UTF8.GetBytes(key), digest);
        return Convert.ToHexString(digest[..(HashLength / 2)]);
    }

    /// <summary>Returns the path of the head of an entry.</summary>
    /// <param name="name">The name of the key.</param>
    /// <param name="variant">The name of the variant.</param>
    internal string GetHead(string name, string variant) => GetPath(name, $"{name}-{variant}{HeadExtension}");

    /// <summary>Returns the path of a large body.</summary>
    /// <param name="head">The path of the head.</param>
    /// <param name="bodyId">The name of the body.</param>
    internal static string GetBody(string head, Guid bodyId) =>
        $"{head.AsSpan(0, head.Length - HeadExtension.Length)}-{bodyId:N}{BodyExtension}";

    /// <summary>Returns a new path for a file that is being written. The file is locked as long as its writer lives.</summary>
    internal string GetTemporary() =>
        System.IO.Path.Combine(TemporaryFolder, $"{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}{TemporaryExtension}");

    /// <summary>Creates a file. The folder is created anew where it was deleted meanwhile.</summary>
    /// <param name="path">The path of the file.</param>
    internal FileStream CreateFile(string path)
    {
        try
        {
            return new FileStream(path, GetCreateOptions());
        }
        catch (DirectoryNotFoundException)
        {
            CreateFolder(Path);
            CacheMarker.Write(Path, _marker.Text);
            CreateFolder(TemporaryFolder);
            return new FileStream(path, GetCreateOptions());
        }
    }

    /// <summary>Returns the files of a key.</summary>
    /// <param name="name">The name of the key.</param>
    /// <param name="extension">The extension of the files; empty for all.</param>
    internal IEnumerable<string> FindFiles(string name, string extension)
    {
        var folder = System.IO.Path.Combine(Path, name[..PrefixLength]);
        try
        {
            return new FileSystemEnumerable<string>(folder, static (ref FileSystemEntry entry) => entry.ToFullPath(), AllFiles)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                    entry.FileName.StartsWith(name, StringComparison.Ordinal)
                        && entry.FileName.EndsWith(extension, StringComparison.Ordinal),
            };
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Returns the heads in a folder of entries.</summary>
    /// <param name="folder">The path of the folder.</param>
    internal static string[] FindHeads(string folder) =>
    [
        .. Directory.GetFiles(folder, $"*{HeadExtension}", AllFiles)
            .Where(static path => System.IO.Path.GetFileName(path).Length == HeadLength),
    ];

    /// <summary>Returns the folders that have entries.</summary>
    internal IEnumerable<string> GetEntryFolders() =>
        Directory.EnumerateDirectories(Path).Where(static folder => IsEntryFolder(System.IO.Path.GetFileName(folder)));

    /// <summary>Moves a complete file to its place, where it replaces another.</summary>
    /// <param name="temporary">The path of the complete file.</param>
    /// <param name="path">The path of its place.</param>
    internal static void Place(string temporary, string path)
    {
        try
        {
            Move(temporary, path);
        }
        catch (DirectoryNotFoundException)
        {
            CreateFolder(System.IO.Path.GetDirectoryName(path)!);
            Move(temporary, path);
        }
    }

    /// <summary>Returns the options to create a file that only its owner can read, and that is locked while it is open.</summary>
    internal static FileStreamOptions GetCreateOptions()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        FileReplacement.KeepPrivate(options);
        return options;
    }

    /// <summary>Deletes a file. One that is gone is not an error.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The number of bytes that were freed.</returns>
    internal static long Delete(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var length = file.Exists ? file.Length : 0;
            File.Delete(path);
            return length;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>Runs an action on the folder. An error of the file system becomes one of the cache.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="path">The path of the folder, for the message.</param>
    /// <param name="what">What cannot be done, as it follows "cannot be".</param>
    /// <param name="action">The action.</param>
    /// <exception cref="RequestCacheException">The action failed.</exception>
    internal static T Guard<T>(string path, string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (IsFileError(error))
        {
            throw CreateError(path, what, error);
        }
    }

    /// <summary>Returns whether an exception is one of the file system.</summary>
    /// <param name="error">The exception.</param>
    internal static bool IsFileError(Exception error) =>
        error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    /// <summary>Creates the error of a folder that cannot be used.</summary>
    /// <param name="path">The path of the folder.</param>
    /// <param name="what">What cannot be done, as it follows "cannot be".</param>
    /// <param name="error">The cause.</param>
    internal static RequestCacheException CreateError(string path, string what, Exception error) =>
        new($"The cache in '{path}' cannot be {what}: {error.Message}", error);

    private static bool IsEntryFolder(string name) => name.Length == PrefixLength && name.All(char.IsAsciiHexDigit);

    private static void CreateFolder(string path)
    {
        if (Directory.Exists(path)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// Moves a file. On Windows another process that reads the old file makes this fail for a moment, so it is tried again for a while.
    /// </summary>
    private static void Move(string temporary, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.Move(temporary, path, overwrite: true);
            return;
        }

        var wait = default(SpinWait);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(temporary, path, overwrite: true);
                return;
            }
            catch (Exception error) when (attempt < FolderLock.Attempts && error is UnauthorizedAccessException or IOException
                && File.Exists(path))
            {
                wait.SpinOnce();
            }
        }
    }

    private string GetPath(string name, string file) => System.IO.Path.Combine(Path, name[..PrefixLength], file);
}
