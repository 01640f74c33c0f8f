using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>Represents what a diagnosis needs of a certificate, without its handle. The texts come from its issuer.</summary>
/// <param name="Subject">The distinguished name.</param>
/// <param name="Issuer">The distinguished name of the issuer.</param>
internal sealed record CertificateFacts(string Subject, string Issuer)
{
    /// <summary>Gets the DNS names and the addresses that the certificate is for (RFC 5280 section 4.2.1.6).</summary>
    internal IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Gets when the certificate becomes valid.</summary>
    internal DateTimeOffset NotBefore { get; init; }

    /// <summary>Gets when the certificate expires.</summary>
    internal DateTimeOffset NotAfter { get; init; }

    /// <summary>Gets the SHA-256 fingerprint in hexadecimal.</summary>
    internal string Fingerprint { get; init; } = "";

    /// <summary>Gets the URLs of the issuer's certificate (Authority Information Access, RFC 5280 section 4.2.2.1).</summary>
    internal IReadOnlyList<string> IssuerUrls { get; init; } = [];

    /// <summary>Gets a value that indicates whether the certificate names itself as its issuer.</summary>
    internal bool IsSelfSigned => Subject == Issuer;

    /// <summary>Gets the short name of the subject: its common name, else its first name, else the distinguished name.</summary>
    internal string ShortName => GetCommonName(Subject) ?? (Names.Count > 0 ? Names[0] : Subject);

    /// <summary>Gets the short name of the issuer.</summary>
    internal string ShortIssuer => GetCommonName(Issuer) ?? Issuer;

    /// <summary>Reads a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    internal static CertificateFacts From(X509Certificate2 certificate) => new(certificate.Subject, certificate.Issuer)
    {
        Names = Read(certificate, GetNames),
        NotBefore = new DateTimeOffset(certificate.NotBefore),
        NotAfter = new DateTimeOffset(certificate.NotAfter),
        Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256),
        IssuerUrls = Read(certificate, GetIssuerUrls),
    };

    private static List<string> Read(X509Certificate2 certificate, Func<X509Certificate2, IEnumerable<string>> read)
    {
        try
        {
            return [.. read(certificate)];
        }
        catch (CryptographicException)
        {
            // The extension is not valid. The handshake reports that where it matters.
            return [];
        }
    }

    private static IEnumerable<string> GetNames(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static names =>
            names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(static address => address.ToString())));

    private static IEnumerable<string> GetIssuerUrls(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509AuthorityInformationAccessExtension>().SelectMany(static access =>
            access.EnumerateCAIssuersUris());

    private static string? GetCommonName(string distinguishedName)
    {
        var start = distinguishedName.StartsWith("CN=", StringComparison.OrdinalIgnoreCase)
            ? 0
            : distinguishedName.IndexOf(", CN=", StringComparison.OrdinalIgnoreCase) + 2;
        if (start == 1) return null;
        var value = distinguishedName[(start + 3)..];
        if (value.StartsWith('"')) return value.IndexOf('"', 1) is > 0 and var quote ? value[1..quote] : value;
        return value.IndexOf(", ", StringComparison.Ordinal) is > 0 and var end ? value[..end] : value;
    }
}
