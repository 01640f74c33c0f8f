using System.Security.Cryptography;

namespace Requests;

/// <summary>Defines the hash algorithms of checksums: their names, their sizes, and how their hashes are written.</summary>
internal static class HashAlgorithms
{
    /// <summary>The algorithms, the weakest first.</summary>
    internal static readonly HashAlgorithmName[] All =
    [
        HashAlgorithmName.MD5, HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512,
    ];

    /// <summary>Finds an algorithm by its name in any case, such as <c>sha256</c>, <c>SHA-256</c> or OpenSSL's <c>SHA2-256</c>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The algorithm, or null for another name.</returns>
    internal static HashAlgorithmName? Find(string name) => name.ToUpperInvariant() switch
    {
        "MD5" or "MD-5" => HashAlgorithmName.MD5,
        "SHA1" or "SHA-1" => HashAlgorithmName.SHA1,
        "SHA256" or "SHA-256" or "SHA2-256" => HashAlgorithmName.SHA256,
        "SHA384" or "SHA-384" or "SHA2-384" => HashAlgorithmName.SHA384,
        "SHA512" or "SHA-512" or "SHA2-512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>Gets the size of a hash in bytes.</summary>
    /// <param name="algorithm">The algorithm.</param>
    internal static int GetSize(HashAlgorithmName algorithm) => algorithm.Name switch
    {
        "MD5" => 16,
        "SHA1" => 20,
        "SHA256" => 32,
        "SHA384" => 48,
        _ => 64,
    };

    /// <summary>Decodes a hash of hexadecimal digits or Base64; null when the text is not a hash of this algorithm.</summary>
    /// <param name="hash">The text.</param>
    /// <param name="algorithm">The algorithm.</param>
    internal static byte[]? Decode(string hash, HashAlgorithmName algorithm)
    {
        var size = GetSize(algorithm);
        if (hash.Length == size * 2 && hash.All(char.IsAsciiHexDigit)) return Convert.FromHexString(hash);
        if (hash.Length != (size + 2) / 3 * 4) return null;
        var bytes = new byte[hash.Length];
        return Convert.TryFromBase64String(hash, bytes, out var count) && count == size ? bytes[..count] : null;
    }

    /// <summary>Finds the algorithm whose hashes have a number of hexadecimal digits; null when none has.</summary>
    /// <param name="digits">The number of digits.</param>
    internal static HashAlgorithmName? FromDigits(int digits)
    {
        foreach (var algorithm in All)
        {
            if (GetSize(algorithm) * 2 == digits) return algorithm;
        }

        return null;
    }
}
