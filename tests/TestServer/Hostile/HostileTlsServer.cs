using System.Formats.Asn1;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests.TestServer;

/// <summary>Represents a TLS server whose certificate has escape sequences in its subject, its issuer and its alternative name.</summary>
internal sealed class HostileTlsServer : SocketServer
{
    private readonly X509Certificate2 _certificate = Issue();

    internal HostileTlsServer() => Listen();

    /// <summary>Gets the URL of the server, without a slash at its end.</summary>
    internal string SecureUrl => $"https://{Authority}";

    /// <summary>Gets the certificate, which is its own authority, as PEM.</summary>
    internal string Pem => _certificate.ExportCertificatePem();

    /// <inheritdoc/>
    protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        await using var stream = new SslStream(client.GetStream());
        try
        {
            var options = new SslServerAuthenticationOptions { ServerCertificate = _certificate };
            await stream.AuthenticateAsServerAsync(options, cancellationToken);
            var input = new ScriptedInput(stream);
            while (await input.ReadRequestAsync(cancellationToken) is not null)
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), cancellationToken);
            }
        }
        catch (AuthenticationException)
        {
            // The client does not trust the certificate.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _certificate.Dispose();
    }

    private static X509Certificate2 Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(HostileReplies.Hostile);
        name.AddCommonName(HostileReplies.Hostile);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", CreateNames(), critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return ServerCertificates.Load(certificate.Export(X509ContentType.Pkcs12));
    }

    /// <summary>Creates the alternative names: a DNS name that the builder of .NET refuses (RFC 5280 section 4.2.1.6).</summary>
    private static byte[] CreateNames()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            var dnsName = new Asn1Tag(TagClass.ContextSpecific, 2);
            writer.WriteCharacterString(UniversalTagNumber.IA5String, "\u001b[2J\u001b]0;owned\u0007", dnsName);
        }

        return writer.Encode();
    }
}
