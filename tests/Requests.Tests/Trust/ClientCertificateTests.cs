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
        using var certificate = Issue();

        AssertVisible(new ClientCertificate(certificate).ToString());
    }

    [Fact]
    public void An_error_shows_the_subject_without_control_characters()
    {
        using var certificate = Issue();
        using var withoutKey = X509CertificateLoader.LoadCertificate(certificate.RawData);

        AssertVisible(Assert.Throws<CertificateFileException>(() => new ClientCertificate(withoutKey)).Message);
    }

    private static void AssertVisible(string text)
    {
        Assert.Contains("owned", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, character => char.IsControl(character) || character == '\u202e');
    }

    private static X509Certificate2 Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(Name);
        return new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1));
    }
}
