using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests.PowerShell;

/// <summary>Creates the part of an archive that describes the TLS of a connection.</summary>
/// <remarks>The names are those of the DevTools protocol, which the archives of browsers use.</remarks>
internal static class HarConnection
{
    /// <summary>Creates the details; returns null without a certificate.</summary>
    /// <param name="connection">The connection, or null.</param>
    internal static HarSecurityDetails? CreateSecurityDetails(ConnectionInfo? connection)
    {
        if (connection?.Certificate is not { } certificate) return null;
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return new HarSecurityDetails(
            connection.TlsVersion is { } version ? ConnectionText.GetName(version) : null,
            connection.CipherSuite,
            certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            ReadNames(names),
            certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true),
            new DateTimeOffset(certificate.NotBefore).ToUnixTimeSeconds(),
            new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds());
    }

    // A certificate that was not verified can have names that are not valid.
    private static string[] ReadNames(X509SubjectAlternativeNameExtension? names)
    {
        try
        {
            return names is null
                ? []
                : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(static address => $"{address}")];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
