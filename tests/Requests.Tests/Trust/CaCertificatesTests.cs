using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Requests.Tests.Trust;

/// <summary>Tests the reading of the files of root certificates.</summary>
public sealed class CaCertificatesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("requests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_that_changes_is_read_again()
    {
        var path = WriteFile("ca.pem", Issue("one"));
        var authorities = new CaCertificates(path);
        var before = authorities.Read();
        Assert.Same(before, authorities.Read());
        var time = File.GetLastWriteTimeUtc(path);

        WriteFile("ca.pem", Issue("two"));
        File.SetLastWriteTimeUtc(path, time);

        Assert.Equal(["CN=one"], GetNames(before));
        Assert.Equal(["CN=two"], GetNames(authorities.Read()));
    }

    [Fact]
    public void A_folder_is_the_certificates_of_its_files()
    {
        WriteFile("a.pem", Issue("a"));
        WriteFile("b.pem", Issue("b") + "\n# a comment\n" + Issue("c"));
        var authorities = new CaCertificates(_folder);
        Assert.Equal(["CN=a", "CN=b", "CN=c"], GetNames(authorities.Read()).Order());

        File.Delete(Path.Combine(_folder, "a.pem"));

        Assert.Equal(["CN=b", "CN=c"], GetNames(authorities.Read()).Order());
    }

    [Fact]
    public void A_large_file_is_read_whole()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 100; i++) text.Append('#', 1000).Append('\n').Append(Issue($"n{i}")).Append('\n');
        var path = WriteFile("large.pem", text.ToString());

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"CN=n{i}"), GetNames(new CaCertificates(path).Read()));
    }

    [Fact]
    public void A_file_in_utf_16_is_read()
    {
        var path = Path.Combine(_folder, "wide.pem");
        File.WriteAllText(path, Issue("wide"), Encoding.Unicode);

        Assert.Equal(["CN=wide"], GetNames(new CaCertificates(path).Read()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_file_that_cannot_be_used_is_an_error_with_its_path(string? content)
    {
        var path = content is null ? Path.Combine(_folder, "missing.pem") : WriteFile("wrong.pem", content);

        var error = Assert.Throws<SslException>(() => new CaCertificates(path).Read());

        Assert.StartsWith($"The CA certificates at '{path}' cannot be used: ", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> GetNames(X509Certificate2Collection certificates) =>
        certificates.Select(certificate => certificate.Subject);

    private static string Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    private string WriteFile(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
