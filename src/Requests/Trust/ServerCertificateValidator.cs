using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>Validates the certificate of one server and keeps the reason for a refusal.</summary>
/// <param name="tls">The trust settings.</param>
/// <param name="host">The name that the certificate must be valid for.</param>
/// <param name="fingerprints">The fingerprints of the accepted certificates; an empty list accepts any valid certificate.</param>
/// <param name="authorities">The only root certificates to trust; null trusts those of the system.</param>
internal sealed class ServerCertificateValidator(
    TlsSettings tls,
    string host,
    IReadOnlyList<string> fingerprints,
    CaCertificates? authorities = null)
{
    /// <summary>Gets the name that the certificate must be valid for.</summary>
    internal string Host => host;

    /// <summary>Gets the reason why the certificate was refused, or null.</summary>
    internal string? Reason { get; private set; }

    /// <summary>Gets the certificates of the last handshake, also when they were refused; null before the first one.</summary>
    internal PeerCertificates? Certificates { get; private set; }

    /// <summary>Creates the options of the TLS handshake.</summary>
    /// <param name="protocols">The versions of TLS to offer.</param>
    /// <param name="checkRevocation">Whether revocation of the server certificate is checked.</param>
    /// <param name="offersHttp2">Whether HTTP/2 is offered.</param>
    /// <exception cref="SslException">The CA file cannot be used.</exception>
    /// <exception cref="CertificateFileException">The client certificate cannot be used.</exception>
    internal SslClientAuthenticationOptions CreateOptions(SslProtocols protocols, bool checkRevocation, bool offersHttp2)
    {
        var options = new SslClientAuthenticationOptions
        {
            CertificateRevocationCheckMode = checkRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
            EnabledSslProtocols = protocols,
            RemoteCertificateValidationCallback = Validate,
            TargetHost = host,
        };
        if (offersHttp2) options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

        // .NET does not resume TLS sessions when a callback selects the client certificate, so a missing certificate sets none.
        if (tls.ClientCertificate is { } client) options.ClientCertificateContext = client.Load();
        if (tls.Verify && authorities is not null)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = options.CertificateRevocationCheckMode,
            };
            policy.CustomTrustStore.AddRange(authorities.Read());
            options.CertificateChainPolicy = policy;
        }

        return options;
    }

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Certificates = PeerCertificates.Copy(certificate, chain);
        if (tls.Verify && errors != SslPolicyErrors.None) Reason = Describe(chain, errors);
        else if (fingerprints.Count > 0 && !CertificateFingerprint.IsAmong(certificate, fingerprints))
        {
            Reason = DescribeFingerprint(certificate);
        }

        return Reason is null;
    }

    private static string DescribeFingerprint(X509Certificate? certificate) => certificate is null
        ? "the server sent no certificate."
        : $"the certificate has another fingerprint: SHA-256 {certificate.GetCertHashString(HashAlgorithmName.SHA256)}.";

    private string Describe(X509Chain? chain, SslPolicyErrors errors)
    {
        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) reasons.Add("the server sent no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) reasons.Add($"the certificate is not for the name '{host}'");
        foreach (var status in chain?.ChainStatus ?? [])
        {
            reasons.Add(status.Status switch
            {
                X509ChainStatusFlags.NotTimeValid => "the certificate has expired or is not valid yet",
                X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain => "the certificate's issuer is not trusted",
                X509ChainStatusFlags.Revoked => "the certificate was revoked",
                X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation =>
                    "whether the certificate was revoked could not be found out",
                _ => status.StatusInformation.Trim(),
            });
        }

        return string.Join("; ", reasons.Distinct(StringComparer.Ordinal)) + ".";
    }
}
