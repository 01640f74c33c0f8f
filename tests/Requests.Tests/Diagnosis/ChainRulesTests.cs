namespace Requests.Tests.Diagnosis;

public class ChainRulesTests
{
    private const string Where = "http://pki.example/issuing.crt";

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CertificateFacts Leaf = Facts("h.example", "Issuing CA") with { IssuerUrls = [Where] };
    private static readonly CertificateFacts Issuing = Facts("Issuing CA", "Root CA");
    private static readonly CertificateFacts Root = Facts("Root CA", "Root CA");

    [Fact]
    public void A_complete_chain_passes_with_or_without_its_root()
    {
        var without = ChainRules.Judge(new ServerChain([Leaf, Issuing], [Leaf, Issuing, Root], ChainProblems.None), null, Now);
        var with = ChainRules.Judge(new ServerChain([Leaf, Issuing, Root], [Leaf, Issuing, Root], ChainProblems.None), "/ca.pem", Now);

        Assert.Equal(Verdict.Passed("h.example < Issuing CA < Root CA, trusted by the system."), without);
        Assert.Equal(Verdict.Passed("h.example < Issuing CA < Root CA, trusted by the file '/ca.pem'."), with);
    }

    [Fact]
    public void An_intermediate_that_this_machine_found_elsewhere_is_a_warning_with_its_URL()
    {
        var verdict = ChainRules.Judge(new ServerChain([Leaf], [Leaf, Issuing, Root], ChainProblems.None), null, Now);

        Assert.Equal(DiagnosisResult.Warning, verdict.Result);
        Assert.Contains("does not send the intermediate certificate 'Issuing CA'", verdict.Detail, StringComparison.Ordinal);
        Assert.EndsWith($"It can be had at {Where}", verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_intermediate_is_named_with_its_URL()
    {
        var verdict = ChainRules.Judge(new ServerChain([Leaf], [Leaf], ChainProblems.PartialChain), null, Now);

        Assert.Equal(DiagnosisResult.Failed, verdict.Result);
        Assert.Contains("the issuer 'Issuing CA' was not sent", verdict.Detail, StringComparison.Ordinal);
        Assert.EndsWith(
            $"add 'Issuing CA' to the certificates of the server. It can be had at {Where}",
            verdict.Advice,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_gap_is_after_the_last_certificate_that_was_sent()
    {
        var issuing = Issuing with { IssuerUrls = ["http://pki.example/root.crt"] };

        var chain = new ServerChain([Leaf, issuing], [Leaf, issuing], ChainProblems.PartialChain);

        Assert.Equal(issuing, chain.FindGap());
        Assert.Contains("'Root CA'", ChainRules.Judge(chain, null, Now).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_that_name_each_other_do_not_form_an_endless_chain() =>
        Assert.NotNull(new ServerChain([Facts("a", "b"), Facts("b", "a")], [], ChainProblems.PartialChain).FindGap() ?? Leaf);

    [Theory]
    [InlineData(null, "trust its PEM file with -Verify or REQUESTS_CA_BUNDLE")]
    [InlineData("/ca.pem", "add it to the file '/ca.pem'")]
    public void An_unknown_issuer_without_a_URL_can_be_an_own_authority(string? caFile, string advice)
    {
        var leaf = Facts("h.example", "Company CA");

        var verdict = ChainRules.Judge(new ServerChain([leaf], [leaf], ChainProblems.PartialChain), caFile, Now);

        Assert.Contains($"If 'Company CA' is the authority of your organization, {advice}", verdict.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "trust its PEM file with -Verify or REQUESTS_CA_BUNDLE")]
    [InlineData("/ca.pem", "Add the authority 'Root CA' to the file '/ca.pem'")]
    public void An_own_authority_that_was_sent_is_named(string? caFile, string advice)
    {
        var chain = new ServerChain([Leaf, Issuing, Root], [Leaf, Issuing, Root], ChainProblems.UntrustedRoot);

        var verdict = ChainRules.Judge(chain, caFile, Now);

        Assert.Contains("the authority 'Root CA' is not trusted", verdict.Detail, StringComparison.Ordinal);
        Assert.Contains(advice, verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_self_signed_certificate_can_be_pinned()
    {
        var own = Facts("h.example", "h.example");

        var verdict = ChainRules.Judge(new ServerChain([own], [own], ChainProblems.UntrustedRoot), null, Now);

        Assert.StartsWith("The certificate is self-signed", verdict.Detail, StringComparison.Ordinal);
        Assert.Contains($"New-HttpAdapter -Fingerprint {own.Fingerprint}", verdict.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ChainProblems.UntrustedRoot))]
    [InlineData(nameof(ChainProblems.PartialChain))]
    public void A_program_that_inspects_TLS_is_named(string problem)
    {
        var leaf = Facts("h.example", "Zscaler Root CA");

        var verdict = ChainRules.Judge(new ServerChain([leaf], [leaf], Enum.Parse<ChainProblems>(problem)), null, Now);

        Assert.Contains("Zscaler, a program that inspects TLS", verdict.Detail, StringComparison.Ordinal);
        Assert.StartsWith("Export the authority", verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_intermediate_is_named()
    {
        var old = Issuing with { NotAfter = Now.AddDays(-1) };

        var verdict = ChainRules.Judge(new ServerChain([Leaf, old], [Leaf, old, Root], ChainProblems.NotTimeValid), null, Now);

        Assert.Contains("the certificate 'Issuing CA' of the chain has expired", verdict.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ChainProblems.UnknownRevocation), "-CheckRevocation")]
    [InlineData(nameof(ChainProblems.Other), "current algorithms")]
    public void Other_problems_have_an_advice(string problem, string advice)
    {
        var chain = new ServerChain([Leaf, Issuing], [Leaf, Issuing, Root], Enum.Parse<ChainProblems>(problem));

        var verdict = ChainRules.Judge(chain, null, Now);

        Assert.Equal(DiagnosisResult.Failed, verdict.Result);
        Assert.Contains(advice, verdict.Advice, StringComparison.Ordinal);
    }

    private static CertificateFacts Facts(string subject, string issuer) => new($"CN={subject}", $"CN={issuer}")
    {
        Names = [subject],
        NotBefore = Now.AddDays(-100),
        NotAfter = Now.AddDays(100),
        Fingerprint = $"print of {subject}",
    };
}
