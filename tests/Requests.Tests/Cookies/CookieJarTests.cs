using System.Net;
using CsCheck;

namespace Requests.Tests.Cookies;

public class CookieJarTests
{
    [Theory]
    [InlineData("foo=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Path=/")]
    [InlineData("foo=; Max-Age=0; Path=/")]
    [InlineData("foo=x; Max-Age=-1; Expires=Wed, 01 Jan 2099 00:00:00 GMT; Path=/")]
    public void A_date_in_the_past_removes_a_cookie(string header)
    {
        var jar = Received("http://h/a", "foo=bar; Path=/");
        var accepted = jar.Receive("http://h/a", [header]);

        Assert.Empty(jar);
        Assert.Empty(accepted);
    }

    [Fact]
    public void Quotes_and_commas_are_part_of_the_value()
    {
        var jar = Received("http://h/", "foo=\"bar:baz\"", "list=a,b", "json={\"k\":1}");

        Assert.Equal("\"bar:baz\"", jar["foo"]);
        Assert.Equal("foo=\"bar:baz\"; list=a,b; json={\"k\":1}", Sent("http://h/", jar));
    }

    [Fact]
    public void Cookies_of_a_call_take_precedence_over_the_session()
    {
        var session = Hand(("foo", "bar"));
        var call = Hand(("foo", "baz"));

        Assert.Equal(
            "foo=baz",
            CookieHeader.Compose(new PreparedRequest("GET", "http://h/", []).GetCookieOrigin(), callerUrl: null, session, call));
    }

    [Fact]
    public void A_map_can_be_added()
    {
        var jar = new CookieJar();
        jar.Update(new Dictionary<string, string> { ["some"] = "data", ["more"] = "x" });

        Assert.Equal(new Dictionary<string, string> { ["some"] = "data", ["more"] = "x" }, jar.ToDictionary());
    }

    [Fact]
    public void Cookies_of_dotnet_can_be_added()
    {
        var jar = new CookieJar();
        jar.Update([new Cookie("a", "1", "/p", ".example.com") { Secure = true }, new Cookie("b", "2")]);

        var cookie = jar.Get("a")!;
        Assert.Equal(("example.com", false, "/p", true), (cookie.Domain, cookie.HostOnly, cookie.Path, cookie.Secure));
        Assert.Null(jar.Get("b")!.Domain);
    }

    [Fact]
    public void A_cookie_keeps_its_attributes()
    {
        var jar = new CookieJar();
        jar.Set(new RequestCookie("some_cookie", "some_value") { Domain = "test.com", Secure = true, HttpOnly = true });

        var cookie = Assert.Single(jar);
        Assert.Equal(("some_value", "test.com", true, true), (cookie.Value, cookie.Domain, cookie.Secure, cookie.HttpOnly));
    }

    [Fact]
    public void A_jar_can_be_enumerated_repeatedly()
    {
        var jar = Hand(("a", "1"), ("b", "2"));

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(2, jar.Count);
            Assert.Equal(["a", "b"], jar.Keys);
            Assert.Equal(["1", "2"], jar.Values);
            Assert.Equal(["a", "b"], jar.Select(cookie => cookie.Name));
        }
    }

    [Fact]
    public void An_ambiguous_name_is_an_error()
    {
        var jar = new CookieJar();
        jar.Set(new RequestCookie("n", "1") { Domain = "one.com" });
        jar.Set(new RequestCookie("n", "2") { Domain = "two.com" });
        jar.Set(new RequestCookie("p", "1") { Domain = "one.com", Path = "/a" });
        jar.Set(new RequestCookie("p", "2") { Domain = "one.com", Path = "/b" });

        Assert.Throws<CookieConflictException>(() => jar["n"]);
        Assert.Throws<CookieConflictException>(() => jar["p"]);
        Assert.Equal("2", jar.Get("n", "two.com")!.Value);
        Assert.Equal("1", jar.Get("p", path: "/a")!.Value);
        Assert.Equal(4, jar.Count);
    }

    [Fact]
    public void A_copy_is_independent_and_has_all_attributes()
    {
        var jar = Received("https://h.example/a/b", "foo=bar; Secure; HttpOnly; SameSite=lax; Max-Age=60");
        var copy = jar.Copy();
        copy["x"] = "y";

        Assert.Single(jar);
        Assert.Equal(jar.Single() with { Order = 0 }, copy.Get("foo")! with { Order = 0 });
        Assert.Equal("Lax", jar.Single().SameSite);
    }

    [Theory]
    [InlineData("Thu, 01-Jan-1970 00:00:01 GMT", 1)]
    [InlineData("Thu, 01 Jan 1970 00:00:01 GMT", 1)]
    [InlineData("Thu Jan  1 00:00:01 1970", 1)]
    [InlineData("01-Jan-70 0:0:1", 1)]
    [InlineData("woops", null)]
    [InlineData("Thu, 31-Feb-2020 00:00:01 GMT", null)]
    [InlineData("", null)]
    public void Dates_are_read_as_servers_write_them(string text, int? seconds) =>
        Assert.Equal(seconds, (int?)CookieDate.Parse(text)?.ToUnixTimeSeconds());

    [Fact]
    public void Max_age_counts_from_now()
    {
        var time = new ManualTime();
        var jar = new CookieJar(time);
        jar.Receive("http://h/", ["a=1; Max-Age=60", "b=2; Max-Age=woops"]);
        Assert.Equal(time.GetUtcNow().AddSeconds(60), jar.Get("a")!.Expires);
        Assert.Null(jar.Get("b")!.Expires);

        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(["b"], jar.Keys);
        Assert.Equal("b=2", Sent("http://h/", jar));
    }

    [Theory]
    [InlineData("a;b", "x")]
    [InlineData("a=b", "x")]
    [InlineData("a", "x;y")]
    [InlineData("a", "x\r\nSet-Cookie: evil=1")]
    [InlineData(" a", "x")]
    public void A_name_or_value_that_is_not_valid_is_an_error(string name, string value) =>
        Assert.Throws<InvalidCookieException>(() => new CookieJar { [name] = value });

    [Theory]
    [InlineData("http://www.example.com/a/b", "x=1; Domain=example.com; Path=/a", "http://api.example.com/a/c", true)]
    [InlineData("http://www.example.com/a/b", "x=1; Domain=example.com", "http://notexample.com/a/c", false)]
    [InlineData("http://www.example.com/a/b", "x=1", "http://api.example.com/a/b", false)]
    [InlineData("http://www.example.com/a/b", "x=1", "http://www.example.com/a", true)]
    [InlineData("http://www.example.com/a/b", "x=1", "http://www.example.com/ab", false)]
    [InlineData("http://www.example.com:8080/", "x=1", "http://www.example.com:9090/", true)]
    [InlineData("http://www.example.com/", "x=1; Domain=other.com", "http://other.com/", false)]
    [InlineData("http://www.example.com/", "x=1; Domain=com", "http://other.com/", false)]
    [InlineData("https://h.com/", "x=1; Secure", "http://h.com/", false)]
    [InlineData("https://h.com/", "x=1; Secure", "https://h.com/", true)]
    [InlineData("http://h.com/", "x=1; Secure", "https://h.com/", false)]
    [InlineData("https://h.com/", "__Host-x=1; Secure; Path=/", "https://h.com/", true)]
    [InlineData("https://h.com/", "__Host-x=1; Secure; Path=/; Domain=h.com", "https://h.com/", false)]
    [InlineData("https://h.com/", "__Secure-x=1", "https://h.com/", false)]
    [InlineData("http://localhost/", "x=1", "http://localhost/", true)]
    [InlineData("http://127.0.0.1/", "x=1", "http://127.0.0.1/", true)]
    public void A_cookie_is_sent_only_where_the_rules_allow(string from, string header, string to, bool goes) =>
        Assert.Equal(goes, Sent(to, Received(from, header)) is not null);

    [Fact]
    public void An_insecure_origin_cannot_overwrite_a_secure_cookie()
    {
        var jar = Received("https://h.com/", "sid=good; Secure; Path=/");
        jar.Receive("http://h.com/", ["sid=evil; Path=/"]);

        Assert.Equal("good", jar["sid"]);
    }

    [Fact]
    public void Longer_paths_and_older_cookies_come_first() =>
        Assert.Equal(
            "c=3; a=1; b=2",
            Sent("http://h/a/b", Received("http://h/a/b", "a=1; Path=/", "b=2; Path=/", "c=3; Path=/a", "a=1; Path=/")));

    [Fact]
    public void A_domain_can_have_180_cookies() =>
        Assert.Equal(180, Received("http://h/", [.. Enumerable.Range(0, 180).Select(i => $"n{i}=v")]).Count);

    [Fact]
    public async Task A_jar_can_be_used_by_several_threads()
    {
        var jar = new CookieJar();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                jar.Receive($"http://h{thread}/", [$"n{i % 50}={i}"]);
                _ = CookieHeader.Compose(
                    new PreparedRequest("GET", $"http://h{thread}/", []).GetCookieOrigin(),
                    callerUrl: null,
                    jar,
                    call: null);
            }
        })));

        Assert.Equal(400, jar.Count);
    }

    [Fact]
    public void No_header_makes_the_parser_throw() =>
        Gen.String.Sample(text =>
            SetCookieParser.Parse(
                text,
                CookieOrigin.From("https://h.example/a"),
                DateTimeOffset.UnixEpoch,
                out var reason) is null != reason is null);

    [Fact]
    public void No_text_form_shows_a_value()
    {
        var jar = Hand(("sid", "s3cret"));

        Assert.DoesNotContain("s3cret", jar.ToString() + jar.Single(), StringComparison.Ordinal);
    }

    private static CookieJar Received(string url, params string[] headers)
    {
        var jar = new CookieJar();
        jar.Receive(url, headers);
        return jar;
    }

    private static CookieJar Hand(params (string Name, string Value)[] cookies)
    {
        var jar = new CookieJar();
        foreach (var (name, value) in cookies) jar[name] = value;
        return jar;
    }

    private static string? Sent(string url, CookieJar jar) =>
        CookieHeader.Compose(new PreparedRequest("GET", url, []).GetCookieOrigin(), callerUrl: null, jar, call: null);

    [Fact]
    public void A_new_cookie_replaces_expired_cookies_of_its_host()
    {
        var time = new ManualTime();
        var jar = new CookieJar(time);
        jar.Set(new RequestCookie("old", "1") { Domain = "h", Expires = time.GetUtcNow().AddSeconds(1) });
        time.Advance(TimeSpan.FromSeconds(2));

        jar.Set(new RequestCookie("new", "1") { Domain = "h" });
        jar.Remove("new");

        Assert.False(jar.HasStoredCookies);
    }
}
