using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Requests.TestServer;

namespace Requests.Tests.Diagnosis;

/// <summary>
/// Represents a root, an intermediate and a server certificate, whose intermediate can be had at a URL that nothing serves.
/// </summary>
internal sealed class DiagnosisPki : IDisposable
{
    internal const string IssuerUrl = "http://127.0.0.1:1/intermediate.crt";

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _issuer;

    internal DiagnosisPki()
    {
        Root = CreateAuthority("Test root", _rootKey)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-100), DateTimeOffset.UtcNow.AddDays(100));
        var signer = X509SignatureGenerator.CreateForECDsa(_rootKey);
        _issuer = CreateAuthority("Test intermediate", _issuerKey).Create(
            Root.SubjectName,
            signer,
            DateTimeOffset.UtcNow.AddDays(-99),
            DateTimeOffset.UtcNow.AddDays(99),
            Guid.NewGuid().ToByteArray());
        Leaf = CreateLeaf();
        CaFile = Path.Combine(Path.GetTempPath(), $"requests-test-root-{Guid.NewGuid():N}.pem");
        File.WriteAllText(CaFile, Root.ExportCertificatePem());
    }

    /// <summary>Gets the root.</summary>
    internal X509Certificate2 Root { get; }

    /// <summary>Gets the intermediate certificate.</summary>
    internal X509Certificate2 Issuer => _issuer;

    /// <summary>Gets the certificate of localhost, with its key.</summary>
    internal X509Certificate2 Leaf { get; }

    /// <summary>Gets the path of the PEM file of the root.</summary>
    internal string CaFile { get; }

    public void Dispose()
    {
        File.Delete(CaFile);
        Root.Dispose();
        _issuer.Dispose();
        Leaf.Dispose();
        _rootKey.Dispose();
        _issuerKey.Dispose();
    }

    private static CertificateRequest CreateAuthority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        return request;
    }

    private X509Certificate2 CreateLeaf()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: [], caIssuersUris: [IssuerUrl]));
        using var certificate = request.Create(
            _issuer.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_issuerKey),
            DateTimeOffset.UtcNow.AddDays(-98),
            DateTimeOffset.UtcNow.AddDays(98),
            Guid.NewGuid().ToByteArray());
        using var withKey = certificate.CopyWithPrivateKey(key);
        return ServerCertificates.Load(withKey.Export(X509ContentType.Pkcs12));
    }
}
