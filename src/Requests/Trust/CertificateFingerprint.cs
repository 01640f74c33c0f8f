using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>The hash of a certificate as people write it: hexadecimal, with colons, blanks or neither, in any case.</summary>
/// <remarks>urllib3: <c>assert_fingerprint</c>. SHA-256, or SHA-1 as certificate stores show it; MD5 is refused, as it can be forged.</remarks>
internal static class CertificateFingerprint
{
    /// <summary>The one form that is compared.</summary>
    /// <param name="fingerprint">What was written.</param>
    /// <exception cref="InvalidParameterException">The text is not a fingerprint.</exception>
    internal static string Normalize(string fingerprint)
    {
        var digits = string.Concat(fingerprint.Where(character => character is not (':' or ' ' or '-'))).ToUpperInvariant();
        if (digits.Length is not (64 or 40) || !digits.All(char.IsAsciiHexDigitUpper)) throw new InvalidParameterException($"'{fingerprint}' is no fingerprint of a certificate: write SHA-256 as 64 hexadecimal digits, or SHA-1 as 40.");
        return digits;
    }

    /// <summary>Whether a certificate is one of those.</summary>
    /// <param name="certificate">The certificate, or null when the server sent none.</param>
    /// <param name="fingerprints">The fingerprints, normalized.</param>
    internal static bool IsAmong(X509Certificate? certificate, IReadOnlyList<string> fingerprints) =>
        certificate is not null && fingerprints.Any(one => certificate.GetCertHashString(one.Length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1) == one);
}
