namespace Requests;

/// <summary>Judges the issuers of a server certificate.</summary>
internal static class ChainRules
{
    // The names that appear in the certificates of programs that decrypt TLS on its way.
    private static readonly string[] Inspectors =
    [
        "Zscaler", "Netskope", "Fortinet", "FortiGate", "Palo Alto", "Blue Coat", "Symantec Web", "Forcepoint", "McAfee Web", "Sophos",
        "Check Point", "Cisco Umbrella", "Barracuda", "Kaspersky", "Avast", "AVG ", "ESET", "Bitdefender", "Fiddler", "mitmproxy",
        "Charles Proxy", "Burp", "PortSwigger",
    ];

    /// <summary>Judges the chain of certificates.</summary>
    /// <param name="chain">The certificates.</param>
    /// <param name="caFile">The file of the trusted authorities; null for those of the system.</param>
    /// <param name="now">The time.</param>
    internal static Verdict Judge(ServerChain chain, string? caFile, DateTimeOffset now)
    {
        var path = string.Join(" < ", (chain.Built.Count > 0 ? chain.Built : chain.Sent).Select(static item => item.ShortName));
        var trust = caFile is null ? "the system" : $"the file '{caFile}'";
        if (chain.Problems.HasFlag(ChainProblems.UntrustedRoot)) return JudgeRoot(chain, path, caFile);
        if (chain.Problems.HasFlag(ChainProblems.PartialChain)) return JudgeGap(chain, path, caFile);
        if (chain.Problems.HasFlag(ChainProblems.NotTimeValid)
            && chain.Built.Skip(1).FirstOrDefault(item => now > item.NotAfter || now < item.NotBefore) is { } old)
        {
            return Verdict.Failed(
                $"{path}: the certificate '{old.ShortName}' of the chain has expired or is not valid yet.",
                $"The operator of the server has to replace '{old.ShortName}', or this machine has to trust its successor.");
        }

        if (chain.Problems.HasFlag(ChainProblems.UnknownRevocation))
        {
            return Verdict.Failed(
                $"{path}: whether a certificate was revoked could not be determined.",
                "Allow this machine to reach the revocation services of the authority, or leave out -CheckRevocation of New-HttpAdapter.");
        }

        if (chain.Problems.HasFlag(ChainProblems.Other))
        {
            return Verdict.Failed(
                $"{path}: the system does not accept a certificate of the chain, for example for a weak signature.",
                "The operator of the server has to replace the certificates by ones with current algorithms.");
        }

        // Certificates that this machine has, or downloads, can be missing on others.
        if (chain.FindGap() is { } last && chain.Built is [.., var root] && last.Issuer != root.Subject)
        {
            return Verdict.Warning(
                $"{path}, trusted by {trust}. The server does not send the intermediate certificate '{last.ShortIssuer}', "
                + "which this machine found elsewhere.",
                $"Other clients may fail: the operator has to add '{last.ShortIssuer}' to the certificates of the server. {Where(last)}"
                    .TrimEnd());
        }

        return Verdict.Passed($"{path}, trusted by {trust}.");
    }

    private static Verdict JudgeRoot(ServerChain chain, string path, string? caFile)
    {
        var root = chain.Built is [.., var last] ? last : chain.Leaf;
        if (chain.Leaf.IsSelfSigned)
        {
            return Verdict.Failed(
                $"The certificate is self-signed: {path}.",
                "Save the certificate to a PEM file and trust it with -Verify, or pin it with "
                + $"New-HttpAdapter -Fingerprint {chain.Leaf.Fingerprint} and -Verify:$false.");
        }

        if (FindInspector(chain) is { } inspector)
        {
            return Verdict.Failed(
                $"{path}: the authority is not trusted. It looks like one of {inspector}, a program that inspects TLS.",
                $"Export the authority '{root.ShortName}' to a PEM file and trust it with -Verify or REQUESTS_CA_BUNDLE.");
        }

        return Verdict.Failed(
            $"{path}: the authority '{root.ShortName}' is not trusted.",
            caFile is null
                ? $"If '{root.ShortName}' is the authority of your organization, trust its PEM file with -Verify or REQUESTS_CA_BUNDLE."
                : $"Add the authority '{root.ShortName}' to the file '{caFile}'.");
    }

    private static Verdict JudgeGap(ServerChain chain, string path, string? caFile)
    {
        var last = chain.FindGap() ?? chain.Leaf;
        if (FindInspector(chain) is { } inspector)
        {
            return Verdict.Failed(
                $"{path}: the issuer '{last.ShortIssuer}' is not trusted. It looks like one of {inspector}, a program that inspects TLS.",
                $"Export the authority '{last.ShortIssuer}' to a PEM file and trust it with -Verify or REQUESTS_CA_BUNDLE.");
        }

        var detail = $"{path}: the issuer '{last.ShortIssuer}' was not sent, and is not among the trusted authorities.";
        var file = caFile is null ? "trust its PEM file with -Verify or REQUESTS_CA_BUNDLE" : $"add it to the file '{caFile}'";
        return last.IssuerUrls.Count > 0
            ? Verdict.Failed(
                detail,
                $"An intermediate certificate is missing: the operator has to add '{last.ShortIssuer}' to the certificates of the "
                + $"server. {Where(last)}")
            : Verdict.Failed(
                detail,
                $"If '{last.ShortIssuer}' is the authority of your organization, {file}. If it is an intermediate certificate, the "
                + "operator has to add it to the certificates of the server.");
    }

    private static string Where(CertificateFacts last) => last.IssuerUrls.Count == 0 ? "" : $"It can be had at {last.IssuerUrls[0]}";

    private static string? FindInspector(ServerChain chain) =>
        Array.Find(Inspectors, name => chain.Sent.Concat(chain.Built).Any(item =>
            item.Issuer.Contains(name, StringComparison.OrdinalIgnoreCase)))?.Trim();
}
