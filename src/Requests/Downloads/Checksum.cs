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
    /// <exception cref="InvalidParameterException">The text is not a checksum; the message says which forms there are.</exception>
    public static Checksum Parse(string text)
    {
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        if (GetAlgorithm(parts[0]) is not { } algorithm) throw new InvalidParameterException(Describe(text));
        var hash = parts.Length == 2 ? parts[1] : "";
        return new Checksum(algorithm, Decode(hash, GetSize(algorithm)) ?? throw new InvalidParameterException(
            $"'{text}' is not a checksum: a hash of {algorithm.Name} has {GetSize(algorithm) * 2} hexadecimal digits, or {(GetSize(algorithm) + 2) / 3 * 4} characters of Base64."));
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

    private static HashAlgorithmName? GetAlgorithm(string name) => name.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal) switch
    {
        "MD5" => HashAlgorithmName.MD5,
        "SHA1" => HashAlgorithmName.SHA1,
        "SHA256" => HashAlgorithmName.SHA256,
        "SHA384" => HashAlgorithmName.SHA384,
        "SHA512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static int GetSize(HashAlgorithmName algorithm) => algorithm.Name switch
    {
        "MD5" => 16,
        "SHA1" => 20,
        "SHA256" => 32,
        "SHA384" => 48,
        _ => 64,
    };

    /// <summary>What a text lacks to be a checksum; a bare hash gets the algorithm that has its length.</summary>
    private static string Describe(string text)
    {
        const string Forms = "A checksum is an algorithm, a colon and a hash, such as 'sha256:9f86d081…': md5, sha1, sha256, sha384 or sha512, and the hash in hexadecimal digits or Base64.";
        HashAlgorithmName[] algorithms = [HashAlgorithmName.MD5, HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512];
        var bare = Array.Find(algorithms, one => Decode(text.Trim(), GetSize(one)) is not null).Name?.ToLowerInvariant();
        return bare is null ? $"'{text}' is not a checksum. {Forms}" : $"'{text}' is not a checksum: the algorithm is missing. Write '{bare}:{text.Trim()}'. {Forms}";
    }

    private static byte[]? Decode(string hash, int size)
    {
        if (hash.Length == size * 2 && hash.All(char.IsAsciiHexDigit)) return Convert.FromHexString(hash);
        var bytes = new byte[hash.Length];
        return Convert.TryFromBase64String(hash, bytes, out var count) && count == size ? bytes[..count] : null;
    }

    private string Show(byte[] hash) => $"{_algorithm.Name!.ToLowerInvariant()}:{Convert.ToHexString(hash).ToLowerInvariant()}";
}
