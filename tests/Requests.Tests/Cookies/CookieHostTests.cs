namespace Requests.Tests.Cookies;

/// <summary>Tests the hosts of cookies: names with a final dot, addresses, this machine.</summary>
public class CookieHostTests
{
    [Theory]
    [InlineData("http://evil.com./", "a=1; Domain=com.", "http://victim.com./", null)]
    [InlineData("http://evil.com/", "a=1; Domain=com.", "http://victim.com/", null)]
    [InlineData("http://x.evil.co.uk./", "a=1; Domain=co.uk.", "http://y.victim.co.uk./", null)]
    [InlineData("http://a.github.io./", "a=1; Domain=github.io.", "http://b.github.io./", null)]
    [InlineData("http://curl.co.uk/", "a=1; Domain=co.UK", "http://other.co.uk/", null)]
    [InlineData("http://evil.com./", "a=1; Domain=com..", "http://victim.com./", null)]
    [InlineData("http://h.com./", "a=1", "http://h.com/", "a=1")]
    [InlineData("http://h.com/", "a=1", "http://h.com./", "a=1")]
    [InlineData("http://a.h.com./", "a=1; Domain=h.com", "http://b.h.com/", "a=1")]
    [InlineData("http://a.h.com/", "a=1; Domain=.H.com.", "http://b.h.com./", "a=1")]
    [InlineData("http://[::1]/", "n=v; Domain=[::1]", "http://[::1]/", "n=v")]
    [InlineData("http://[FE80::A]/", "n=v; Domain=[fe80::a]", "http://[fe80::a]/", "n=v")]
    [InlineData("http://[::1]/", "n=v; Domain=[::2]", "http://[::1]/", null)]
    [InlineData("http://127.0.0.1/", "n=v; Domain=127.0.0.1", "http://127.0.0.1/", "n=v")]
    [InlineData("http://127.0.0.1/", "n=v; Domain=127.1", "http://127.0.0.1/", null)]
    [InlineData("http://127.0.0.1/", "n=v; Domain=0.0.1", "http://127.0.0.1/", null)]
    [InlineData("http://localhost/", "n=v; Domain=localhost", "http://localhost/", "n=v")]
    [InlineData("http://localhost/", "n=v; Path=/; SameSite=None; Secure", "http://localhost/", "n=v")]
    [InlineData("http://127.0.0.1/", "n=v; Secure", "http://127.0.0.1/", "n=v")]
    [InlineData("http://[::1]/", "n=v; Secure", "http://[::1]/", "n=v")]
    [InlineData("https://localhost/", "n=v; Secure", "http://localhost/", "n=v")]
    [InlineData("http://localhost.evil.com/", "n=v; Secure", "https://localhost.evil.com/", null)]
    [InlineData("http://127.evil.com/", "n=v; Secure", "https://127.evil.com/", null)]
    [InlineData("http://10.0.0.1/", "n=v; Secure", "http://10.0.0.1/", null)]
    public void A_cookie_is_sent_to_its_own_host(string from, string header, string to, string? expected)
    {
        var jar = new CookieJar();

        jar.Receive(from, [header]);

        Assert.Equal(
            expected,
            CookieHeader.Compose(new PreparedRequest("GET", to, []).GetCookieOrigin(), callerUrl: null, jar, call: null));
    }

    [Theory]
    [InlineData("H.Example.", "http://w.h.example/")]
    [InlineData("B\u00fccher.example", "http://xn--bcher-kva.example/")]
    public void A_domain_of_the_caller_is_compared_like_the_host_of_a_url(string domain, string url)
    {
        var jar = new CookieJar();
        jar.Set(new RequestCookie("a", "1") { Domain = domain });

        Assert.Equal("a=1", CookieHeader.Compose(new PreparedRequest("GET", url, []).GetCookieOrigin(), callerUrl: null, jar, call: null));
        Assert.NotNull(jar.Get("a", $".{domain}"));
        Assert.Equal(1, jar.Remove("a", domain));
    }

    [Fact]
    public void Many_cookies_of_one_domain_are_added_in_linear_time()
    {
        var jar = new CookieJar();
        var start = ThreadTime.Now;

        for (var i = 0; i < 60_000; i++)
        {
            jar.Set(new RequestCookie($"n{i}", "v") { Domain = "h.example", Expires = DateTimeOffset.MaxValue });
        }

        for (var i = 0; i < 60_000; i++)
        {
            jar.Set(new RequestCookie($"n{i}", "w") { Domain = "h.example", Expires = DateTimeOffset.MaxValue });
        }

        Assert.Equal(60_000, jar.Count);
        Assert.Equal("w", jar["n59999"]);
        var used = ThreadTime.Now - start;
        Assert.True(used < TimeSpan.FromSeconds(10), $"120,000 cookies took {used} of the processor.");
    }
}
