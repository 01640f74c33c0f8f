using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Requests.Tests.Auth.Jwt;

/// <summary>Tests the files and texts that a signing key is read from.</summary>
public sealed class JwtKeyTests : IDisposable
{
    private const string Password = "päss-word";
    private static readonly PbeParameters Pbe = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public static TheoryData<string, JwtAlgorithm> Pems => new()
    {
        { SigningKeys.Rsa.ExportRSAPrivateKeyPem(), JwtAlgorithm.RS256 },
        { SigningKeys.Rsa.ExportPkcs8PrivateKeyPem(), JwtAlgorithm.RS256 },
        { SigningKeys.Rsa.ExportEncryptedPkcs8PrivateKeyPem(Password, Pbe), JwtAlgorithm.RS256 },
        { SigningKeys.P256.ExportECPrivateKeyPem(), JwtAlgorithm.ES256 },
        { SigningKeys.P384.ExportPkcs8PrivateKeyPem(), JwtAlgorithm.ES384 },
        { SigningKeys.P521.ExportEncryptedPkcs8PrivateKeyPem(Password, Pbe), JwtAlgorithm.ES512 },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Pems), DisableDiscoveryEnumeration = true)]
    public void A_pem_text_is_read(string pem, JwtAlgorithm expected)
    {
        using var signer = JwtSigner.FromPem($"Bag Attributes: <none>\r\n{pem.ReplaceLineEndings("\r\n")}\r\n", Password);
        Assert.Equal(expected, signer.Algorithm);
        Assert.NotEmpty(signer.Sign(Claims()));

        // A variable of a pipeline often has its line ends as "\n" or as blanks.
        using var flat = JwtSigner.FromPem(pem.ReplaceLineEndings("\\n"), Password);
        Assert.Equal(expected, flat.Algorithm);
        using var blanks = JwtSigner.FromPem(pem.ReplaceLineEndings(" "), Password);
        Assert.Equal(expected, blanks.Algorithm);
    }

    [Fact]
    public void A_pem_with_a_certificate_signs_with_its_hash()
    {
        using var certificate = SigningKeys.CreateCertificate();
        using var issuer = SigningKeys.CreateCertificate(ecdsa: SigningKeys.P256);
        var path = Write(
            "client.pem",
            $"{issuer.ExportCertificatePem()}\n{certificate.ExportCertificatePem()}\n{SigningKeys.Rsa.ExportPkcs8PrivateKeyPem()}");
        using var signer = JwtSigner.FromFile(path);
        Assert.Equal(Base64UrlText.Encode(SHA256.HashData(certificate.RawData)), signer.CertificateHash);
    }

    [Fact]
    public void A_certificate_and_a_key_in_two_files_belong_together()
    {
        using var certificate = SigningKeys.CreateCertificate();
        var (path, key) = (Write("c.pem", certificate.ExportCertificatePem()), Write("k.pem", SigningKeys.Rsa.ExportRSAPrivateKeyPem()));
        using var read = JwtKey.FromFile(path, key, password: null);
        Assert.Equal(certificate.Thumbprint, read.Certificate!.Thumbprint);
        var other = Write("o.pem", SigningKeys.P256.ExportECPrivateKeyPem());
        AssertRefused("do not belong together", () => JwtKey.FromFile(path, other, password: null));
    }

    [Theory]
    [InlineData(Password)]
    [InlineData(null)]
    public void A_pkcs_12_file_is_read(string? password)
    {
        using var certificate = SigningKeys.CreateCertificate();
        var path = Path.Combine(_folder.FullName, "client.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        using var signer = JwtSigner.FromFile(path, password, JwtAlgorithm.PS512, "id");
        Assert.Equal((JwtAlgorithm.PS512, "id"), (signer.Algorithm, signer.KeyId));
        Assert.NotNull(signer.CertificateHash);
        Assert.NotEmpty(signer.Sign(Claims()));
    }

    [Fact]
    public void A_password_that_is_wrong_or_missing_is_an_error_that_does_not_show_it()
    {
        var pem = SigningKeys.P256.ExportEncryptedPkcs8PrivateKeyPem(Password, Pbe);
        AssertRefused("has an encrypted private key: give its password", () => JwtSigner.FromPem(pem));
        AssertRefused("or its password, cannot be used", () => JwtSigner.FromPem(pem, "wrong-one"));
        using var certificate = SigningKeys.CreateCertificate();
        var path = Path.Combine(_folder.FullName, "client.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, Password));
        AssertRefused("or the password is wrong", () => JwtSigner.FromFile(path, "wrong-one"));
        AssertRefused("or the password is wrong", () => JwtSigner.FromFile(path));
    }

    [Fact]
    public void A_text_or_file_without_a_private_key_is_an_error_that_names_what_it_has()
    {
        using var certificate = SigningKeys.CreateCertificate();
        AssertRefused("it has a public key only", () => JwtSigner.FromPem(SigningKeys.Rsa.ExportSubjectPublicKeyInfoPem()));
        AssertRefused("it has a certificate only", () => JwtSigner.FromPem(certificate.ExportCertificatePem()));
        AssertRefused(
            "openssl pkcs8 -topk8",
            () => JwtSigner.FromPem(
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES,00\n\nAAAA\n-----END RSA PRIVATE KEY-----"));
        AssertRefused(
            "ssh-keygen -p -m PKCS8",
            () => JwtSigner.FromPem("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"));
        AssertRefused("give PEM text", () => JwtSigner.FromPem("-----BEGIN "));
        AssertRefused(
            "cannot be used as an RSA or ECDSA private key",
            () => JwtSigner.FromPem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"));
        AssertRefused("neither PEM nor PKCS #12", () => JwtSigner.FromFile(Write("a.txt", "hello")));
        AssertRefused("cannot be read", () => JwtSigner.FromFile(Path.Combine(_folder.FullName, "missing.pem")));
        AssertRefused("cannot be read", () => JwtSigner.FromFile(_folder.FullName));
    }

    private static JsonObject Claims() => new() { ["sub"] = "a" };

    private static void AssertRefused(string message, Func<object> action)
    {
        var error = Assert.Throws<CertificateFileException>(action);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", error.Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text, Encoding.ASCII);
        return path;
    }
}
