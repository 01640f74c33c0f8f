using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

public class CookieFlowTests
{
    [Fact]
    public async Task K01_K02_A_cookie_of_a_hop_lands_in_the_session_and_goes_with_the_next()
    {
        using var session = Session(out var adapter, Reply(302, ("Location", "/cookies"), ("Set-Cookie", "foo=bar; Path=/")), Reply(200));

        var response = await session.RequestAsync(new Request("GET", "http://h/cookies/set?foo=bar"));

        Assert.Equal("bar", session.Cookies["foo"]);
        Assert.Equal("foo=bar", adapter.Seen[1].Headers["Cookie"]);
        Assert.Equal("bar", response.History[0].Cookies["foo"]);
        Assert.Empty(response.Cookies);
    }

    [Fact]
    public async Task K05_K07_Cookies_of_a_call_go_with_every_hop_and_stay_out_of_the_session()
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Reply(200));

        await session.RequestAsync(new Request("GET", "http://h/a") { Cookies = Jar(("foo", "bar")) });

        Assert.All(adapter.Seen, one => Assert.Equal("foo=bar", one.Headers["Cookie"]));
        Assert.Empty(session.Cookies);
    }

    [Fact]
    public async Task K06_A_call_wins_over_its_session_for_once()
    {
        using var session = Session(out var adapter, Reply(200));
        session.Cookies["foo"] = "bar";

        await session.RequestAsync(new Request("GET", "http://h/") { Cookies = Jar(("foo", "baz")) });

        Assert.Equal("foo=baz", adapter.Seen[0].Headers["Cookie"]);
        Assert.Equal("bar", session.Cookies["foo"]);
    }

    [Fact]
    public async Task K08_K10_A_jar_of_the_callers_own_stays_that_jar()
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Reply(200));
        var own = Jar(("cookie", "tasty"));
        session.Cookies = own;

        await session.RequestAsync(new Request("GET", "http://h/a") { Cookies = Jar(("foo", "bar")) });

        Assert.Same(own, session.Cookies);
        Assert.Equal(["cookie=tasty", "foo=bar"], adapter.Seen[1].Headers["Cookie"]!.Split("; ").Order());
    }

    [Fact]
    public async Task What_a_server_sets_underway_is_newer_than_what_the_call_brought()
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
    public async Task A_cookie_header_by_hand_wins_on_the_first_hop_and_ends_there()
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Reply(200));
        session.Cookies["jar"] = "1";

        await session.RequestAsync(new Request("GET", "http://h/a") { Headers = new() { ["Cookie"] = "hand=1" } });

        Assert.Equal("hand=1", adapter.Seen[0].Headers["Cookie"]);
        Assert.Equal("jar=1", adapter.Seen[1].Headers["Cookie"]);
    }

    [Fact]
    public async Task H13_A_host_header_by_hand_is_whose_cookies_are_taken_up()
    {
        using var session = Session(out _, Reply(200, ("Set-Cookie", "cookie=value")));

        var response = await session.RequestAsync(new Request("GET", "http://127.0.0.1:8080/cookies/set?cookie=value") { Headers = new() { ["Host"] = "httpbin.org" } });

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
