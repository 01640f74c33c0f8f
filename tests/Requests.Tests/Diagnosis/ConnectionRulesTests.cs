using System.Net;
using System.Security.Authentication;

namespace Requests.Tests.Diagnosis;

public class ConnectionRulesTests
{
    private static readonly IPAddress Four = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Six = IPAddress.Parse("2001:db8::1");

    [Fact]
    public void A_lookup_shows_both_families()
    {
        Assert.Equal(
            Verdict.Passed("IPv4 10.0.0.1; IPv6 2001:db8::1"),
            LookupRules.Judge(new HostLookup("h.example", [Four], [Six])));
        Assert.Equal(Verdict.Passed("IPv4 10.0.0.1; no IPv6 address"), LookupRules.Judge(new HostLookup("h.example", [Four], [])));
        var many = LookupRules.Judge(new HostLookup("h", [Four, Four, Four, Four, Four, Four], []));
        Assert.Contains("and 2 more", many.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_of_another_family_are_left_out()
    {
        var lookup = new HostLookup("h.example", [Four], [Six]);

        Assert.Equal([Six, Four], lookup.GetAddresses(null, null));
        Assert.Equal([Four], lookup.GetAddresses(IPAddressFamily.IPv4, null));
        Assert.Equal([Six], lookup.GetAddresses(IPAddressFamily.IPv6, null));
        Assert.Equal([Six], lookup.GetAddresses(null, IPAddress.IPv6Loopback));
        Assert.Contains("-AddressFamily", ConnectRules.JudgeFamily(IPAddressFamily.IPv6, null).Advice, StringComparison.Ordinal);
        Assert.Contains("-LocalAddress", ConnectRules.JudgeFamily(null, Four).Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server", "Write the full name in place of 'server'")]
    [InlineData("printer.local", "multicast DNS")]
    [InlineData("nosuch.example", "Check the spelling of 'nosuch.example'")]
    public void A_name_without_an_address_fails(string host, string advice)
    {
        var verdict = LookupRules.Judge(new HostLookup(host, [], []));

        Assert.Equal(DiagnosisResult.Failed, verdict.Result);
        Assert.Contains(advice, verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_server_without_a_response_is_not_a_wrong_name()
    {
        var verdict = LookupRules.Judge(new HostLookup("h.example", [], []) { IsInterrupted = true });

        Assert.Contains("did not respond", verdict.Detail, StringComparison.Ordinal);
        Assert.Contains("DNS servers", verdict.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ConnectFailure.Refused), false, DiagnosisResult.Failed, "listens at port 8443")]
    [InlineData(nameof(ConnectFailure.TimedOut), false, DiagnosisResult.Failed, "firewall drops the packets")]
    [InlineData(nameof(ConnectFailure.NoRoute), false, DiagnosisResult.Failed, "the gateway")]
    [InlineData(nameof(ConnectFailure.NoLocalAddress), false, DiagnosisResult.Failed, "-LocalAddress")]
    [InlineData(nameof(ConnectFailure.NoSocket), false, DiagnosisResult.Failed, "path of the socket")]
    [InlineData(nameof(ConnectFailure.Other), false, DiagnosisResult.Failed, "the port and the network")]
    [InlineData(nameof(ConnectFailure.Refused), true, DiagnosisResult.Warning, "remove it from DNS")]
    [InlineData(nameof(ConnectFailure.NoRoute), true, DiagnosisResult.Skipped, "")]
    public void A_failed_connection_fails_only_without_another_address(
        string failure,
        bool hasOther,
        DiagnosisResult result,
        string advice)
    {
        var attempt = new ConnectAttempt("[2001:db8::1]:8443")
        {
            Failure = Enum.Parse<ConnectFailure>(failure),
            Message = "It failed.",
            IsIPv6 = true,
        };

        var verdict = ConnectRules.Judge(attempt, 8443, hasOther);

        Assert.Equal(result, verdict.Result);
        Assert.Contains(advice, verdict.Advice, StringComparison.Ordinal);
        if (result != DiagnosisResult.Skipped) Assert.Contains("[2001:db8::1]:8443", verdict.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(407, "Negotiate", false, "New-NegotiateAuth")]
    [InlineData(407, "Digest realm=\"p\"", false, "-Digest")]
    [InlineData(407, "Basic realm=\"p\"", false, "New-ProxyAuth user password")]
    [InlineData(407, "Basic realm=\"p\"", true, "refuses these credentials")]
    [InlineData(403, null, false, "rules of the proxy")]
    [InlineData(405, null, false, "does not support CONNECT")]
    [InlineData(503, null, false, "cannot reach the server")]
    [InlineData(418, null, false, "log of the proxy")]
    public void A_refused_tunnel_is_advised_by_its_status(int status, string? challenge, bool hasCredentials, string advice)
    {
        var error = new ProxyException("Refused.") { StatusCode = status, Challenges = challenge is null ? [] : [challenge] };

        var verdict = ProxyRules.JudgeFailure(ProxyServer.Parse("http://p:3128"), error, hasCredentials);

        Assert.Equal(DiagnosisResult.Failed, verdict.Result);
        Assert.Contains(advice, verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_versions_of_TLS_are_compared_with_the_offer()
    {
        var both = TlsRules.JudgeVersions(SslProtocols.None, [Version(SslProtocols.Tls13, true), Version(SslProtocols.Tls12, false)]);
        var old = TlsRules.JudgeVersions(
            SslProtocols.None,
            [Version(SslProtocols.Tls13, false), Version(SslProtocols.Tls12, false), Version((SslProtocols)192, true)]);
        var other = TlsRules.JudgeVersions(SslProtocols.Tls12, [Version(SslProtocols.Tls13, true), Version(SslProtocols.Tls12, false)]);
        var nothing = TlsRules.JudgeVersions(SslProtocols.None, [Version(SslProtocols.Tls13, false), Version(SslProtocols.Tls12, null)]);

        Assert.Equal(Verdict.Passed("Offered: those of the system. Accepted: TLS 1.3. Not accepted: TLS 1.2."), both);
        Assert.Contains("accepts TLS 1.0 only", old.Advice, StringComparison.Ordinal);
        Assert.Contains("-SslProtocol excludes TLS 1.3", other.Advice, StringComparison.Ordinal);
        Assert.Contains("Accepted: no version that was tested", nothing.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_TLS_failure_has_its_own_advice()
    {
        var kinds = Enum.GetValues<TlsFailureKind>();

        Assert.All(kinds, static kind => Assert.NotEmpty(TlsRules.Advise(kind)));
        Assert.Equal(kinds.Length - 1, kinds.Select(TlsRules.Advise).Distinct().Count());
    }

    [Fact]
    public void A_request_for_a_client_certificate_names_the_accepted_issuers()
    {
        var missing = TlsRules.JudgeClientCertificate(["CN=A", "CN=B", "CN=C", "CN=D"], hasCertificate: false);

        Assert.Equal(DiagnosisResult.Warning, missing.Result);
        Assert.Contains("CN=A; CN=B; CN=C and 1 more", missing.Detail, StringComparison.Ordinal);
        Assert.Contains("-Cert", missing.Advice, StringComparison.Ordinal);
        Assert.Equal(DiagnosisResult.Passed, TlsRules.JudgeClientCertificate([], hasCertificate: true).Result);
    }

    private static KeyValuePair<SslProtocols, bool?> Version(SslProtocols version, bool? isAccepted) =>
        KeyValuePair.Create(version, isAccepted);
}
