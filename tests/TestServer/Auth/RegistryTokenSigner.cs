using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Requests.TestServer;

/// <summary>Signs the tokens of a registry: JSON web tokens with the certificate of the key in their header.</summary>
internal sealed class RegistryTokenSigner : IDisposable
{
    internal const string Issuer = "requests-test";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    internal RegistryTokenSigner()
    {
        var request = new CertificateRequest("CN=token service", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>Gets the certificate in PEM, which the registry trusts.</summary>
    internal string Certificate => _certificate.ExportCertificatePem();

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    /// <summary>Signs a token for five minutes.</summary>
    /// <param name="user">The user name; empty without one.</param>
    /// <param name="service">The registry.</param>
    /// <param name="scopes">The scopes, such as <c>repository:team/app:pull,push</c>.</param>
    internal string Sign(string user, string service, IEnumerable<string> scopes)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = new { typ = "JWT", alg = "ES256", x5c = (string[])[Convert.ToBase64String(_certificate.RawData)] };
        var claims = new
        {
            iss = Issuer,
            sub = user,
            aud = service,
            exp = now + 300,
            nbf = now - 10,
            iat = now,
            jti = Guid.NewGuid().ToString("N"),
            access = scopes.Select(static scope => scope.Split(':', 2))
                .Select(static parts => new
                {
                    type = parts[0],
                    name = parts[1][..parts[1].LastIndexOf(':')],
                    actions = parts[1][(parts[1].LastIndexOf(':') + 1)..].Split(','),
                })
                .ToArray(),
        };
        var text = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{text}.{Encode(_key.SignData(System.Text.Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
