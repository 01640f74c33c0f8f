using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests.Tests.Auth.Jwt;

/// <summary>The keys and certificates of the tests, which take long to create.</summary>
internal static class SigningKeys
{
    internal static readonly RSA Rsa = RSA.Create(2048);
    internal static readonly ECDsa P256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    internal static readonly ECDsa P384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    internal static readonly ECDsa P521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    /// <summary>Creates a self-signed certificate of an RSA key that is valid from yesterday for a number of days.</summary>
    internal static X509Certificate2 CreateCertificate(double days = 30, double start = -1, ECDsa? ecdsa = null)
    {
        var request = ecdsa is null
            ? new CertificateRequest("CN=signer", Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=signer", ecdsa, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(start), now.AddDays(days));
    }
}
