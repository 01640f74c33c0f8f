using System.Security.Authentication;

namespace Requests;

/// <summary>Judges TLS handshakes.</summary>
internal static class TlsRules
{
    // TLS 1.0 and TLS 1.1 are obsolete (RFC 8996), and so are their names in .NET.
    private const SslProtocols Tls10 = (SslProtocols)192;
    private const SslProtocols Tls11 = (SslProtocols)768;

    /// <summary>Gets the versions that calls use.</summary>
    internal static IReadOnlyList<SslProtocols> UsualVersions { get; } = [SslProtocols.Tls13, SslProtocols.Tls12];

    /// <summary>Gets the versions that are tested where a server accepts none of the usual ones.</summary>
    internal static IReadOnlyList<SslProtocols> OldVersions { get; } = [Tls11, Tls10];

    /// <summary>Judges a handshake.</summary>
    /// <param name="report">The handshake.</param>
    /// <param name="host">The host.</param>
    internal static Verdict Judge(TlsReport report, string host)
    {
        if (report.Failure is { } failure) return Verdict.Failed($"TLS with '{host}' failed: {report.Message}", Advise(failure));
        var detail = $"{GetName(report.Protocol)} with {report.CipherSuite}";
        return report.Protocol is Tls10 or Tls11
            ? Verdict.Warning(detail, "The version is obsolete (RFC 8996): configure TLS 1.2 or 1.3 on the server.")
            : Verdict.Passed(detail);
    }

    /// <summary>Judges the versions that a server accepts.</summary>
    /// <param name="offered">The versions that a call offers; <see cref="SslProtocols.None"/> for those of the system.</param>
    /// <param name="versions">The versions that were tested, and whether the server accepts them; null where that is not known.</param>
    internal static Verdict JudgeVersions(SslProtocols offered, IReadOnlyList<KeyValuePair<SslProtocols, bool?>> versions)
    {
        var accepted = Names(true);
        var offer = offered == SslProtocols.None
            ? "those of the system"
            : string.Join(", ", UsualVersions.Concat(OldVersions).Where(version => (offered & version) == version).Select(GetName));
        var detail = $"Offered: {offer}. Accepted: {(accepted.Length == 0 ? "no version that was tested" : accepted)}.";
        if (Names(false) is { Length: > 0 } refused) detail += $" Not accepted: {refused}.";
        if (versions.Any(version => version.Value == true && (offered == SslProtocols.None || (offered & version.Key) == version.Key)
            && UsualVersions.Contains(version.Key)))
        {
            return Verdict.Passed(detail);
        }

        return Verdict.Failed(
            detail,
            accepted.Length == 0
                ? "The server accepts none of them, so it is very old, or it restricts who may connect: look at its configuration of TLS."
                : offered == SslProtocols.None
                    ? $"The server accepts {accepted} only, which this machine does not offer: update the server."
                    : $"New-HttpAdapter -SslProtocol excludes {accepted}: allow it, or update the server.");

        string Names(bool isAccepted) =>
            string.Join(", ", versions.Where(version => version.Value == isAccepted).Select(static version => GetName(version.Key)));
    }

    /// <summary>Judges the request of the server for a client certificate.</summary>
    /// <param name="issuers">The issuers that it accepts; empty for any.</param>
    /// <param name="hasCertificate">Whether the call has a client certificate.</param>
    internal static Verdict JudgeClientCertificate(IReadOnlyList<string> issuers, bool hasCertificate)
    {
        const int maximum = 3;
        var more = issuers.Count > maximum ? $" and {issuers.Count - maximum} more" : "";
        var names = issuers.Count == 0 ? "" : $" It accepts those of {string.Join("; ", issuers.Take(maximum))}{more}.";
        var detail = $"The server requests a client certificate.{names}";
        return hasCertificate
            ? Verdict.Passed($"{detail} The call has one.")
            : Verdict.Warning(detail, "If the server requires it, give a certificate with its key: -Cert client.pem, or -Cert client.pfx.");
    }

    /// <summary>Returns the advice for a failed handshake.</summary>
    /// <param name="failure">The kind of the failure.</param>
    internal static string Advise(TlsFailureKind failure) => failure switch
    {
        TlsFailureKind.NotTls => "Write http:// in place of https://, or use the port of the server that has TLS, often 443 or 8443.",
        TlsFailureKind.NoCommonVersion =>
            "Configure TLS 1.2 or 1.3 on the server, or allow its version with New-HttpAdapter -SslProtocol where this machine has it.",
        TlsFailureKind.NoCommonCipher =>
            "Compare the cipher suites of the server with those of this machine (CipherString in openssl.cnf, or the policy of Schannel). "
            + "Some servers end the handshake like this when a client certificate is missing: try -Cert.",
        TlsFailureKind.UnknownName => "Use the name in the URL that the server has a certificate for, not its address or another name.",
        TlsFailureKind.CertificateRequired => "Give a client certificate with its key: -Cert client.pem, or -Cert client.pfx.",
        TlsFailureKind.CertificateRefused =>
            "Give a client certificate that the server trusts and that has not expired, with the certificates of its issuers: -Cert.",
        TlsFailureKind.Closed or TlsFailureKind.Reset =>
            "A firewall that inspects TLS, or a load balancer that does not know the name, often ends a handshake like this: "
            + "try from another network, and check the name in the URL and the log of the server.",
        TlsFailureKind.TimedOut =>
            "The port accepts connections, and nothing responds behind it: check the service, and firewalls that inspect TLS.",
        TlsFailureKind.NotOffered => "This machine does not support that version of TLS: allow another with New-HttpAdapter -SslProtocol.",
        _ => "Look at the TLS log of the server, and test with openssl s_client.",
    };

    /// <summary>Returns the name of a version, such as <c>TLS 1.3</c>.</summary>
    /// <param name="version">The version.</param>
    internal static string GetName(SslProtocols version) => version switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        Tls11 => "TLS 1.1",
        Tls10 => "TLS 1.0",
        _ => version.ToString(),
    };
}
