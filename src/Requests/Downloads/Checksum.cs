using System.Security.Cryptography;

namespace Requests;

/// <summary>Represents the expected hash of a file.</summary>
public sealed class Checksum
{
    private readonly HashAlgorithmName _algorithm;
    private readonly byte[] _expected;

    private Checksum(HashAlgorithmName algorithm, byte[] expected)
    {
        _algorithm = algorithm;
        _expected = expected;
    }

    /// <summary>
    /// Parses a checksum such as <c>sha256:9f86d081…</c>: the algorithm, a colon, and the hash in hexadecimal digits or Base64.
    /// </summary>
    /// <param name="text">The text. The algorithms are md5, sha1, sha256, sha384 and sha512, in any case.</param>
    /// <exception cref="InvalidParameterException">The text is not a checksum; the message lists the valid forms.</exception>
    public static Checksum Parse(string text)
    {
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        if (GetAlgorithm(parts[0]) is not { } algorithm) throw new InvalidParameterException(Describe(text));
        var hash = parts.Length == 2 ? parts[1] : "";
        var size = GetSize(algorithm);
        return new Checksum(algorithm, Decode(hash, size) ?? throw new InvalidParameterException(
            $"'{text}' is not a checksum: a hash of {algorithm.Name} has {size * 2} hexadecimal digits, "
            + $"or {(size + 2) / 3 * 4} characters of Base64."));
    }

    /// <summary>Returns the algorithm and the hash, such as <c>sha256:9f86d081…</c>.</summary>
    public override string ToString() => Format(_expected);

    /// <summary>Starts to compute a hash.</summary>
    internal IncrementalHash Start() => IncrementalHash.CreateHash(_algorithm);

    /// <summary>Adds the rest of a stream to a hash.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="stream">The stream.</param>
    internal static void Append(IncrementalHash hash, Stream stream)
    {
        var buffer = new byte[256 * 1024];
        while (stream.Read(buffer) is > 0 and var count) hash.AppendData(buffer.AsSpan(0, count));
    }

    /// <summary>Verifies an existing file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ChecksumMismatchException">The file has another hash.</exception>
    internal void Check(string path)
    {
        using var hash = Start();
        using var file = File.OpenRead(path);
        Append(hash, file);
        Check(hash, path);
    }

    /// <summary>Verifies a computed hash.</summary>
    /// <param name="hash">The computed hash.</param>
    /// <param name="path">The path of the file, for the message.</param>
    /// <exception cref="ChecksumMismatchException">The hash differs.</exception>
    internal void Check(IncrementalHash hash, string path)
    {
        var actual = hash.GetHashAndReset();
        if (actual.AsSpan().SequenceEqual(_expected)) return;
        throw new ChecksumMismatchException(
            $"'{path}' has another checksum than expected: {Format(_expected)} was given, and {Format(actual)} is that of the content.");
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

    /// <summary>Describes why a text is not a checksum. For a bare hash it suggests the algorithm by the length.</summary>
    private static string Describe(string text)
    {
        const string Forms = "A checksum is an algorithm, a colon and a hash, such as 'sha256:9f86d081…': "
            + "md5, sha1, sha256, sha384 or sha512, and the hash in hexadecimal digits or Base64.";
        HashAlgorithmName[] algorithms =
        [
            HashAlgorithmName.MD5, HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512,
        ];
        var bare = Array.Find(algorithms, algorithm => Decode(text.Trim(), GetSize(algorithm)) is not null).Name?.ToLowerInvariant();
        return bare is null
            ? $"'{text}' is not a checksum. {Forms}"
            : $"'{text}' is not a checksum: the algorithm is missing. Write '{bare}:{text.Trim()}'. {Forms}";
    }

    private static byte[]? Decode(string hash, int size)
    {
        if (hash.Length == size * 2 && hash.All(char.IsAsciiHexDigit)) return Convert.FromHexString(hash);
        var bytes = new byte[hash.Length];
        return Convert.TryFromBase64String(hash, bytes, out var count) && count == size ? bytes[..count] : null;
    }

    private string Format(byte[] hash) => $"{_algorithm.Name!.ToLowerInvariant()}:{Convert.ToHexString(hash).ToLowerInvariant()}";
}
