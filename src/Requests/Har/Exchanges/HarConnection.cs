using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Requests;

/// <summary>Creates the fields of an entry that describe the TLS of its connection.</summary>
/// <remarks>The names and units are those of the DevTools protocol, which the archives of browsers use.</remarks>
internal static class HarConnection
{
    /// <summary>Creates the fields; none without a connection.</summary>
    /// <param name="connection">The connection, or null.</param>
    internal static IEnumerable<HarField> CreateFields(ConnectionInfo? connection)
    {
        if (connection?.RemoteEndPoint is IPEndPoint remote)
        {
            yield return new HarField("_serverPort", Encoding.ASCII.GetBytes(remote.Port.ToString(CultureInfo.InvariantCulture)));
        }

        if (connection?.Certificate is { } certificate)
        {
            yield return new HarField("_securityDetails", CreateSecurityDetails(connection, certificate));
        }
    }

    private static byte[] CreateSecurityDetails(ConnectionInfo connection, X509Certificate2 certificate)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            if (connection.TlsVersion is { } version) writer.WriteString("protocol", TlsFailure.GetName(version));
            if (connection.CipherSuite is { } cipher) writer.WriteString("cipher", cipher);
            writer.WriteString("subjectName", certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
            writer.WriteStartArray("sanList");
            foreach (var name in ReadNames(certificate)) writer.WriteStringValue(name);
            writer.WriteEndArray();
            writer.WriteString("issuer", certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true));
            writer.WriteNumber("validFrom", new DateTimeOffset(certificate.NotBefore).ToUnixTimeSeconds());
            writer.WriteNumber("validTo", new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds());
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    // A certificate that was not verified can have names that are not valid.
    private static string[] ReadNames(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
                ? [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(static address => $"{address}")]
                : [];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
