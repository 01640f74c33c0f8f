using System.Security.Cryptography;

namespace Requests;

/// <summary>Maps the curves of ECDSA keys to the algorithms of JSON Web Tokens.</summary>
/// <remarks>RFC 7518 section 3.4: each algorithm has one curve, and not another one of the same size, such as secp256k1.</remarks>
internal static class JwtCurve
{
    private static readonly (JwtAlgorithm Algorithm, string Name, ECCurve Curve)[] Curves =
    [
        (JwtAlgorithm.ES256, "P-256", ECCurve.NamedCurves.nistP256),
        (JwtAlgorithm.ES384, "P-384", ECCurve.NamedCurves.nistP384),
        (JwtAlgorithm.ES512, "P-521", ECCurve.NamedCurves.nistP521),
    ];

    /// <summary>Returns the algorithm of a key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="CertificateFileException">The curve is not one of the three, or cannot be read.</exception>
    internal static JwtAlgorithm GetAlgorithm(ECDsa key)
    {
        ECCurve curve;
        try
        {
            curve = key.ExportParameters(includePrivateParameters: false).Curve;
        }
        catch (Exception error) when (error is CryptographicException or NotSupportedException or ObjectDisposedException)
        {
            throw new CertificateFileException($"The curve of the ECDSA key cannot be read: {error.Message}", error);
        }

        foreach (var (algorithm, _, known) in Curves)
        {
            if (curve.IsNamed && IsSame(curve.Oid, known.Oid)) return algorithm;
        }

        throw new CertificateFileException("The ECDSA key is on another curve than P-256, P-384 and P-521, so it cannot sign a token.");
    }

    /// <summary>Returns the name of the curve of an algorithm.</summary>
    /// <param name="algorithm">ES256, ES384 or ES512.</param>
    internal static string GetName(JwtAlgorithm algorithm) => Array.Find(Curves, curve => curve.Algorithm == algorithm).Name;

    /// <summary>Compares by number or, where a platform gives no number, by name.</summary>
    private static bool IsSame(Oid oid, Oid known) => oid.Value is { Length: > 0 } value
        ? value == known.Value
        : oid.FriendlyName is { } name && name.Equals(known.FriendlyName, StringComparison.OrdinalIgnoreCase);
}
