namespace Requests.Tests.Proxies;

/// <summary>Tests proxy credentials across redirects, other proxies and direct connections.</summary>
public class ProxyCredentialScopeTests
{
    private const string CredentialsHeader = "\r\nProxy-Authorization: Basic dTpw\r\n";

    [Fact]
    public async Task A_proxy_header_does_not_reach_a_server()
    {
        using var server = RawServer.Start(RawServer.Ok());
        using var session = new RequestSession { TrustEnv = false };

        await session.RequestAsync(
            new Request("GET", server.Url) { Headers = new() { ["Proxy-Authorization"] = "Basic dTpw" } },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.DoesNotContain("Proxy-Authorization", server.Seen[0], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_redirect_through_the_same_proxy_keeps_the_credentials(bool isHeader)
    {
        using var proxy = RawServer.Start(Redirect("http://b.example/"), RawServer.Ok());
        using var session = Through(("all", $"http://{proxy.Authority}"));

        await session.RequestAsync(CreateRequest("http://a.example/", isHeader), cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(proxy.Seen, request => Assert.Contains(CredentialsHeader, request, StringComparison.Ordinal));
        Assert.Equal(2, proxy.Seen.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_proxy_does_not_receive_the_credentials_of_the_first(bool isHeader)
    {
        using var other = RawServer.Start("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
        using var proxy = RawServer.Start(Redirect("https://b.example/"));
        using var session = Through(("http", $"http://{proxy.Authority}"), ("https", $"http://{other.Authority}"));

        await Assert.ThrowsAsync<ProxyException>(() =>
            session.RequestAsync(CreateRequest("http://a.example/", isHeader), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains(CredentialsHeader, proxy.Seen[0], StringComparison.Ordinal);
        Assert.StartsWith("CONNECT b.example:443", other.Seen[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Proxy-Authorization", other.Seen[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_login_in_the_URL_of_another_proxy_is_its_own()
    {
        using var other = RawServer.Start("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
        using var proxy = RawServer.Start(Redirect("https://b.example/"));
        using var session = Through(("http", $"http://{proxy.Authority}"), ("https", $"http://own:login@{other.Authority}"));

        await Assert.ThrowsAsync<ProxyException>(() =>
            session.RequestAsync(
                CreateRequest("http://a.example/", isHeader: false),
                cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("\r\nProxy-Authorization: Basic b3duOmxvZ2lu\r\n", other.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_past_the_proxy_sends_no_proxy_credentials()
    {
        using var server = RawServer.Start(RawServer.Ok());
        using var proxy = RawServer.Start(Redirect(server.Url));
        using var session = Through(("http", $"http://{proxy.Authority}"));
        session.Defaults = session.Defaults with { Proxies = session.Defaults.Proxies with { NoProxy = "127.0.0.1" } };

        await session.RequestAsync(
            CreateRequest("http://a.example/", isHeader: true),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.DoesNotContain("Proxy-Authorization", server.Seen[0], StringComparison.OrdinalIgnoreCase);
    }

    private static string Redirect(string url) => $"HTTP/1.1 302 Found\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n";

    private static Request CreateRequest(string url, bool isHeader) =>
        isHeader
            ? new Request("GET", url) { Headers = new() { ["Proxy-Authorization"] = "Basic dTpw" } }
            : new Request("GET", url) { Auth = new ProxyAuth("u", "p") };

    private static RequestSession Through(params (string For, string Proxy)[] proxies)
    {
        var session = new RequestSession { TrustEnv = false };
        session.Defaults = session.Defaults with
        {
            Proxies = new ProxySettings
            {
                ByTarget = proxies.ToDictionary(one => one.For, one => one.Proxy, StringComparer.OrdinalIgnoreCase),
            },
        };
        return session;
    }
}
