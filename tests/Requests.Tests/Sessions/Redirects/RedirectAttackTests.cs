using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Redirects;

/// <summary>Tests redirects of a hostile server.</summary>
public class RedirectAttackTests
{
    [Theory]
    [InlineData("http://h/", "http://h:8080/")]
    [InlineData("http://h/", "http://h./")]
    [InlineData("http://h./", "http://h/")]
    [InlineData("http://h/", "http://H.evil/")]
    [InlineData("http://h/", "//evil/")]
    [InlineData("http://h:8443/", "https://h:8443/")]
    [InlineData("http://h:8080/", "https://h/")]
    [InlineData("http://127.0.0.1/", "http://localhost/")]
    [InlineData("http://h/", "http://h@evil/")]
    [InlineData("http://h/", "http://evil#@h/")]
    [InlineData("http://h/", "http://evil?@h/")]
    [InlineData("http://h/", "http://evil/@h/")]
    public async Task Credentials_stay_with_their_origin(string from, string location)
    {
        using var session = Session(out var adapter, Redirect(302, location), Reply(200));
        var headers = new HeaderDictionary { ["X-Api-Key"] = "k", ["Proxy-Authorization"] = "p" };

        await session.RequestAsync(new Request("GET", from) { Auth = new BasicAuth("u", "p"), Headers = headers });

        Assert.NotNull(adapter.Seen[0].Headers["Authorization"]);
        Assert.All(["Authorization", "X-Api-Key", "Proxy-Authorization"], name => Assert.Null(adapter.Seen[1].Headers[name]));
    }

    [Theory]
    [InlineData("http://h/", "HTTP://H/")]
    [InlineData("http://h/", "http://h:80/")]
    [InlineData("http://h/", "https://h/")]
    [InlineData("https://h:443/", "https://h/")]
    [InlineData("http://h/", "?q")]
    [InlineData("http://h/", "/b\tc")]
    public async Task The_same_origin_keeps_them(string from, string location)
    {
        using var session = Session(out var adapter, Redirect(302, location), Reply(200));

        await session.RequestAsync(new Request("GET", from) { Auth = new BasicAuth("u", "p") });

        Assert.Equal(adapter.Seen[0].Headers["Authorization"], adapter.Seen[1].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("http://mallory:pw@h/")]
    [InlineData("http://mallory:pw@evil/")]
    [InlineData("//mallory:pw@evil/")]
    public async Task A_server_cannot_set_credentials(string location)
    {
        using var session = Session(out var adapter, Redirect(302, location), Reply(200));

        var response = await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Null(adapter.Seen[1].Headers["Authorization"]);
        Assert.DoesNotContain("mallory", response.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://h/")]
    [InlineData("gopher://h/_x")]
    [InlineData("data:text/plain,x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("jar:http://h/")]
    public async Task Other_schemes_are_refused(string location)
    {
        using var session = new RequestSession { TrustEnv = false };
        using var server = RawServer.Start($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");

        var error = await Assert.ThrowsAnyAsync<RequestException>(() => session.RequestAsync(new Request("GET", server.Url)));

        Assert.True(error is InvalidSchemaException or InvalidUrlException, error.ToString());
    }

    [Theory]
    [InlineData("/a\u0001b", "http://h/a%01b")]
    [InlineData("/a\u007fb", "http://h/a%7Fb")]
    [InlineData("/a\u0085b", "http://h/a%C2%85b")]
    [InlineData("/\u00e9", "http://h/%C3%A9")]
    [InlineData("/\u00c3\u00a9", "http://h/%C3%A9")]
    [InlineData("/\u00ff\u00fe", "http://h/%C3%BF%C3%BE")]
    [InlineData("  /b ", "http://h/b")]
    [InlineData("", null)]
    [InlineData("#f", "http://h/x#f")]
    public async Task Odd_characters_are_escaped(string location, string? expected)
    {
        using var session = Session(out var adapter, Redirect(302, location), Reply(200));

        await session.RequestAsync(new Request("GET", "http://h/x"));

        Assert.Equal(expected, adapter.Seen.Count == 1 ? null : adapter.Seen[1].Url);
    }

    [Theory]
    [InlineData("http://e\u0001vil/")]
    [InlineData("http://evil\\@h/")]
    [InlineData("http://[::1/")]
    [InlineData("http://h:99999/")]
    [InlineData("http://")]
    [InlineData("http://h:80:80/")]
    [InlineData("https://:443/")]
    [InlineData("http://a b/")]
    [InlineData("http:///")]
    public async Task A_redirect_to_an_impossible_host_is_returned(string location)
    {
        using var session = Session(out var adapter, Redirect(302, location), Reply(200));

        var log = new Log();

        var response = await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Observer = log });

        Assert.Equal(302, response.StatusCode);
        Assert.Contains("not followed", Assert.Single(log.Reasons), StringComparison.Ordinal);
        Assert.Single(adapter.Seen);
    }

    [Theory]
    [InlineData("/a", "/b", null)]
    [InlineData("/a", "http://evil/", null)]
    [InlineData("/a", "/a", "http://h/a")]
    public async Task Different_targets_are_not_followed(string first, string second, string? expected)
    {
        using var session = Session(out var adapter, Reply(302, ("Location", first), ("Location", second)), Reply(200));
        var log = new Log();

        var response = await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Observer = log });

        Assert.Equal(expected, adapter.Seen.Count == 1 ? null : adapter.Seen[1].Url);
        Assert.Equal(expected is null ? 302 : 200, response.StatusCode);
        Assert.Equal(expected is null ? 1 : 0, log.Reasons.Count);
    }

    [Theory]
    [InlineData("http://h/", "///other/x?y", "http://other/x?y")]
    [InlineData("http://h/", "////other", "http://other/")]
    [InlineData("http://h/", "http:////other/x", "http://other/x")]
    [InlineData("http://h/a/b", "http:/next?x=1", "http://h/next?x=1")]
    [InlineData("http://h/a/b", "http:next", "http://h/a/next")]
    [InlineData("http://h/", "ht!tp://x", "http://h/ht!tp://x")]
    [InlineData("http://h/", "https:/next", null)]
    public async Task Slashes_too_many_or_too_few_are_read_as_browsers_do(string from, string location, string? expected)
    {
        using var session = Session(out var adapter, Redirect(302, location), Reply(200));

        await session.RequestAsync(new Request("GET", from) { Auth = new BasicAuth("u", "p") });

        Assert.Equal(expected, adapter.Seen.Count == 1 ? null : adapter.Seen[1].Url);
        if (expected?.StartsWith("http://other/", StringComparison.Ordinal) == true) Assert.Null(adapter.Seen[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task Too_many_redirects_carry_their_history()
    {
        using var session = Session(
            out _,
            [.. Enumerable.Range(0, 5).Select(i => ReplyText(302, $"hop {i}", ("Location", $"/{i}"), ("Set-Cookie", $"c{i}=1")))]);

        var error = await Assert.ThrowsAsync<TooManyRedirectsException>(
            () => session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { MaximumRedirects = 3 }));

        Assert.Contains("3 redirects", error.Message, StringComparison.Ordinal);
        Assert.Equal(["hop 0", "hop 1", "hop 2"], error.Response!.History.Select(earlier => earlier.Text));
        Assert.Equal("hop 3", error.Response.Text);
    }

    [Fact]
    public async Task A_cookie_of_the_call_does_not_go_to_another_host_and_back_it_does()
    {
        using var session = Session(out var adapter, Redirect(302, "http://evil/"), Redirect(302, "http://h/b"), Reply(200));

        await session.RequestAsync(new Request("GET", "http://h/") { Cookies = new CookieJar { ["mine"] = "1" } });

        Assert.Equal(["mine=1", null, "mine=1"], adapter.Seen.Select(sent => sent.Headers["Cookie"]));
    }

    private sealed class Log : IExchangeObserver
    {
        internal List<string> Reasons { get; } = [];

        public void Sending(PreparedRequest request)
        {
        }

        public void Received(Response response)
        {
        }

        public void Read(Response response)
        {
        }

        public void Ignored(Response response, string reason) => Reasons.Add(reason);
    }
}
