using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Requests.TestServer;

namespace Requests.Tests.Trust;

/// <summary>Tests revocation with an authority that publishes a list, and a server whose certificate may be on it.</summary>
public sealed class RevocationTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private readonly string _caFile = Path.GetTempFileName();

    public RevocationTests()
    {
        // A new name each time, as the system caches the lists that it has downloaded.
        var request = new CertificateRequest($"CN=Authority {Guid.NewGuid()}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(_caFile, _authority.ExportCertificatePem());
    }

    public void Dispose()
    {
        File.Delete(_caFile);
        _authority.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData(true, false, null)]
    [InlineData(true, true, "was revoked")]
    [InlineData(false, true, null)]
    public async Task A_revoked_certificate_is_refused_when_revocation_is_checked(bool checks, bool isRevoked, string? message)
    {
        // A serial number is positive.
        byte[] serial = [1, .. Guid.NewGuid().ToByteArray()];
        var list = new CertificateRevocationListBuilder();
        if (isRevoked) list.AddEntry(serial);
        var bytes = list.Build(
            _authority,
            1,
            DateTimeOffset.UtcNow.AddDays(1),
            HashAlgorithmName.SHA256,
            rsaSignaturePadding: null,
            DateTimeOffset.UtcNow.AddHours(-1));
        using var publisher = RawServer.Start(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/pkix-crl\r\nContent-Length: {bytes.Length}\r\n"
                + $"\r\n{Encoding.Latin1.GetString(bytes)}");

        var outcome = await AskAsync(Issue(serial, publisher.Url), checks);

        Assert.Contains(message ?? "200", outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_refused_when_its_authority_cannot_be_reached() =>
        Assert.Contains(
            "could not be found out",
            await AskAsync(Issue(Guid.NewGuid().ToByteArray(), "http://127.0.0.1:1/"), checks: true),
            StringComparison.Ordinal);

    private X509Certificate2 Issue(byte[] serial, string listUrl)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([listUrl]));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                _authority,
                includeKeyIdentifier: true,
                includeIssuerAndSerial: false));
        using var bare = request.Create(_authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), serial);
        using var whole = bare.CopyWithPrivateKey(key);
        return ServerCertificates.Load(whole.Export(X509ContentType.Pkcs12));
    }

    private async Task<string> AskAsync(X509Certificate2 certificate, bool checks)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, certificate);
        using var session = new RequestSession { TrustEnv = false };
        session.Adapters.Mount("https://", new HttpAdapter(new HttpAdapterSettings { CheckRevocation = checks }));
        try
        {
            var response = await session.RequestAsync(
                new Request("GET", $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"),
                new SendOptions { Tls = new TlsSettings(CaFile: _caFile) });
            return $"{response.StatusCode}";
        }
        catch (SslException error)
        {
            return error.Message;
        }
        finally
        {
            await serving;
            certificate.Dispose();
        }
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            _ = await tls.ReadAsync(new byte[4096]);
            await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }
        catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client does not want this certificate.
        }
    }
}
