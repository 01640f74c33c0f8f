using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests.TestServer;

/// <summary>Represents a certificate authority of this process and the server certificates that it issues.</summary>
public sealed class ServerCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;

    /// <summary>Creates an authority and its usual certificates.</summary>
    /// <param name="days">The number of days that the authority is valid from now on.</param>
    public ServerCertificates(int days = 2)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Requests test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(days));
        Server = Issue("localhost", DateTimeOffset.UtcNow.AddDays(1));
        Expired = Issue("localhost", DateTimeOffset.UtcNow.AddHours(-1));
        OtherName = Issue("elsewhere.example", DateTimeOffset.UtcNow.AddDays(1));
        CaFile = Path.Combine(Path.GetTempPath(), $"requests-test-ca-{Guid.NewGuid():N}.pem");
        File.WriteAllText(CaFile, _authority.ExportCertificatePem());
    }

    /// <summary>Gets a certificate for localhost and the loopback addresses.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>Gets a certificate that expired one hour ago.</summary>
    public X509Certificate2 Expired { get; }

    /// <summary>Gets a certificate for a host name that is not the name of the server.</summary>
    public X509Certificate2 OtherName { get; }

    /// <summary>Gets the path of the PEM file of the authority.</summary>
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
        using var certificate = request.Create(
            _authority,
            DateTimeOffset.UtcNow.AddDays(-2).AddHours(1),
            notAfter,
            Guid.NewGuid().ToByteArray());
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
        OtherName.Dispose();
        _authority.Dispose();
    }
}
