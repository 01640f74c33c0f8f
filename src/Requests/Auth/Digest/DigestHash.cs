using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Requests;

/// <summary>The hashes of Digest authentication, by the names of their algorithms.</summary>
/// <remarks>RFC 7616 section 3.3; SHA and SHA-512 are Requests'.</remarks>
internal static class DigestHash
{
    /// <summary>How good an algorithm is, the best first; -1 for one that is not known.</summary>
    /// <param name="algorithm">Its name, without <c>-sess</c>; null means MD5.</param>
    internal static int Rank(string? algorithm) => Array.IndexOf(["SHA-512-256", "SHA-512", "SHA-256", "SHA", "MD5"], Normal(algorithm));

    /// <summary>The hash in lower-case hexadecimal digits.</summary>
    /// <param name="algorithm">The algorithm's name, without <c>-sess</c>; null means MD5.</param>
    /// <param name="bytes">What is hashed.</param>
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "The scheme names it.")]
    [SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "The scheme names it.")]
    internal static string Compute(string? algorithm, ReadOnlySpan<byte> bytes) => Convert.ToHexString(Normal(algorithm) switch
    {
        "SHA-512-256" => Sha512Trunc256.HashData(bytes),
        "SHA-512" => SHA512.HashData(bytes),
        "SHA-256" => SHA256.HashData(bytes),
        "SHA" => SHA1.HashData(bytes),
        _ => MD5.HashData(bytes),
    }).ToLowerInvariant();

    private static string Normal(string? algorithm) => algorithm?.ToUpperInvariant() ?? "MD5";
}
