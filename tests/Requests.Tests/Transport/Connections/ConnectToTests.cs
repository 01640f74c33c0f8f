using System.Text.Json.Nodes;

namespace Requests.Tests.Transport.Connections;

/// <summary>Tests that a connection leads to another host, and that only the connection does.</summary>
public class ConnectToTests(TestServerFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_Host_header_and_the_cookies_stay_those_of_the_URL()
    {
        using var server = RawServer.Start(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Domain=example.com\r\nContent-Length: 0\r\n\r\n",
            RawServer.Ok());
        using var session = new RequestSession { TrustEnv = false };

        foreach (var path in (string[])["one", "two"])
        {
            await session.RequestAsync(new Request("GET", $"http://www.example.com:8080/{path}"), To(server.Authority), Stop);
        }

        Assert.StartsWith("GET /one HTTP/1.1\r\nHost: www.example.com:8080\r\n", server.Seen[0], StringComparison.Ordinal);
        Assert.Contains("\r\nCookie: a=b\r\n", server.Seen[1], StringComparison.Ordinal);
        Assert.Equal((1, "example.com"), (server.Connections, session.Cookies.Single().Domain));
    }

    [Fact]
    public async Task The_certificate_is_verified_for_the_name_of_the_URL()
    {
        var node = new Uri(fixture.Server.OtherNameUrl).Authority;
        using var session = new RequestSession { TrustEnv = false };
        var options = To(node) with { Tls = new TlsSettings(CaFile: fixture.Server.CaFile) };

        var response = await session.RequestAsync(new Request("GET", "https://elsewhere.example/connection"), options, Stop);
        var error = await Assert.ThrowsAsync<SslException>(() =>
            session.RequestAsync(new Request("GET", "https://www.example.com/connection"), options, Stop));

        Assert.Equal(200, response.StatusCode);
        Assert.Contains("not for the name 'www.example.com'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_targets_of_a_URL_never_share_a_connection()
    {
        using var one = RawServer.Start([.. Enumerable.Repeat(RawServer.Ok("one"), 4)]);
        using var two = RawServer.Start([.. Enumerable.Repeat(RawServer.Ok("two"), 4)]);
        using var session = new RequestSession { TrustEnv = false };

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("one", await GetAsync(one));
            Assert.Equal("two", await GetAsync(two));
        }

        Assert.Equal((1, 1), (one.Connections, two.Connections));

        async Task<string?> GetAsync(RawServer server) =>
            (await session.RequestAsync(new Request("GET", "http://www.example.com/"), To(server.Authority), Stop)).Text;
    }

    [Fact]
    public async Task One_target_does_not_receive_the_redirect_to_another_host()
    {
        using var node = RawServer.Start(Redirect("http://login.invalid/secret"), RawServer.Ok());
        using var session = new RequestSession { TrustEnv = false };

        var error = await Assert.ThrowsAsync<ConnectionException>(() =>
            session.RequestAsync(new Request("GET", "http://www.example.com/"), To(node.Authority), Stop));

        Assert.Contains("'login.invalid' could not be resolved", error.Message, StringComparison.Ordinal);
        Assert.Single(node.Seen);
    }

    [Fact]
    public async Task One_target_receives_the_redirect_to_the_same_host()
    {
        using var node = RawServer.Start(Redirect("/b"), RawServer.Ok("b"));
        using var session = new RequestSession { TrustEnv = false };

        var response = await session.RequestAsync(new Request("GET", "http://www.example.com/a"), To(node.Authority), Stop);

        Assert.Equal("b", response.Text);
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task A_map_applies_to_redirects()
    {
        using var one = RawServer.Start(Redirect("http://login.invalid/b"), null);
        using var two = RawServer.Start(RawServer.Ok("signed in"));
        using var session = new RequestSession { TrustEnv = false };
        var options = Map(("www.example.com:80", one.Authority), ("login.invalid", two.Authority));

        var response = await session.RequestAsync(new Request("GET", "http://www.example.com/a"), options, Stop);

        Assert.Equal("signed in", response.Text);
        Assert.StartsWith("GET /b HTTP/1.1\r\nHost: login.invalid\r\n", two.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_checksums_on_another_host_is_not_requested_from_the_target()
    {
        using var node = RawServer.Start(RawServer.Ok("data"), RawServer.Ok("no sums"));
        using var session = new RequestSession { TrustEnv = false };
        var path = Path.Combine(Path.GetTempPath(), $"requests-{Guid.NewGuid():N}");
        var target = new DownloadTarget(path) { ChecksumSource = ChecksumSource.FromUrl("http://sums.invalid/SHA256SUMS") };

        var error = await Assert.ThrowsAnyAsync<RequestException>(() => session.DownloadAsync(
            session.PrepareRequest(new Request("GET", "http://www.example.com/file")),
            target,
            To(node.Authority),
            Stop));

        Assert.Contains("sums.invalid", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(node.Seen, static seen => seen.Contains("SHA256SUMS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_opens_a_tunnel_to_the_target_also_for_http()
    {
        using var proxy = RawServer.StartHanging("HTTP/1.1 200 Connection established\r\n\r\n", RawServer.Ok("through"));
        using var session = new RequestSession { TrustEnv = false };
        var options = To("node3:8443") with { Proxies = Through($"http://user:pass@{proxy.Authority}") };

        var response = await session.RequestAsync(new Request("GET", "http://www.example.com/a"), options, Stop);

        Assert.Equal("through", response.Text);
        Assert.StartsWith("CONNECT node3:8443 HTTP/1.1\r\nHost: node3:8443\r\n", proxy.Seen[0], StringComparison.Ordinal);
        Assert.Contains("\r\nProxy-Authorization: Basic ", proxy.Seen[0], StringComparison.Ordinal);
        Assert.StartsWith("GET /a HTTP/1.1\r\nHost: www.example.com\r\n", proxy.Seen[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Proxy-Authorization", proxy.Seen[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exceptions_of_proxies_are_those_of_the_host_of_the_URL()
    {
        using var node = RawServer.Start(RawServer.Ok("direct"));
        using var session = new RequestSession { TrustEnv = false };
        var proxies = Through("http://127.0.0.1:1") with { NoProxy = "www.example.com" };

        var response = await session.RequestAsync(
            new Request("GET", "http://www.example.com/"),
            To(node.Authority) with { Proxies = proxies },
            Stop);

        Assert.Equal("direct", response.Text);
    }

    [Theory]
    [InlineData("http://no-such-name.invalid/", "no-such-name.invalid:81", "'no-such-name.invalid', the target of ConnectTo for")]
    [InlineData("http://www.example.com/", "no-such-name.invalid", "The name 'no-such-name.invalid', the target of ConnectTo for")]
    public async Task A_target_that_does_not_exist_is_named(string url, string target, string message)
    {
        using var session = new RequestSession { TrustEnv = false };

        var error = await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", url), To(target), Stop));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.True(error.IsBeforeSending);
    }

    [Fact]
    public async Task A_target_that_refuses_is_tried_again_by_the_policy()
    {
        using var session = new RequestSession { TrustEnv = false };
        var options = To("127.0.0.1:1") with { Retry = RetryPolicy.FromTotal(2) };

        var error = await Assert.ThrowsAsync<ConnectionException>(() =>
            session.RequestAsync(new Request("POST", "http://www.example.com/"), options, Stop));

        Assert.Contains(
            "'127.0.0.1' port 1, the target of ConnectTo for 'www.example.com', was refused",
            error.Message,
            StringComparison.Ordinal);
        Assert.Equal(2, error.Retries.Count);
    }

    [Fact]
    public async Task A_target_takes_precedence_over_the_Unix_socket_of_the_adapter()
    {
        using var node = RawServer.Start(RawServer.Ok("node"));
        var adapter = new HttpAdapter(new HttpAdapterSettings { UnixSocket = fixture.Server.UnixSocket });
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false };

        var response = await session.RequestAsync(new Request("GET", "http://www.example.com/"), To(node.Authority), Stop);

        Assert.Equal("node", response.Text);
    }

    [Fact]
    public async Task A_family_that_the_address_lacks_is_an_error_before_anything_is_sent()
    {
        using var server = RawServer.Start(RawServer.Ok("four"));
        using var session = new RequestSession { TrustEnv = false };
        var six = new SendOptions { AddressFamily = IPAddressFamily.IPv6, Retry = RetryPolicy.FromTotal(3) };

        var error = await Assert.ThrowsAsync<InvalidParameterException>(() =>
            session.RequestAsync(new Request("GET", server.Url), six, Stop));
        await Assert.ThrowsAsync<InvalidParameterException>(() => session.RequestAsync(
            new Request("GET", "http://www.example.com/"),
            six with { ConnectTo = new ConnectToSettings(server.Authority) },
            Stop));
        var response = await session.RequestAsync(
            new Request("GET", server.Url),
            new SendOptions { AddressFamily = IPAddressFamily.IPv4 },
            Stop);

        Assert.Contains("'127.0.0.1' is not an IPv6 address", error.Message, StringComparison.Ordinal);
        Assert.Equal("four", response.Text);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task The_family_and_the_local_address_of_the_adapter_agree()
    {
        var local = System.Net.IPAddress.Loopback;
        using var session = new RequestSession(AdapterRegistry.Create(new HttpAdapter(new HttpAdapterSettings { LocalAddress = local })));

        var error = await Assert.ThrowsAsync<InvalidParameterException>(() => session.RequestAsync(
            new Request("GET", "http://localhost:1/"),
            new SendOptions { AddressFamily = IPAddressFamily.IPv6 },
            Stop));

        Assert.Contains("'127.0.0.1' of the adapter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_of_two_families_share_no_connection()
    {
        var url = fixture.Server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        using var session = new RequestSession { TrustEnv = false };

        var four = await IdAsync(new SendOptions { AddressFamily = IPAddressFamily.IPv4 });

        Assert.Equal(four, await IdAsync(new SendOptions { AddressFamily = IPAddressFamily.IPv4 }));
        Assert.NotEqual(four, await IdAsync(new SendOptions()));

        async Task<string?> IdAsync(SendOptions options) =>
            (string?)JsonNode.Parse((await session.RequestAsync(new Request("GET", $"{url}/connection"), options, Stop)).Text!)!["id"];
    }

    [Theory]
    [InlineData(200, "too long")]
    [InlineData(0, "empty")]
    public async Task A_path_that_no_Unix_socket_can_have_is_refused_before_anything_is_sent(int length, string message)
    {
        using var session = new RequestSession { TrustEnv = false };
        var path = length == 0 ? "" : $"/{new string('x', length)}";

        var error = await Assert.ThrowsAsync<InvalidParameterException>(() =>
            session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { UnixSocket = path }, Stop));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidParameterException>(() => new HttpAdapterSettings { UnixSocket = path });
        Assert.Throws<InvalidParameterException>(() => new HttpAdapterSettings { UnixSocket = "\0abstract" });
    }

    private static SendOptions To(string target) => new() { ConnectTo = new ConnectToSettings(target) };

    private static SendOptions Map(params (string Host, string Target)[] rules) =>
        new() { ConnectTo = new ConnectToSettings(rules.Select(static rule => KeyValuePair.Create(rule.Host, rule.Target))) };

    private static ProxySettings Through(string url) => new() { ByTarget = new Dictionary<string, string> { ["all"] = url } };

    private static string Redirect(string location) => $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n";
}
