namespace Requests.Tests.Sessions.Redirects;

public class RedirectRulesTests
{
    [Theory]
    [InlineData("http://example.com/foo", "http://another.example.com/bar")]
    [InlineData("http://example.com/", "http://example.com.evil.com/")]
    [InlineData("http://example.com/", "other-1://u@example.com\u2028/")]
    public void Another_host_gets_no_credentials(string from, string to) => Assert.True(CredentialScope.ShouldStripAuth(from, to));

    [Fact]
    public void Leaving_tls_drops_credentials() =>
        Assert.True(CredentialScope.ShouldStripAuth("https://example.com/foo", "http://example.com/bar"));

    [Theory]
    [InlineData("http://example.com/foo", "https://example.com/bar", false)]
    [InlineData("http://example.com:80/foo", "https://example.com/bar", false)]
    [InlineData("http://example.com/foo", "https://example.com:443/bar", false)]
    [InlineData("http://example.com:8080/foo", "https://example.com/bar", true)]
    [InlineData("http://example.com/foo", "https://example.com:8443/bar", true)]
    public void Moving_to_tls_on_standard_ports_keeps_them(string from, string to, bool strips) =>
        Assert.Equal(strips, CredentialScope.ShouldStripAuth(from, to));

    [Fact]
    public void Another_port_gets_no_credentials() =>
        Assert.True(CredentialScope.ShouldStripAuth("https://example.com:1234/foo", "https://example.com:4321/bar"));

    [Theory]
    [InlineData("https://example.com:443/foo", "https://example.com/bar")]
    [InlineData("http://example.com:80/foo", "http://example.com/bar")]
    [InlineData("https://example.com/foo", "https://example.com:443/bar")]
    [InlineData("http://example.com/foo", "http://example.com:80/bar")]
    [InlineData("http://EXAMPLE.com/foo", "http://example.COM/bar")]
    public void A_standard_port_is_the_same_spelled_out_or_not(string from, string to) =>
        Assert.False(CredentialScope.ShouldStripAuth(from, to));

    [Theory]
    [InlineData(301, "POST", "GET")]
    [InlineData(301, "HEAD", "HEAD")]
    [InlineData(301, "PUT", "PUT")]
    [InlineData(301, "DELETE", "DELETE")]
    [InlineData(302, "POST", "GET")]
    [InlineData(302, "PUT", "PUT")]
    [InlineData(302, "PATCH", "PATCH")]
    [InlineData(302, "DELETE", "DELETE")]
    [InlineData(302, "OPTIONS", "OPTIONS")]
    [InlineData(301, "QUERY", "QUERY")]
    [InlineData(302, "QUERY", "QUERY")]
    [InlineData(303, "QUERY", "GET")]
    [InlineData(303, "PUT", "GET")]
    [InlineData(307, "QUERY", "QUERY")]
    [InlineData(302, "HEAD", "HEAD")]
    [InlineData(303, "POST", "GET")]
    [InlineData(303, "DELETE", "GET")]
    [InlineData(303, "HEAD", "HEAD")]
    [InlineData(307, "POST", "POST")]
    [InlineData(308, "PATCH", "PATCH")]
    public void The_method_changes_as_clients_do(int status, string before, string after) =>
        Assert.Equal(after, RedirectRules.GetNextMethod(status, before));

    [Theory]
    [InlineData("http://h/a#f", "/b", "http://h/b#f")]
    [InlineData("http://h/a#f", "/b#g", "http://h/b#g")]
    [InlineData("http://h/a", "//other/b", "http://other/b")]
    [InlineData("http://h/a/b?x=1", "c?y=2", "http://h/a/c?y=2")]
    [InlineData("http://h/a", "HTTP://h/b", "http://h/b")]
    [InlineData("http://h/a", "/b c?%ppicture", "http://h/b%20c?%25ppicture")]
    public void The_target_is_resolved_and_inherits_the_fragment(string from, string location, string expected) =>
        Assert.Equal(expected, Follow(from, 302, location).Url);

    [Fact]
    public void A_target_that_is_not_a_url_is_a_request_exception() =>
        Assert.Throws<InvalidUrlException>(() => Follow("http://h/a", 302, "http://:1"));

    [Fact]
    public void A_changed_method_leaves_the_body_and_its_headers_behind()
    {
        var request = new PreparedRequest(
            "POST",
            "http://h/a",
            new()
            {
                ["Content-Type"] = "text/plain",
                ["Content-Length"] = "1",
                ["Transfer-Encoding"] = "chunked",
                ["X"] = "1",
                ["content-encoding"] = "gzip",
                ["Content-Language"] = "en",
                ["Content-Location"] = "/x",
                ["Content-MD5"] = "m",
                ["Digest"] = "d",
                ["Repr-Digest"] = "r",
                ["Content-Range"] = "bytes 0-0/1",
            })
        {
            Body = new BytesBody("x"),
        };

        var next = RedirectRules.Follow(request, 303, "/b", []);

        Assert.Null(next.Body);
        Assert.Equal(["X"], next.Headers.Keys);
        Assert.NotNull(request.Body);
    }

    [Theory]
    [InlineData(301, "PUT")]
    [InlineData(302, "PUT")]
    [InlineData(302, "PATCH")]
    [InlineData(302, "DELETE")]
    [InlineData(301, "QUERY")]
    [InlineData(302, "GET")]
    [InlineData(307, "POST")]
    [InlineData(308, "QUERY")]
    public async Task A_method_that_stays_keeps_its_body(int status, string method)
    {
        using var session = FakeAdapter.Session(
            out var adapter,
            FakeAdapter.Redirect(status, "/b"),
            FakeAdapter.Redirect(status, "/c"),
            FakeAdapter.Reply(200));

        await session.RequestAsync(
            new Request(method, "http://h/a")
            {
                Body = new StreamBody(new MemoryStream("text"u8.ToArray())),
                Headers = new() { ["Content-Type"] = "text/plain" },
            });

        Assert.Equal(["text", "text", "text"], adapter.Bodies);
        Assert.All(
            adapter.Seen,
            sent => Assert.Equal((method, "4", "text/plain"), (sent.Method, sent.Headers["Content-Length"], sent.Headers["Content-Type"])));
    }

    [Theory]
    [InlineData(303, "GET", "GET")]
    [InlineData(303, "HEAD", "HEAD")]
    [InlineData(303, "QUERY", "GET")]
    public void After_303_nothing_has_a_body(int status, string before, string after)
    {
        var request = new PreparedRequest(before, "http://h/a", new() { ["Content-Length"] = "1" }) { Body = new BytesBody("x") };

        var next = RedirectRules.Follow(request, status, "/b", []);

        Assert.Equal((after, null), (next.Method, next.Body));
        Assert.False(next.Headers.ContainsKey("Content-Length"));
    }

    [Fact]
    public void Credentials_and_sensitive_headers_stay_with_their_origin()
    {
        var headers = new HeaderDictionary
        {
            ["Authorization"] = "a",
            ["Proxy-Authorization"] = "p",
            ["Host"] = "h",
            ["X-Api-Key"] = "k",
            ["Cookie"] = "c",
            ["Accept"] = "*/*",
        };
        var request = new PreparedRequest("GET", "http://h/a", headers) { Auth = new BasicAuth("u", "p") };

        var away = RedirectRules.Follow(request, 302, "http://other/", ["x-api-key"]);
        var home = RedirectRules.Follow(request, 302, "/b", ["x-api-key"]);

        // The credentials for a proxy are kept until the proxy of the next URL is known.
        Assert.Equal(["Accept", "Proxy-Authorization"], away.Headers.Keys);
        Assert.Null(away.Auth);
        Assert.Equal(["Authorization", "Proxy-Authorization", "Host", "X-Api-Key", "Accept"], home.Headers.Keys);
        Assert.NotNull(home.Auth);
    }

    [Theory]
    [InlineData("/\u0161", "/\u00c5\u00a1")]
    [InlineData("/\u00e9", "/\u00e9")]
    public void A_target_in_raw_utf8_is_read_as_such_and_else_as_latin1(string expected, string asLatin1)
    {
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 301) { Headers = new() { ["Location"] = asLatin1 } };

        Assert.Equal(expected, RedirectRules.GetTarget(response));
    }

    [Theory]
    [InlineData(200, "/a")]
    [InlineData(304, "/a")]
    [InlineData(300, "/a")]
    [InlineData(302, "")]
    public void A_response_that_is_not_a_redirect_or_has_no_target_is_returned(int status, string location)
    {
        var response = new Response(new PreparedRequest("GET", "http://h/", []), status) { Headers = new() { ["Location"] = location } };

        Assert.Null(RedirectRules.GetTarget(response));
    }

    private static PreparedRequest Follow(string from, int status, string location) =>
        RedirectRules.Follow(new PreparedRequest("GET", from, []), status, location, []);
}
