using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>Judges one server's certificate and remembers, in words, why it was refused.</summary>
/// <param name="tls">Whom to trust.</param>
/// <param name="host">The name that the server must prove.</param>
/// <param name="fingerprints">The only certificates that will do; none lets any do.</param>
internal sealed class ServerCertificateValidator(TlsSettings tls, string host, IReadOnlyList<string> fingerprints)
{
    /// <summary>The name that the server must prove.</summary>
    internal string Host => host;

    /// <summary>Why the certificate was refused, or null.</summary>
    internal string? Reason { get; private set; }

    /// <summary>Whether the server asked for a client certificate, and none was given.</summary>
    internal bool IsAskedInVain { get; private set; }

    /// <summary>Creates the options of a TLS handshake.</summary>
    /// <param name="protocols">The versions of TLS that are offered.</param>
    /// <param name="checksRevocation">Whether the server certificate is checked for revocation.</param>
    /// <param name="offersHttp2">Whether HTTP/2 is offered.</param>
    internal SslClientAuthenticationOptions CreateOptions(SslProtocols protocols, bool checksRevocation, bool offersHttp2)
    {
        var options = new SslClientAuthenticationOptions
        {
            CertificateRevocationCheckMode = checksRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
            EnabledSslProtocols = protocols,
            RemoteCertificateValidationCallback = Judge,
            TargetHost = host,
        };
        if (offersHttp2) options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
        if (tls.ClientCertificate is { } client) options.ClientCertificateContext = client.Load();
        else options.LocalCertificateSelectionCallback = NoteRequest;
        if (tls is { Verify: true, CaFile: { } file }) options.CertificateChainPolicy = PolicyFor(file, options.CertificateRevocationCheckMode);
        return options;
    }

    private static X509ChainPolicy PolicyFor(string file, X509RevocationMode revocation)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = revocation };
        try
        {
            foreach (var part in Directory.Exists(file) ? Directory.EnumerateFiles(file) : [file]) policy.CustomTrustStore.ImportFromPemFile(part);
            return policy;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SslException($"The CA certificates at '{file}' cannot be used: {error.Message}", error);
        }
    }

    /// <summary>Called once before the handshake, and again with the server's certificate when the server asks for the client's.</summary>
    private X509Certificate NoteRequest(object sender, string targetHost, X509CertificateCollection localCertificates, X509Certificate? remoteCertificate, string[] acceptableIssuers)
    {
        IsAskedInVain |= remoteCertificate is not null || acceptableIssuers.Length > 0;
        return null!;
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (tls.Verify && errors != SslPolicyErrors.None) Reason = Describe(chain, errors);
        else if (fingerprints.Count > 0 && !CertificateFingerprint.IsAmong(certificate, fingerprints)) Reason = $"the certificate has another fingerprint: SHA-256 {certificate?.GetCertHashString(HashAlgorithmName.SHA256) ?? "of none"}.";
        return Reason is null;
    }

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
                X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation => "whether the certificate was revoked could not be found out",
                _ => status.StatusInformation.Trim(),
            });
        }

        return string.Join("; ", reasons.Distinct(StringComparer.Ordinal)) + ".";
    }
}
