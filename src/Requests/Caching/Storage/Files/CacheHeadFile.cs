using System.Security.Cryptography;

namespace Requests;

/// <summary>Reads and writes the file of a head: magic, salt and tag, and one block that has the head and a small body.</summary>
internal static class CacheHeadFile
{
    /// <summary>The first bytes of each file.</summary>
    internal static readonly byte[] Magic = "RQCACHE1"u8.ToArray();

    /// <summary>The number of bytes before the first block.</summary>
    internal const int PrefixLength = 8 + CacheFileSeal.SaltLength;

    private const int MaximumSize = 64 * 1024 * 1024;

    /// <summary>Reads an entry; returns null where the file is gone, or is not intact.</summary>
    /// <param name="folder">The folder of the cache.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="key">The requested key; null takes the one that is written.</param>
    /// <param name="isDamaged">Whether the file exists and is not intact.</param>
    internal static StoredResponse? Read(CacheFolder folder, string path, string? key, out bool isDamaged)
    {
        isDamaged = false;
        if (ReadAll(path, out var used) is not { } bytes) return null;
        var response = Open(folder, path, key, bytes, used);
        isDamaged = response is null;
        return response;
    }

    /// <summary>Creates the bytes of a file.</summary>
    /// <param name="folder">The folder of the cache.</param>
    /// <param name="path">The path at which the file will be.</param>
    /// <param name="head">The head.</param>
    /// <param name="body">The body, where it is small.</param>
    internal static byte[] Create(CacheFolder folder, string path, CacheHead head, ReadOnlySpan<byte> body)
    {
        const int dataStart = PrefixLength + CacheFileSeal.TagLength;
        using var content = new MemoryStream();
        content.Write(Magic);
        content.Write(RandomNumberGenerator.GetBytes(CacheFileSeal.SaltLength));
        content.Write(new byte[CacheFileSeal.TagLength]);
        var key = folder.FileKey is null ? ShowKey(head.Response.Key) : head.Response.Key;
        head.Write(content, key);
        content.Write(body);
        var bytes = content.ToArray();
        using var seal = CreateSeal(folder, path, bytes);
        seal.Seal(0, isLast: true, bytes.AsSpan(dataStart), bytes.AsSpan(PrefixLength, CacheFileSeal.TagLength));
        return bytes;
    }

    /// <summary>Creates the seal of a file whose first bytes are known.</summary>
    /// <param name="folder">The folder of the cache.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="start">The first bytes of the file.</param>
    internal static CacheFileSeal CreateSeal(CacheFolder folder, string path, ReadOnlySpan<byte> start) =>
        new(folder.FileKey, start.Slice(Magic.Length, CacheFileSeal.SaltLength), Path.GetFileName(path));

    /// <summary>Returns a key without the secrets of its URL.</summary>
    private static string ShowKey(string key)
    {
        var end = key.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? UrlRedactor.WithoutSecrets(key) : UrlRedactor.WithoutSecrets(key[..end]) + key[end..];
    }

    private static byte[]? ReadAll(string path, out DateTime used)
    {
        used = default;
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            if (length > MaximumSize) return [];
            var bytes = GC.AllocateUninitializedArray<byte>((int)length);
            var count = 0;
            while (count < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(count), count) is > 0 and var read) count += read;
            used = File.GetLastWriteTimeUtc(file);
            return count == bytes.Length ? bytes : [];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static StoredResponse? Open(CacheFolder folder, string path, string? key, byte[] bytes, DateTime used)
    {
        const int dataStart = PrefixLength + CacheFileSeal.TagLength;
        if (bytes.Length < dataStart || !bytes.AsSpan().StartsWith(Magic)) return null;
        using (var seal = CreateSeal(folder, path, bytes))
        {
            if (!seal.TryOpen(0, isLast: true, bytes.AsSpan(dataStart), bytes.AsSpan(PrefixLength, CacheFileSeal.TagLength))) return null;
        }

        using var content = new MemoryStream(bytes, dataStart, bytes.Length - dataStart, writable: false);
        if (CacheHead.Read(content, key) is not { } head) return null;
        var body = bytes.AsMemory(dataStart + (int)content.Position);
        if (head.IsInline ? body.Length != head.Response.BodyLength : body.Length != 0) return null;
        var location = new CacheLocation(path, head.IsInline ? body : default(ReadOnlyMemory<byte>?), used);
        return head.Response.WithBody(head.Response.BodyLength, location);
    }
}
