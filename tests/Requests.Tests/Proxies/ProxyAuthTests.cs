using System.Text.RegularExpressions;

namespace Requests.Tests.Proxies;

public class ProxyAuthTests
{
    private const string Challenge = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
        + "Proxy-Authenticate: Digest realm=\"p\", nonce=\"n1\", qop=\"auth\"\r\n";

    [Fact]
    public async Task A_digest_challenge_of_a_proxy_is_answered_once_and_then_in_advance()
    {
        using var proxy = RawServer.Start($"{Challenge}Content-Length: 3\r\n\r\nwho", RawServer.Ok("through"), RawServer.Ok("again"));
        using var session = Through(proxy);

        var first = await session.RequestAsync(
            new Request("POST", "http://nowhere.example/a?b=1")
            {
                Auth = new ProxyAuth("user", "pass") { UseDigest = true },
                Body = new BytesBody("body"),
            });
        var second = await session.RequestAsync(
            new Request("GET", "http://nowhere.example/c") { Auth = new ProxyAuth("user", "pass") { UseDigest = true } });

        Assert.Equal(("through", "again"), (first.Text, second.Text));
        Assert.DoesNotContain("Proxy-Authorization", proxy.Seen[0], StringComparison.Ordinal);
        Assert.Contains("uri=\"http://nowhere.example/a?b=1\"", proxy.Seen[1], StringComparison.Ordinal);
        Assert.Contains("nc=00000001", proxy.Seen[1], StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nbody", proxy.Seen[1], StringComparison.Ordinal);
        Assert.Contains("nc=00000002", proxy.Seen[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 3\r\n\r\nwho")]
    [InlineData("Connection: close\r\nContent-Length: 3\r\n\r\nwho")]
    [InlineData("\r\n")]
    public async Task A_challenged_tunnel_request_is_repeated_on_this_connection_or_another(string rest)
    {
        using var proxy = RawServer.Start($"{Challenge}{rest}", "HTTP/1.1 200 Connected\r\n\r\n");
        using var session = Through(proxy, "user:pass@");
        session.Headers["User-Agent"] = "test/1";

        // The tunnel does not lead to a TLS server.
        await Assert.ThrowsAnyAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", "https://nowhere.example/secret")));

        Assert.Contains("Proxy-Authorization: Basic ", proxy.Seen[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "CONNECT nowhere.example:443 HTTP/1.1\r\nHost: nowhere.example:443\r\nUser-Agent: test/1\r\n"
                + "Proxy-Authorization: Digest username=\"user\", realm=\"p\", nonce=\"n1\", uri=\"nowhere.example:443\"",
            proxy.Seen[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_sent_once_and_a_stale_nonce_is_replaced()
    {
        using var proxy = RawServer.Start($"{Challenge}Content-Length: 0\r\n\r\n", $"{Challenge}Content-Length: 0\r\n\r\n");
        using var session = Through(proxy);
        var response = await session.RequestAsync(
            new Request("GET", "http://nowhere.example/") { Auth = new ProxyAuth("user", "wrong") { UseDigest = true } });
        Assert.Equal(407, response.StatusCode);
        Assert.Equal(2, proxy.Seen.Length);

        var stale = Challenge.Replace("n1\"", "n2\", stale=true", StringComparison.Ordinal);
        using var other = RawServer.Start(
            $"{Challenge}Content-Length: 0\r\n\r\n",
            $"{stale}Content-Length: 0\r\n\r\n",
            RawServer.Ok("through"));
        using var again = Through(other);
        var retried = await again.RequestAsync(
            new Request("GET", "http://nowhere.example/") { Auth = new ProxyAuth("user", "pass") { UseDigest = true } });
        Assert.Equal("through", retried.Text);
        Assert.Contains("nonce=\"n2\"", other.Seen[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_user_name_the_407_is_returned()
    {
        using var proxy = RawServer.Start($"{Challenge}Content-Length: 0\r\n\r\n");
        using var session = Through(proxy);

        Assert.Equal(407, (await session.RequestAsync(new Request("GET", "http://nowhere.example/"))).StatusCode);
    }

    [Fact]
    public async Task Proxy_credentials_survive_redirects_and_server_credentials_do_not()
    {
        using var proxy = RawServer.Start(
            "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
            RawServer.Ok("there"));
        using var session = Through(proxy);

        var response = await session.RequestAsync(
            new Request("GET", "http://nowhere.example/")
            {
                Auth = new ProxyAuth("user", "pass") { Server = new BasicAuth("me", "secret") },
            });

        Assert.Equal("there", response.Text);
        Assert.All(proxy.Seen, seen => Assert.Contains("Proxy-Authorization: Basic dXNlcjpwYXNz", seen, StringComparison.Ordinal));
        Assert.Contains("\r\nAuthorization: Basic ", proxy.Seen[0], StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nAuthorization: ", proxy.Seen[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_proxy_no_server_receives_proxy_credentials()
    {
        using var server = RawServer.Start(RawServer.Ok());
        using var session = new RequestSession { TrustEnv = false };

        await session.RequestAsync(new Request("GET", server.Url) { Auth = new ProxyAuth("user", "pass") });

        Assert.DoesNotContain("Proxy-Authorization", server.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_headers_are_sent_with_connect_and_with_forwarded_requests()
    {
        using var proxy = RawServer.Start(RawServer.Ok());
        using var tunnel = RawServer.Start("HTTP/1.1 503 No\r\n\r\n");
        var settings = new HttpAdapterSettings { ProxyHeaders = new HeaderDictionary { ["X-Zone"] = "blue", ["User-Agent"] = "other" } };
        using var session = Through(proxy);
        session.Adapters.Mount("http://", new HttpAdapter(settings));
        session.Adapters.Mount("https://", new HttpAdapter(settings));

        await session.RequestAsync(new Request("GET", "http://nowhere.example/"));
        await Assert.ThrowsAsync<ProxyException>(() =>
            session.RequestAsync(new Request("GET", "https://nowhere.example/"), session.Defaults with { Proxies = Settings(tunnel, "") }));

        Assert.Contains("\r\nX-Zone: blue\r\n", proxy.Seen[0], StringComparison.Ordinal);
        Assert.Single(Regex.Matches(proxy.Seen[0], "User-Agent: ", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(
            "CONNECT nowhere.example:443 HTTP/1.1\r\nHost: nowhere.example:443\r\nX-Zone: blue\r\nUser-Agent: other\r\n\r\n",
            tunnel.Seen[0]);
        Assert.Throws<InvalidHeaderException>(() => new HttpAdapterSettings { ProxyHeaders = new HeaderDictionary { ["X"] = "a\r\nb" } });
    }

    private static RequestSession Through(RawServer proxy, string user = "")
    {
        var session = new RequestSession { TrustEnv = false };
        session.Defaults = session.Defaults with { Proxies = Settings(proxy, user) };
        return session;
    }

    private static ProxySettings Settings(RawServer proxy, string user) =>
        new()
        {
            ByTarget = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["all"] = $"http://{user}{proxy.Authority}" },
        };
}
