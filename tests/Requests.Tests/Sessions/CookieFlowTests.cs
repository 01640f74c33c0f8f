using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

public class CookieFlowTests
{
    [Fact]
    public async Task A_cookie_of_a_hop_lands_in_the_session_and_goes_with_the_next()
    {
        using var session = Session(out var adapter, Reply(302, ("Location", "/cookies"), ("Set-Cookie", "foo=bar; Path=/")), Reply(200));

        var response = await session.RequestAsync(new Request("GET", "http://h/cookies/set?foo=bar"));

        Assert.Equal("bar", session.Cookies["foo"]);
        Assert.Equal("foo=bar", adapter.Seen[1].Headers["Cookie"]);
        Assert.Equal("bar", response.History[0].Cookies["foo"]);
        Assert.Empty(response.Cookies);
    }

    [Fact]
    public async Task Cookies_of_a_call_go_with_every_hop_and_stay_out_of_the_session()
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Reply(200));

        await session.RequestAsync(new Request("GET", "http://h/a") { Cookies = Jar(("foo", "bar")) });

        Assert.All(adapter.Seen, sent => Assert.Equal("foo=bar", sent.Headers["Cookie"]));
        Assert.Empty(session.Cookies);
    }

    [Fact]
    public async Task A_cookie_of_a_call_replaces_that_of_the_session_once()
    {
        using var session = Session(out var adapter, Reply(200));
        session.Cookies["foo"] = "bar";

        await session.RequestAsync(new Request("GET", "http://h/") { Cookies = Jar(("foo", "baz")) });

        Assert.Equal("foo=baz", adapter.Seen[0].Headers["Cookie"]);
        Assert.Equal("bar", session.Cookies["foo"]);
    }

    [Fact]
    public async Task A_jar_of_the_caller_is_not_replaced()
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Reply(200));
        var own = Jar(("cookie", "tasty"));
        session.Cookies = own;

        await session.RequestAsync(new Request("GET", "http://h/a") { Cookies = Jar(("foo", "bar")) });

        Assert.Same(own, session.Cookies);
        Assert.Equal(["cookie=tasty", "foo=bar"], adapter.Seen[1].Headers["Cookie"]!.Split("; ").Order());
    }

    [Fact]
    public async Task A_cookie_set_during_the_exchange_is_newer_than_that_of_the_call()
    {
        using var session = Session(out var adapter, Reply(302, ("Location", "/b"), ("Set-Cookie", "sid=new; Path=/")), Reply(200));

        await session.RequestAsync(new Request("GET", "http://h/a") { Cookies = Jar(("sid", "old")) });

        Assert.Equal("sid=new", adapter.Seen[1].Headers["Cookie"]);
    }

    [Fact]
    public async Task A_cookie_of_a_call_does_not_reach_a_host_that_only_a_redirect_names()
    {
        using var session = Session(out var adapter, Redirect(302, "http://other/"), Reply(200));
        session.Cookies["mine"] = "1";

        await session.RequestAsync(new Request("GET", "http://h/a") { Cookies = Jar(("foo", "bar")) });

        Assert.Null(adapter.Seen[1].Headers["Cookie"]);
    }

    [Fact]
    public async Task A_cookie_header_by_hand_stays_within_its_origin_and_takes_up_what_the_server_sets()
    {
        using var session = Session(
            out var adapter,
            Redirect(302, "/b"),
            Reply(
                302,
                ("Location", "/c"),
                ("Set-Cookie", "set=1; Path=/"),
                ("Set-Cookie", "b=new; Path=/"),
                ("Set-Cookie", "c=; Max-Age=0; Path=/")),
            Reply(302, ("Location", "/d"), ("Set-Cookie", "set=; Max-Age=0; Path=/"), ("Set-Cookie", "set=2; Path=/")),
            Redirect(302, "http://other/"),
            Redirect(302, "http://h/e"),
            Reply(200));
        session.Cookies["jar"] = "1";

        await session.RequestAsync(new Request("GET", "http://h/a") { Headers = new() { ["Cookie"] = "a=1; b=old;c=3" } });

        Assert.Equal(
            ["a=1; b=old;c=3", "a=1; b=old;c=3", "a=1; set=1; b=new", "a=1; b=new; set=2", null, "jar=1; b=new; set=2"],
            adapter.Seen.Select(sent => sent.Headers["Cookie"]));
    }

    [Fact]
    public async Task A_cookie_of_a_server_replaces_one_that_was_set_by_name()
    {
        using var session = Session(
            out var adapter,
            Reply(200, ("Set-Cookie", "sid=new; Path=/")),
            Reply(200),
            Reply(200),
            Reply(200),
            Reply(200, ("Set-Cookie", "sid=last; Path=/")),
            Reply(200));
        session.Cookies["sid"] = "old";

        await session.RequestAsync(new Request("GET", "http://h/"));
        Assert.Equal("new", session.Cookies["sid"]);
        await session.RequestAsync(new Request("GET", "http://h/"));
        await session.RequestAsync(new Request("GET", "http://other/"));
        session.Cookies["sid"] = "mine";
        for (var i = 0; i < 3; i++) await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Equal(
            ["sid=old", "sid=new", "sid=old", "sid=mine", "sid=mine", "sid=last"],
            adapter.Seen.Select(sent => sent.Headers["Cookie"]));
    }

    [Fact]
    public async Task A_cookie_that_a_server_removes_is_not_sent_again()
    {
        using var session = Session(
            out var adapter,
            Reply(302, ("Location", "/next"), ("Set-Cookie", "sid=deleted; Max-Age=0; Path=/")),
            Redirect(302, "http://other/"),
            Reply(200, ("Set-Cookie", "own=; Max-Age=0")),
            Reply(200, ("Set-Cookie", "sid=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/")),
            Reply(200),
            Reply(200));
        await session.RequestAsync(new Request("GET", "http://h/login") { Cookies = Jar(("sid", "stale"), ("own", "1")) });
        session.Cookies["sid"] = "stale";

        await session.RequestAsync(new Request("GET", "http://h/"));
        await session.RequestAsync(new Request("GET", "http://h/"));
        await session.RequestAsync(new Request("GET", "http://other/"));

        Assert.Equal(
            ["sid=stale; own=1", "own=1", null, "sid=stale", null, "sid=stale"],
            adapter.Seen.Select(sent => sent.Headers["Cookie"]));
    }

    [Fact]
    public async Task Each_host_gets_its_own_of_one_name()
    {
        using var session = Session(
            out var adapter,
            Reply(302, ("Location", "http://back.d.test/"), ("Set-Cookie", "id=auth")),
            Reply(302, ("Location", "http://auth.d.test/"), ("Set-Cookie", "id=back")),
            Redirect(302, "http://back.d.test/"),
            Reply(200));

        await session.RequestAsync(new Request("GET", "http://auth.d.test/"));

        Assert.Equal([null, null, "id=auth", "id=back"], adapter.Seen.Select(sent => sent.Headers["Cookie"]));
    }

    [Fact]
    public async Task A_custom_host_header_has_separate_cookies_and_does_not_count_as_loopback()
    {
        using var session = Session(
            out var adapter,
            Reply(200, ("Set-Cookie", "x=1"), ("Set-Cookie", "s=1; Secure")),
            Reply(200),
            Reply(200),
            Reply(200));
        session.Cookies.Set(new RequestCookie("mine", "1") { Domain = "127.0.0.1", HostOnly = true });
        session.Cookies.Set(new RequestCookie("safe", "1") { Domain = "localhost", HostOnly = true, Secure = true });

        await session.RequestAsync(new Request("GET", "http://127.0.0.1/") { Headers = new() { ["Host"] = "other.test" } });
        await session.RequestAsync(new Request("GET", "http://127.0.0.1/"));
        await session.RequestAsync(new Request("GET", "http://127.0.0.1/") { Headers = new() { ["Host"] = "localhost" } });
        await session.RequestAsync(new Request("GET", "http://10.0.0.1/") { Headers = new() { ["Host"] = "localhost" } });

        Assert.Equal([null, "mine=1", "safe=1", null], adapter.Seen.Select(sent => sent.Headers["Cookie"]));
        Assert.Equal("other.test", session.Cookies.Get("x")!.Domain);
        Assert.Null(session.Cookies.Get("s"));
    }

    [Fact]
    public async Task A_custom_host_header_decides_the_host_of_received_cookies()
    {
        using var session = Session(out _, Reply(200, ("Set-Cookie", "cookie=value")));

        var response = await session.RequestAsync(
            new Request("GET", "http://127.0.0.1:8080/cookies/set?cookie=value") { Headers = new() { ["Host"] = "httpbin.org" } });

        Assert.Equal("value", response.Cookies["cookie"]);
        Assert.Equal("httpbin.org", session.Cookies.Single().Domain);
    }

    private static CookieJar Jar(params (string Name, string Value)[] cookies)
    {
        var jar = new CookieJar();
        foreach (var (name, value) in cookies) jar[name] = value;
        return jar;
    }
}
