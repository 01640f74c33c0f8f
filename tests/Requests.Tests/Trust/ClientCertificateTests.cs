using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests.Tests.Trust;

/// <summary>Tests texts about client certificates, whose names an authority chose.</summary>
public class ClientCertificateTests
{
    private const string Name = "\u001b[2J\u001b]0;owned\u0007\u009b1m\u202e";

    [Fact]
    public void The_subject_is_shown_without_control_characters()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(key);
        using var withKey = certificate.CopyWithPrivateKey(key);

        AssertVisible(new ClientCertificate(withKey).ToString());
    }

    [Fact]
    public void An_error_shows_the_subject_without_control_characters()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(key);

        AssertVisible(Assert.Throws<CertificateFileException>(() => new ClientCertificate(certificate)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_error_names_the_files(bool hasKeyFile)
    {
        var (path, keyPath) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            File.WriteAllText(path, "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
            var client = new ClientCertificate(path, hasKeyFile ? keyPath : null);

            var message = Assert.Throws<CertificateFileException>(() => client.Load()).Message;

            Assert.Contains($"'{path}'", message, StringComparison.Ordinal);
            Assert.Equal(hasKeyFile, message.Contains($"'{path}' with the key '{keyPath}'", StringComparison.Ordinal));
            Assert.Equal(hasKeyFile, message.Contains("with the key", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
            File.Delete(keyPath);
        }
    }

    private static void AssertVisible(string text)
    {
        Assert.Contains("owned", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, character => char.IsControl(character) || character == '\u202e');
    }

    private static X509Certificate2 Issue(ECDsa key)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(Name);
        var name = builder.Build();
        return new CertificateRequest(name, key, HashAlgorithmName.SHA256).Create(
            name,
            X509SignatureGenerator.CreateForECDsa(key),
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1),
            [1]);
    }
}
