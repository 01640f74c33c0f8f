using System.Security.Cryptography;

namespace Requests;

/// <summary>What the bytes of a file must hash to.</summary>
public sealed class Checksum
{
    private readonly HashAlgorithmName _algorithm;
    private readonly byte[] _expected;

    private Checksum(HashAlgorithmName algorithm, byte[] expected)
    {
        _algorithm = algorithm;
        _expected = expected;
    }

    /// <summary>Reads a checksum such as <c>sha256:9f86d081…</c>: the algorithm, and the hash in hexadecimal digits or Base64.</summary>
    /// <param name="text">The text; md5, sha1, sha256, sha384 and sha512 are known, in any case.</param>
    /// <exception cref="ArgumentException">It is none; the message says what is wrong with it.</exception>
    public static Checksum Parse(string text)
    {
        var parts = text.Split(':', 2);
        var (algorithm, size) = parts[0].Trim().ToUpperInvariant() switch
        {
            "MD5" => (HashAlgorithmName.MD5, 16),
            "SHA1" or "SHA-1" => (HashAlgorithmName.SHA1, 20),
            "SHA256" or "SHA-256" => (HashAlgorithmName.SHA256, 32),
            "SHA384" or "SHA-384" => (HashAlgorithmName.SHA384, 48),
            "SHA512" or "SHA-512" => (HashAlgorithmName.SHA512, 64),
            _ => throw new ArgumentException($"'{text}' is no checksum: write sha256: and the hash; md5, sha1, sha384 and sha512 are known too.", nameof(text)),
        };
        var hash = parts.Length == 2 ? parts[1].Trim() : "";
        return new Checksum(algorithm, Decode(hash, size) ?? throw new ArgumentException($"'{text}' is no checksum: a hash of {algorithm.Name} has {size * 2} hexadecimal digits, or {(size + 2) / 3 * 4} characters of Base64.", nameof(text)));
    }

    /// <summary>Such as <c>sha256:9f86d081…</c>.</summary>
    public override string ToString() => Show(_expected);

    /// <summary>Starts to hash.</summary>
    internal IncrementalHash Start() => IncrementalHash.CreateHash(_algorithm);

    /// <summary>Hashes the rest of a stream.</summary>
    /// <param name="hash">What hashes.</param>
    /// <param name="stream">The stream.</param>
    internal static void Feed(IncrementalHash hash, Stream stream)
    {
        var buffer = new byte[256 * 1024];
        while (stream.Read(buffer) is > 0 and var count) hash.AppendData(buffer.AsSpan(0, count));
    }

    /// <summary>Checks a file that is there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ChecksumMismatchException">It is something else.</exception>
    internal void Check(string path)
    {
        using var hash = Start();
        using var file = File.OpenRead(path);
        Feed(hash, file);
        Check(hash, path);
    }

    /// <summary>Compares.</summary>
    /// <param name="hash">What was hashed.</param>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="ChecksumMismatchException">It is something else.</exception>
    internal void Check(IncrementalHash hash, string path)
    {
        var actual = hash.GetHashAndReset();
        if (!actual.AsSpan().SequenceEqual(_expected)) throw new ChecksumMismatchException($"'{path}' is not what it should be: {Show(_expected)} was asked for, and {Show(actual)} came.");
    }

    private static byte[]? Decode(string hash, int size)
    {
        if (hash.Length == size * 2 && hash.All(char.IsAsciiHexDigit)) return Convert.FromHexString(hash);
        var bytes = new byte[hash.Length];
        return Convert.TryFromBase64String(hash, bytes, out var count) && count == size ? bytes[..count] : null;
    }

    private string Show(byte[] hash) => $"{_algorithm.Name!.ToLowerInvariant()}:{Convert.ToHexString(hash).ToLowerInvariant()}";
}
