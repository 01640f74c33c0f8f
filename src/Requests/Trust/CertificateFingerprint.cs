using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>
/// Reads and compares the hash of a certificate: hexadecimal digits with or without colons, spaces or hyphens, in any case.
/// </summary>
/// <remarks>
/// urllib3: <c>assert_fingerprint</c>. SHA-256, or SHA-1 as certificate stores show it; MD5 is refused, as it can be forged.
/// </remarks>
internal static class CertificateFingerprint
{
    /// <summary>Returns the form that is compared: digits in upper case, without separators.</summary>
    /// <param name="fingerprint">The fingerprint as written.</param>
    /// <exception cref="InvalidParameterException">The text is not a fingerprint.</exception>
    internal static string Normalize(string fingerprint)
    {
        var digits = string.Concat(fingerprint.Where(character => character is not (':' or ' ' or '-'))).ToUpperInvariant();
        if (digits.Length is not (64 or 40) || !digits.All(char.IsAsciiHexDigitUpper))
        {
            throw new InvalidParameterException(
                $"'{fingerprint}' is not a certificate fingerprint: write SHA-256 as 64 hexadecimal digits, or SHA-1 as 40.");
        }

        return digits;
    }

    /// <summary>Returns whether a certificate has one of the fingerprints.</summary>
    /// <param name="certificate">The certificate, or null when the server sent none.</param>
    /// <param name="fingerprints">The fingerprints, normalized.</param>
    internal static bool IsAmong(X509Certificate? certificate, IReadOnlyList<string> fingerprints) =>
        certificate is not null
        && fingerprints.Any(fingerprint =>
            certificate.GetCertHashString(fingerprint.Length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1) == fingerprint);
}
