using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Represents the file that makes a folder the folder of a cache: it has the version of the format, the salt, and whether the entries are
/// encrypted. Programs that make backups know the name and the first line and leave such a folder out.
/// </summary>
/// <param name="NameKey">The key from which the names of entries are computed.</param>
/// <param name="FileKey">The key of the files; null where they are not encrypted.</param>
/// <param name="Text">The content of the file.</param>
/// <remarks>The Cache Directory Tagging Specification.</remarks>
internal sealed record CacheMarker(byte[] NameKey, byte[]? FileKey, string Text)
{
    private const string Name = "CACHEDIR.TAG";
    private const string Signature = "Signature: 8a477f597d28d172789f06886806bc55";
    private const string Title = "# A cache of Requests for PowerShell. The folder can be deleted at any time.";
    private const string FormatName = "# Format: ";
    private const string SaltName = "# Salt: ";
    private const string CheckName = "# Encrypted: ";
    private const string Format = "1";
    private const int SaltLength = 32;
    private const int MaximumSize = 4096;

    /// <summary>Reads the marker of a folder, or creates it in an empty folder.</summary>
    /// <param name="folder">The path of the folder, which exists.</param>
    /// <param name="key">The encryption key, or null.</param>
    /// <exception cref="RequestCacheException">The folder is not one of a cache, or has another key.</exception>
    internal static CacheMarker ReadOrCreate(string folder, CacheEncryptionKey? key)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            RefuseOtherFiles(folder);
            Write(folder, CreateText(key));
        }

        return Read(folder, path, key);
    }

    private static void RefuseOtherFiles(string folder)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var name = Path.GetFileName(entry);
            if (name == Name || CacheFolder.IsOwnName(name)) continue;
            throw new RequestCacheException(
                $"'{folder}' has other files, such as '{name}', and is not the folder of a cache: name a new or an empty folder.");
        }
    }

    /// <summary>Writes a marker, unless there is one.</summary>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="text">The content.</param>
    internal static void Write(string folder, string text)
    {
        var path = Path.Combine(folder, Name);
        var temporary = Path.Combine(folder, $"{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}.tmp");
        using (var stream = new FileStream(temporary, CacheFolder.GetCreateOptions())) stream.Write(Encoding.ASCII.GetBytes(text));
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process has created the marker at the same time.
            File.Delete(temporary);
        }
    }

    private static string CreateText(CacheEncryptionKey? key)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var check = key is null ? "" : $"{CheckName}{Convert.ToHexString(GetCheck(key.Derive(salt)))}\n";
        return $"{Signature}\n{Title}\n{FormatName}{Format}\n{SaltName}{Convert.ToHexString(salt)}\n{check}";
    }

    private static CacheMarker Read(string folder, string path, CacheEncryptionKey? key)
    {
        var text = new FileInfo(path).Length <= MaximumSize ? File.ReadAllText(path) : "";
        var lines = text.Split('\n');
        if (lines is not [Signature, ..]
            || Get(lines, FormatName) is not { } format
            || GetBytes(lines, SaltName) is not { Length: SaltLength } salt)
        {
            throw new RequestCacheException($"'{folder}' is not the folder of a cache of this module: name a new or an empty folder.");
        }

        if (format != Format)
        {
            throw new RequestCacheException(
                $"The cache in '{folder}' has the format {format} of another version of this module: name another folder, or delete it.");
        }

        var check = GetBytes(lines, CheckName);
        if (key is null)
        {
            return check is null
                ? new CacheMarker(salt, FileKey: null, text)
                : throw new RequestCacheException($"The cache in '{folder}' is encrypted: give its key, or name another folder.");
        }

        if (check is null)
        {
            throw new RequestCacheException(
                $"The cache in '{folder}' is not encrypted: name another folder, or delete this one, or use it without a key.");
        }

        var master = key.Derive(salt);
        return CryptographicOperations.FixedTimeEquals(check, GetCheck(master))
            ? new CacheMarker(Expand(master, "names"), Expand(master, "files"), text)
            : throw new RequestCacheException(
                $"The cache in '{folder}' is encrypted with another key: give its key, or name another folder.");
    }

    private static byte[] GetCheck(byte[] master) => Expand(master, "check");

    private static byte[] Expand(byte[] master, string purpose) =>
        HKDF.Expand(HashAlgorithmName.SHA256, master, SaltLength, Encoding.ASCII.GetBytes($"requests-cache-1 {purpose}"));

    private static string? Get(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static byte[]? GetBytes(string[] lines, string name)
    {
        if (Get(lines, name) is not { } text) return null;
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
