using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Requests;

/// <summary>Represents the certificates that a server sent, the chain that this machine built, and what is wrong with them.</summary>
/// <param name="Sent">The certificates as they were sent, that of the server first.</param>
/// <param name="Built">The chain from the certificate of the server to the last issuer that was found.</param>
/// <param name="Problems">What verification found.</param>
internal sealed record ServerChain(
    IReadOnlyList<CertificateFacts> Sent,
    IReadOnlyList<CertificateFacts> Built,
    ChainProblems Problems)
{
    /// <summary>Gets the certificate of the server.</summary>
    internal CertificateFacts Leaf => Sent[0];

    /// <summary>Reads what a handshake received.</summary>
    /// <param name="certificate">The certificate of the server, or null.</param>
    /// <param name="chain">The chain that .NET built, or null.</param>
    /// <param name="errors">The errors of verification.</param>
    /// <returns>The chain; null when the server sent no certificate.</returns>
    internal static ServerChain? From(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null) return null;
        var sent = new List<CertificateFacts> { CertificateFacts.From(certificate) };
        var built = new List<CertificateFacts>();
        if (chain is not null)
        {
            foreach (var extra in chain.ChainPolicy.ExtraStore) Add(sent, CertificateFacts.From(extra));
            foreach (var element in chain.ChainElements) Add(built, CertificateFacts.From(element.Certificate));
        }

        var problems = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? ChainProblems.NameMismatch : ChainProblems.None;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            foreach (var status in chain?.ChainStatus ?? []) problems |= Convert(status.Status);
            if (chain is null or { ChainStatus: [] }) problems |= ChainProblems.Other;
        }

        return new ServerChain(sent, built, problems);
    }

    /// <summary>
    /// Returns the sent certificate whose issuer the server did not send, or null where the certificates lead to one that issued itself.
    /// </summary>
    internal CertificateFacts? FindGap()
    {
        var current = Leaf;
        for (var steps = 0; steps <= Sent.Count && !current.IsSelfSigned; steps++)
        {
            if (Sent.FirstOrDefault(other => other.Subject == current.Issuer && other != current) is not { } issuer) return current;
            current = issuer;
        }

        return null;
    }

    private static void Add(List<CertificateFacts> list, CertificateFacts facts)
    {
        if (!list.Exists(known => known.Fingerprint == facts.Fingerprint)) list.Add(facts);
    }

    private static ChainProblems Convert(X509ChainStatusFlags status) => status switch
    {
        X509ChainStatusFlags.NoError => ChainProblems.None,
        X509ChainStatusFlags.NotTimeValid => ChainProblems.NotTimeValid,
        X509ChainStatusFlags.UntrustedRoot => ChainProblems.UntrustedRoot,
        X509ChainStatusFlags.PartialChain => ChainProblems.PartialChain,
        X509ChainStatusFlags.Revoked => ChainProblems.Revoked,
        X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation => ChainProblems.UnknownRevocation,
        _ => ChainProblems.Other,
    };
}
