using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Requests;

/// <summary>Computes the hashes of Digest authentication by the names of their algorithms.</summary>
/// <remarks>RFC 7616 section 3.3. SHA and SHA-512 are extensions of Requests.</remarks>
internal static class DigestHash
{
    /// <summary>Ranks an algorithm; 0 is the strongest, -1 is an unknown algorithm.</summary>
    /// <param name="algorithm">The name, without <c>-sess</c>; null means MD5.</param>
    internal static int Rank(string? algorithm) => Array.IndexOf(["SHA-512-256", "SHA-512", "SHA-256", "SHA", "MD5"], Normalize(algorithm));

    /// <summary>Computes a hash as lower-case hexadecimal digits.</summary>
    /// <param name="algorithm">The name of the algorithm, without <c>-sess</c>; null means MD5.</param>
    /// <param name="bytes">The bytes to hash.</param>
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "The scheme requires it.")]
    [SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "The scheme requires it.")]
    internal static string Compute(string? algorithm, ReadOnlySpan<byte> bytes) => Convert.ToHexString(Normalize(algorithm) switch
    {
        "SHA-512-256" => Sha512Trunc256.HashData(bytes),
        "SHA-512" => SHA512.HashData(bytes),
        "SHA-256" => SHA256.HashData(bytes),
        "SHA" => SHA1.HashData(bytes),
        _ => MD5.HashData(bytes),
    }).ToLowerInvariant();

    private static string Normalize(string? algorithm) => algorithm?.ToUpperInvariant() ?? "MD5";
}
