using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Requests.Tests.Diagnosis;

/// <summary>Runs a diagnosis against each broken port of TLS and proxies.</summary>
public class BrokenPortTests(TestServerFixture fixture)
{
    [Theory]
    [InlineData("unknown authority", DiagnosisStep.Chain, "Requests test authority", "-Verify or REQUESTS_CA_BUNDLE")]
    [InlineData("expired", DiagnosisStep.Certificate, "has expired", "renew the certificate")]
    [InlineData("other name", DiagnosisStep.Certificate, "not for the name '127.0.0.1'", "'elsewhere.example'")]
    [InlineData("TLS on a port without it", DiagnosisStep.Tls, "does not use TLS", "http:// in place of https://")]
    [InlineData("no TLS on a port with it", DiagnosisStep.Request, "closed the connection", "write https://")]
    public async Task A_port_of_the_test_server_fails_at_its_step(string port, DiagnosisStep step, string detail, string advice)
    {
        var server = fixture.Server;
        var url = port switch
        {
            "unknown authority" => server.SecureUrl,
            "expired" => server.ExpiredUrl,
            "other name" => server.OtherNameUrl,
            "TLS on a port without it" => server.Url.Replace("http:", "https:", StringComparison.Ordinal),
            _ => server.SecureUrl.Replace("https:", "http:", StringComparison.Ordinal),
        };
        using var session = CreateSession();
        if (port != "unknown authority") session.Defaults = session.Defaults with { Tls = new TlsSettings(CaFile: server.CaFile) };

        AssertFailure(await RunAsync(session, $"{url.TrimEnd('/')}/get"), step, detail, advice);
    }

    [Theory]
    [InlineData("15030300020246", DiagnosisStep.Tls, "none of the versions of TLS", "Configure TLS 1.2 or 1.3")]
    [InlineData("15030300020228", DiagnosisStep.Tls, "no cipher suite in common", "cipher suites of the server")]
    [InlineData("15030300020270", DiagnosisStep.Tls, "does not know the host's name", "Use the name in the URL")]
    [InlineData("485454502F312E31203430302042616420526571756573740D0A0D0A", DiagnosisStep.Tls, "does not use TLS", "http:// in place")]
    [InlineData("", DiagnosisStep.Tls, "closed the connection during the handshake", "A firewall that inspects TLS")]
    public async Task A_handshake_that_a_server_refuses_is_described(string reply, DiagnosisStep step, string detail, string advice)
    {
        using var port = new AlertServer(Convert.FromHexString(reply));
        using var session = CreateSession();
        session.Adapters.Mount("https://", new HttpAdapter(new HttpAdapterSettings { SslProtocols = SslProtocols.Tls12 }));

        AssertFailure(await RunAsync(session, $"https://{port.Authority}/"), step, detail, advice);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\n\r\n", "It offers Basic", "New-ProxyAuth user")]
    [InlineData("HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\n\r\n", "It offers Negotiate", "New-NegotiateAuth")]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n", "403 Forbidden", "rules of the proxy")]
    [InlineData("HTTP/1.0 503 Nope\r\n\r\n", "503 Nope", "cannot reach the server")]
    [InlineData("HTTP/1.0 500 Unable to connect\r\n\r\n", "500 Unable to connect", "cannot reach the server")]
    [InlineData("HTTP/1.1 50\r\n\r\n", "response is not HTTP", "is not an HTTP proxy")]
    [InlineData("nonsense\r\n\r\n", "response is not HTTP", "is not an HTTP proxy")]
    [InlineData("HTTP/1.1 200 half", "without a complete response", "closed the connection")]
    public async Task A_tunnel_that_a_proxy_refuses_is_described(string reply, string detail, string advice)
    {
        using var proxy = RawServer.Start(reply);
        using var session = CreateSession($"http://{proxy.Authority}");

        AssertFailure(await RunAsync(session, "https://nowhere.example/"), DiagnosisStep.Tunnel, detail, advice);
        Assert.Single(proxy.Seen);
    }

    [Theory]
    [InlineData(
        "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n",
        "refuses the credentials",
        "correct the user")]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "502 Bad Gateway", "log of the gateway")]
    [InlineData("HTTP/1.1 500 Unable to connect\r\nContent-Length: 0\r\n\r\n", "500 Unable", "may have sent this response")]
    [InlineData(
        "HTTP/1.1 403 Forbidden\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\nContent-Length: 0\r\n\r\n",
        "403 Forbidden",
        "sent this response: ERR_ACCESS_DENIED 0.")]
    public async Task A_request_that_a_proxy_refuses_is_described(string reply, string detail, string advice)
    {
        using var proxy = RawServer.Start(reply);
        using var session = CreateSession($"http://user:secret@{proxy.Authority}");

        var findings = await RunAsync(session, "http://nowhere.example/");

        Assert.Contains(findings, item => item.Result == DiagnosisResult.Failed
            && item.Detail.Contains(detail, StringComparison.Ordinal)
            && item.Advice.Contains(advice, StringComparison.Ordinal));
        Assert.DoesNotContain(findings, static item => $"{item}{item.Advice}".Contains("secret", StringComparison.Ordinal));
        Assert.Single(proxy.Seen);
    }

    [Theory]
    [InlineData("socks5h://127.0.0.1:1", DiagnosisStep.Connect, "was refused", "listens at port 1")]
    [InlineData("http://127.0.0.1:1", DiagnosisStep.Connect, "was refused", "listens at port 1")]
    [InlineData("http://no-such-proxy.invalid:3128", DiagnosisStep.NameLookup, "no-such-proxy.invalid", "no-such-proxy.invalid")]
    [InlineData("ftp://p", DiagnosisStep.Proxy, "cannot be used", "URL of the proxy")]
    public async Task A_proxy_that_cannot_be_reached_is_described(string proxy, DiagnosisStep step, string detail, string advice)
    {
        using var session = CreateSession(proxy);

        var findings = await RunAsync(session, "https://nowhere.example/");

        var failed = Assert.Single(findings, static item => item.Result == DiagnosisResult.Failed);
        Assert.Equal(step, failed.Step);
        Assert.Contains(detail, failed.Detail, StringComparison.Ordinal);
        Assert.True(failed.Advice.Contains(advice, StringComparison.Ordinal) || failed.Advice.Contains("DNS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_socks_proxy_that_refuses_is_described()
    {
        using var proxy = new AlertServer([5, 0xff]);
        using var session = CreateSession($"socks5h://{proxy.Authority}");

        AssertFailure(
            await RunAsync(session, "http://nowhere.example/"),
            DiagnosisStep.Tunnel,
            "requires authentication",
            "socks5h://user:password@host:port");
    }

    [Fact]
    public async Task A_port_without_a_listener_fails_to_connect_and_the_request_is_not_sent()
    {
        using var session = CreateSession();

        var findings = await RunAsync(session, "http://127.0.0.1:1/");

        AssertFailure(findings, DiagnosisStep.Connect, "was refused", "listens at port 1");
        Assert.Equal(DiagnosisResult.Skipped, findings[^1].Result);
    }

    [Fact]
    public async Task A_server_that_does_not_complete_the_handshake_ends_with_the_time_limit()
    {
        using var server = new AlertServer([]) { IsSilent = true };
        var time = new ManualTime();
        using var session = CreateSession(time: time);

        var running = RunAsync(session, $"https://{server.Authority}/");
        await server.Received.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(101));

        AssertFailure(await running, DiagnosisStep.Tls, "did not complete the handshake in time", "nothing responds behind it");
    }

    [Fact]
    public async Task A_missing_intermediate_is_named_with_its_URL()
    {
        using var pki = new DiagnosisPki();
        using var server = new DiagnosisServer(new SslServerAuthenticationOptions { ServerCertificate = pki.Leaf });
        using var session = CreateSession();
        session.Defaults = session.Defaults with { Tls = new TlsSettings(CaFile: pki.CaFile) };

        var findings = await RunAsync(session, server.Url);

        AssertFailure(findings, DiagnosisStep.Chain, "the issuer 'Test intermediate' was not sent", DiagnosisPki.IssuerUrl);
        Assert.Equal(DiagnosisResult.Passed, findings.Single(static item => item.Step == DiagnosisStep.Certificate).Result);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task A_complete_chain_passes_with_its_versions()
    {
        using var pki = new DiagnosisPki();
        var context = SslStreamCertificateContext.Create(pki.Leaf, [pki.Issuer], offline: true);
        using var server = new DiagnosisServer(new SslServerAuthenticationOptions { ServerCertificateContext = context });
        using var session = CreateSession();
        session.Defaults = session.Defaults with { Tls = new TlsSettings(CaFile: pki.CaFile) };

        var findings = await RunAsync(session, server.Url);

        Assert.DoesNotContain(findings, static item => item.Result == DiagnosisResult.Failed);
        Assert.Contains("localhost < Test intermediate < Test root", Find(findings, DiagnosisStep.Chain).Detail, StringComparison.Ordinal);
        Assert.Contains("TLS 1.2", Find(findings, DiagnosisStep.TlsVersion).Detail, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Without_verification_the_same_problems_are_warnings_and_the_request_is_sent()
    {
        using var session = CreateSession();
        session.Defaults = session.Defaults with { Tls = new TlsSettings(Verify: false) };

        var findings = await RunAsync(session, $"{fixture.Server.ExpiredUrl.TrimEnd('/')}/get");

        Assert.Equal(DiagnosisResult.Warning, Find(findings, DiagnosisStep.Certificate).Result);
        Assert.Contains("verification is off", Find(findings, DiagnosisStep.Certificate).Detail, StringComparison.Ordinal);
        Assert.Equal(DiagnosisResult.Passed, Find(findings, DiagnosisStep.Request).Result);
    }

    [Fact]
    public async Task A_server_that_requests_a_client_certificate_gets_none_that_the_call_does_not_have()
    {
        using var pki = new DiagnosisPki();
        var certificates = new List<X509Certificate?>();
        using var server = new DiagnosisServer(new SslServerAuthenticationOptions
        {
            ServerCertificate = pki.Leaf,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls12,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                lock (certificates) certificates.Add(certificate);
                return certificate is null;
            },
        });
        using var session = CreateSession();

        var untrusted = await RunAsync(session, server.Url);

        Assert.Contains(untrusted, static item => item is { Step: DiagnosisStep.ClientCertificate, Result: DiagnosisResult.Warning });
        Assert.NotEmpty(certificates);
        Assert.All(certificates, static certificate => Assert.Null(certificate));
    }

    [Fact]
    public async Task A_server_that_requires_a_client_certificate_is_advised_with_and_without_an_alert()
    {
        using var session = CreateSession();
        session.Defaults = session.Defaults with { Tls = new TlsSettings(CaFile: fixture.Server.CaFile) };

        var findings = await RunAsync(session, fixture.Server.ClientCertificateUrl);

        Assert.Equal(DiagnosisResult.Warning, Find(findings, DiagnosisStep.ClientCertificate).Result);
        var failed = Assert.Single(findings, static item => item.Result == DiagnosisResult.Failed);
        Assert.Contains("-Cert client.pem", failed.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_to_a_port_that_sends_an_alert_is_described()
    {
        using var server = RawServer.Start("\u0015\u0003\u0001\0\u0002\u0002F");
        using var session = CreateSession();

        AssertFailure(await RunAsync(session, server.Url), DiagnosisStep.Request, "uses TLS", "https:// in place of http://");
    }

    [Fact]
    public async Task A_fingerprint_of_another_certificate_fails()
    {
        using var session = CreateSession();
        session.Defaults = session.Defaults with { Tls = new TlsSettings(CaFile: fixture.Server.CaFile) };
        session.Adapters.Mount("https://", new HttpAdapter(new HttpAdapterSettings { Fingerprints = [new string('0', 64)] }));

        AssertFailure(
            await RunAsync(session, $"{fixture.Server.SecureUrl.TrimEnd('/')}/get"),
            DiagnosisStep.Certificate,
            "another fingerprint",
            "-Fingerprint");
    }

    [Fact]
    public async Task An_error_is_tested_from_the_step_at_which_it_failed()
    {
        using var session = CreateSession();
        var url = $"{fixture.Server.SecureUrl.TrimEnd('/')}/get";
        var error = await Assert.ThrowsAsync<SslException>(() => session.RequestAsync(new Request("GET", url)));

        var findings = await ToListAsync(RequestDiagnosis.RunFromErrorAsync(error, session));

        Assert.Equal(DiagnosisStep.Tls, findings[0].Step);
        Assert.Contains(findings, static item => item is { Step: DiagnosisStep.Chain, Result: DiagnosisResult.Failed });
    }

    [Fact]
    public async Task The_target_of_a_redirect_is_tested_too()
    {
        using var server = RawServer.Start("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/next\r\nContent-Length: 0\r\n\r\n");
        using var session = CreateSession();

        var findings = await RunAsync(session, server.Url);

        Assert.Contains(findings, static item => item is { Step: DiagnosisStep.Redirect, Result: DiagnosisResult.Passed });
        Assert.Contains(
            findings,
            static item => item is { Step: DiagnosisStep.Connect, Result: DiagnosisResult.Failed, Target: "127.0.0.1:1" });
    }

    [Fact]
    public async Task The_connection_is_tested_where_it_leads()
    {
        using var server = RawServer.Start(RawServer.Ok());
        using var session = CreateSession();
        session.Defaults = session.Defaults with { ConnectTo = new ConnectToSettings(server.Authority) };

        var findings = await RunAsync(session, "http://nowhere.example/");

        Assert.Equal(server.Authority, Find(findings, DiagnosisStep.Connect).Target);
        Assert.Equal(DiagnosisResult.Passed, Find(findings, DiagnosisStep.Request).Result);
    }

    [Fact]
    public async Task A_server_without_HTTP_2_fails_where_the_call_requires_it()
    {
        using var pki = new DiagnosisPki();
        var context = SslStreamCertificateContext.Create(pki.Leaf, [pki.Issuer], offline: true);
        using var server = new DiagnosisServer(new SslServerAuthenticationOptions { ServerCertificateContext = context });
        using var session = CreateSession();
        session.Defaults = session.Defaults with { Tls = new TlsSettings(CaFile: pki.CaFile), HttpVersion = new Version(2, 0) };

        AssertFailure(await RunAsync(session, server.Url), DiagnosisStep.HttpVersion, "HTTP/2", "-HttpVersion 1.1");
    }

    [Fact]
    public async Task A_Unix_socket_that_does_not_exist_is_named()
    {
        using var session = CreateSession();
        session.Defaults = session.Defaults with { UnixSocket = "/nonexistent/requests.sock" };

        AssertFailure(await RunAsync(session, "http://h/"), DiagnosisStep.Connect, "/nonexistent/requests.sock", "path of the socket");
    }

    // The default limit of 10 seconds could pass on a machine that is busy.
    private static RequestSession CreateSession(string? proxy = null, TimeProvider? time = null)
    {
        var session = new RequestSession { TrustEnv = false, Time = time ?? TimeProvider.System };
        session.Defaults = session.Defaults with { Timeout = RequestTimeout.FromSeconds(100) };
        if (proxy is not null)
        {
            session.Defaults = session.Defaults with
            {
                Proxies = new ProxySettings { ByTarget = new Dictionary<string, string> { ["all"] = proxy } },
            };
        }

        return session;
    }

    private static async Task<List<DiagnosisFinding>> RunAsync(RequestSession session, string url) =>
        await ToListAsync(RequestDiagnosis.RunAsync(session, session.PrepareRequest(new Request("GET", url))));

    private static async Task<List<DiagnosisFinding>> ToListAsync(IAsyncEnumerable<DiagnosisFinding> findings)
    {
        var list = new List<DiagnosisFinding>();
        await foreach (var finding in findings) list.Add(finding);
        return list;
    }

    private static DiagnosisFinding Find(List<DiagnosisFinding> findings, DiagnosisStep step) =>
        Assert.Single(findings, finding => finding.Step == step);

    private static void AssertFailure(List<DiagnosisFinding> findings, DiagnosisStep step, string detail, string advice)
    {
        var failed = findings.FirstOrDefault(item => item.Step == step && item.Result == DiagnosisResult.Failed);
        Assert.True(failed is not null, $"No failure of {step} in:\n{string.Join('\n', findings)}");
        Assert.Contains(detail, failed.Detail, StringComparison.Ordinal);
        Assert.Contains(advice, failed.Advice, StringComparison.Ordinal);
    }

    /// <summary>Sends bytes after the first bytes of each client, and closes the connection.</summary>
    private sealed class AlertServer : TestServer.SocketServer
    {
        private readonly byte[] _reply;

        /// <summary>Gets a value that indicates whether nothing is sent, and the connection stays open.</summary>
        internal bool IsSilent { get; init; }

        /// <summary>Completes when the first bytes of a client arrived.</summary>
        internal TaskCompletionSource Received { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal AlertServer(byte[] reply)
        {
            _reply = reply;
            Listen();
        }

        /// <inheritdoc/>
        protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
        {
            var stream = client.GetStream();
            if (await stream.ReadAsync(new byte[4096], cancellationToken) == 0) return;
            Received.TrySetResult();
            if (!IsSilent)
            {
                await stream.WriteAsync(_reply, cancellationToken);
                client.Client.Shutdown(SocketShutdown.Send);
            }

            while (await stream.ReadAsync(new byte[4096], cancellationToken) > 0)
            {
                // The connection is closed by the client, so that no reset discards the reply.
            }
        }
    }
}
