using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests.TestServer;

/// <summary>An authority made for this run, and a certificate of it for loopback.</summary>
public sealed class ServerCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;

    public ServerCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Requests test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
        Server = Issue("localhost", DateTimeOffset.UtcNow.AddDays(1));
        Expired = Issue("localhost", DateTimeOffset.UtcNow.AddHours(-1));
        Stranger = Issue("elsewhere.example", DateTimeOffset.UtcNow.AddDays(1));
        CaFile = Path.Combine(Path.GetTempPath(), $"requests-test-ca-{Guid.NewGuid():N}.pem");
        File.WriteAllText(CaFile, _authority.ExportCertificatePem());
    }

    public X509Certificate2 Server { get; }

    public X509Certificate2 Expired { get; }

    public X509Certificate2 Stranger { get; }

    public string CaFile { get; }

    public X509Certificate2 Issue(string name, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_authority, DateTimeOffset.UtcNow.AddDays(-2).AddHours(1), notAfter, Guid.NewGuid().ToByteArray());
        using var withKey = certificate.CopyWithPrivateKey(key);
        return Load(withKey.Export(X509ContentType.Pkcs12));
    }

#if NET9_0_OR_GREATER
    public static X509Certificate2 Load(byte[] pkcs12) => X509CertificateLoader.LoadPkcs12(pkcs12, password: null);
#else
    public static X509Certificate2 Load(byte[] pkcs12) => new(pkcs12);
#endif

    public void Dispose()
    {
        File.Delete(CaFile);
        Server.Dispose();
        Expired.Dispose();
        Stranger.Dispose();
        _authority.Dispose();
    }
}
