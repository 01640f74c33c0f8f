namespace Requests.Tests.Proxies;

public class ProxyTests
{
    [Fact]
    public async Task Plain_http_is_sent_to_the_proxy_with_the_whole_url_and_credentials_in_advance()
    {
        using var proxy = RawServer.Start(RawServer.Ok("through"));
        using var session = Through($"http://user:pass@{proxy.Authority}");

        var response = await session.RequestAsync(new Request("GET", "http://nowhere.example/a?b=1#c"));

        Assert.Equal("through", response.Text);
        Assert.StartsWith(
            "GET http://nowhere.example/a?b=1 HTTP/1.1\r\nHost: nowhere.example\r\n",
            proxy.Seen[0],
            StringComparison.Ordinal);
        Assert.Contains("\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n", proxy.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_in_the_URL_of_a_proxy_replace_a_header_set_by_hand()
    {
        using var proxy = RawServer.Start(RawServer.Ok());
        using var session = Through($"http://user:pass@{proxy.Authority}");
        session.Headers["Proxy-Authorization"] = "Bearer XXX";

        await session.RequestAsync(new Request("GET", "http://nowhere.example/"));

        Assert.Contains("\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n", proxy.Seen[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", proxy.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_set_by_hand_is_sent_to_a_proxy_without_credentials()
    {
        using var proxy = RawServer.Start(RawServer.Ok());
        using var session = Through($"http://{proxy.Authority}");
        session.Headers["Proxy-Authorization"] = "Bearer XXX";

        await session.RequestAsync(new Request("GET", "http://nowhere.example/"));

        Assert.Contains("\r\nProxy-Authorization: Bearer XXX\r\n", proxy.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_in_the_URL_of_a_proxy_open_a_tunnel_with_any_header()
    {
        using var proxy = RawServer.Start("HTTP/1.1 503 Nope\r\nContent-Length: 0\r\n\r\n");
        using var session = Through($"http://user:pass@{proxy.Authority}");
        session.Headers["Proxy-Authorization"] = "Bearer XXX";

        await Assert.ThrowsAsync<ProxyException>(() => session.RequestAsync(new Request("GET", "https://nowhere.example/")));

        Assert.Contains("\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n", proxy.Seen[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", proxy.Seen[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "407 Proxy Authentication Required")]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 10\r\n\r\nhalf", "407 Proxy Authentication Required")]
    [InlineData("HTTP/1.0 503 Nope\r\n\r\n", "503 Nope")]
    [InlineData("HTTP/1.1 503\r\n\r\n", "503")]
    [InlineData("HTTP/1.1 50\r\n\r\n", "response is not HTTP")]
    [InlineData("HTTP/1.1 503 Line feeds\n\n", "503 Line feeds")]
    [InlineData("HTTP/1.1 503 Both\r\nX: 1\n\n", "503 Both")]
    [InlineData("HTTP/1.1 503 Both\nX: 1\n\r\n", "503 Both")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 At last\r\n\r\n", "503 At last")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n", "101 Switching Protocols")]
    [InlineData("nonsense\r\n\r\n", "response is not HTTP")]
    [InlineData("ICAP/1.0 200 OK\r\n\r\n", "response is not HTTP")]
    [InlineData("HTTP/1.1 200 half", "without a complete response")]
    public async Task A_tunnel_request_has_credentials_and_its_refusal_is_a_proxy_error(string reply, string message)
    {
        using var proxy = RawServer.Start(reply);
        using var session = Through($"http://user:pass@{proxy.Authority}");
        session.Headers["User-Agent"] = "test/1";

        var error = await Assert.ThrowsAsync<ProxyException>(() =>
            session.RequestAsync(new Request("GET", "https://nowhere.example/secret?token=1")));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(proxy.Authority, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            "CONNECT nowhere.example:443 HTTP/1.1\r\nHost: nowhere.example:443\r\nUser-Agent: test/1\r\n"
                + "Proxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n",
            proxy.Seen[0]);
    }

    [Theory]
    [InlineData(64 * 1024, "503 No")]
    [InlineData((64 * 1024) + 2, "without a complete response")]
    public async Task The_head_of_a_reply_to_connect_has_64_KiB_at_most(int length, string words)
    {
        const string Start = "HTTP/1.1 503 No\r\nX: ";
        using var proxy = RawServer.Start($"{Start}{new string('x', length - Start.Length - 4)}\r\n\r\n");
        using var session = Through($"http://{proxy.Authority}");

        var error = await Assert.ThrowsAsync<ProxyException>(() => session.RequestAsync(new Request("GET", "https://nowhere.example/")));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "http://h/")]
    [InlineData("http://127.0.0.1:1", "https://h/")]
    [InlineData("socks5h://127.0.0.1:1", "http://h/")]
    [InlineData("http://no-such-proxy.invalid:3128", "http://h/")]
    public async Task The_error_distinguishes_a_dead_proxy_from_a_dead_server(string proxy, string url)
    {
        using var session = Through(proxy);

        var error = await Assert.ThrowsAsync<ProxyException>(() => session.RequestAsync(new Request("GET", url)));

        Assert.Contains(proxy, error.Message, StringComparison.Ordinal);
        Assert.True(error.IsBeforeSending);
    }

    [Fact]
    public async Task Closing_the_session_closes_the_connections_to_the_proxy()
    {
        using var proxy = RawServer.StartHanging(RawServer.Ok());
        var session = Through($"http://{proxy.Authority}");
        await session.RequestAsync(new Request("GET", "http://nowhere.example/"));

        session.Dispose();

        await proxy.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private static RequestSession Through(string proxy)
    {
        var session = new RequestSession { TrustEnv = false };
        session.Defaults = session.Defaults with
        {
            Proxies = new ProxySettings { ByTarget = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["all"] = proxy } },
        };
        return session;
    }
}
