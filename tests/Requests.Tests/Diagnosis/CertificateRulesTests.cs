using System.Net;

namespace Requests.Tests.Diagnosis;

public class CertificateRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-90, 60, DiagnosisResult.Passed, "valid until 2026-07-31 12:00 UTC, 60 days left", "")]
    [InlineData(-60, 29, DiagnosisResult.Warning, "29 days left", "Renew the certificate: 29 days are left.")]
    [InlineData(-300, 29, DiagnosisResult.Warning, "29 days left", "Renew the certificate: 29 days are left.")]
    [InlineData(-2, 4, DiagnosisResult.Passed, "4 days left", "")]
    [InlineData(-5, 1, DiagnosisResult.Warning, "24 hours left", "Renew the certificate: 24 hours are left.")]
    [InlineData(-10, -3, DiagnosisResult.Failed, "expired on 2026-05-29 12:00 UTC, 3 days ago", "has to renew the certificate")]
    [InlineData(3, 90, DiagnosisResult.Failed, "valid from 2026-06-04 12:00 UTC, in 3 days", "clock of this machine")]
    public void The_dates_decide(int from, int until, DiagnosisResult result, string detail, string advice)
    {
        var verdict = CertificateRules.Judge(Chain(Leaf("h.example", from, until)), "h.example", Now);

        Assert.Equal(result, verdict.Result);
        Assert.Contains(detail, verdict.Detail, StringComparison.Ordinal);
        Assert.Contains(advice, verdict.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("h.example", "www.h.example", "'www.h.example'")]
    [InlineData("www.h.example", "h.example", "'h.example'")]
    [InlineData("a.b.h.example", "*.h.example", "'*.h.example' covers one label only, not 'a.b.h.example'")]
    [InlineData("10.0.0.1", "h.example", "in place of the address, such as 'h.example'")]
    [InlineData("other.example", "h.example", "'h.example', or have 'other.example' added")]
    public void A_wrong_name_is_advised_by_the_names_of_the_certificate(string host, string name, string advice)
    {
        var verdict = CertificateRules.Judge(Chain(Leaf(name, -90, 60), ChainProblems.NameMismatch), host, Now);

        Assert.Equal(DiagnosisResult.Failed, verdict.Result);
        Assert.StartsWith($"The certificate is not for the name '{host}'", verdict.Detail, StringComparison.Ordinal);
        Assert.Contains(advice, verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_names_has_to_be_issued_anew()
    {
        var leaf = new CertificateFacts("CN=h", "CN=i") { NotBefore = Now.AddDays(-1), NotAfter = Now.AddDays(90) };

        var verdict = CertificateRules.Judge(Chain(leaf, ChainProblems.NameMismatch), "h", Now);

        Assert.Contains("no alternative name", verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revoked_certificate_fails() =>
        Assert.Equal(
            DiagnosisResult.Failed,
            CertificateRules.Judge(Chain(Leaf("h", -1, 90), ChainProblems.Revoked), "h", Now).Result);

    [Fact]
    public void Many_names_are_counted()
    {
        var names = Enumerable.Range(1, 9).Select(i => $"n{i}.example").ToArray();

        var verdict = CertificateRules.Judge(Chain(Leaf("n1.example", -90, 60) with { Names = names }), "n1.example", Now);

        Assert.Contains("n5.example and 4 more", verdict.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CN=h.example, O=Org", "h.example")]
    [InlineData("O=Org, CN=h.example", "h.example")]
    [InlineData("CN=\"a, b\", O=Org", "a, b")]
    [InlineData("O=Org", "O=Org")]
    public void The_short_name_is_the_common_name(string subject, string expected) =>
        Assert.Equal(expected, new CertificateFacts(subject, "CN=i").ShortName);

    [Fact]
    public void The_facts_are_read_from_a_certificate()
    {
        using var pki = new DiagnosisPki();

        var facts = CertificateFacts.From(pki.Leaf);

        Assert.Equal(("CN=localhost", "CN=Test intermediate"), (facts.Subject, facts.Issuer));
        Assert.Equal(["localhost", IPAddress.Loopback.ToString()], facts.Names);
        Assert.Equal([DiagnosisPki.IssuerUrl], facts.IssuerUrls);
        Assert.Equal(64, facts.Fingerprint.Length);
        Assert.False(facts.IsSelfSigned);
    }

    private static ServerChain Chain(CertificateFacts leaf, ChainProblems problems = ChainProblems.None) => new([leaf], [leaf], problems);

    private static CertificateFacts Leaf(string name, int from, int until) => new($"CN={name}", "CN=Issuer")
    {
        Names = [name],
        NotBefore = Now.AddDays(from),
        NotAfter = Now.AddDays(until),
    };
}
