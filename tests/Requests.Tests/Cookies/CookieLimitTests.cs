using System.Diagnostics;
using System.Globalization;

namespace Requests.Tests.Cookies;

/// <summary>Tests the limit of cookies that servers may set.</summary>
public class CookieLimitTests
{
    [Fact]
    public void The_oldest_cookies_of_a_registrable_domain_are_removed()
    {
        var jar = new CookieJar();
        for (var i = 0; i < 100; i++) jar.Receive("https://a.example.com/", [$"a{i}=1"]);
        for (var i = 0; i < 100; i++) jar.Receive("https://b.example.com/", [$"b{i}=1; Domain=example.com"]);
        jar.Receive("https://other.com/", ["c=1"]);

        Assert.Equal(181, jar.Count);
        Assert.Null(jar["a19"]);
        Assert.NotNull(jar["a20"]);
        Assert.NotNull(jar["b0"]);
        Assert.NotNull(jar["c"]);
    }

    [Fact]
    public void Two_sites_below_a_public_suffix_have_separate_limits()
    {
        var jar = new CookieJar();
        foreach (var host in (string[])["one.co.uk", "two.co.uk", "127.0.0.1", "127.0.0.2", "printer"])
        {
            jar.Receive($"https://{host}/", Many(200, "n"));
        }

        Assert.Equal(5 * 180, jar.Count);
    }

    [Fact]
    public void Cookies_of_the_caller_are_neither_counted_nor_removed()
    {
        var jar = new CookieJar();
        jar.Set(new RequestCookie("mine", "1") { Domain = "example.com", HostOnly = true });
        jar["unscoped"] = "1";
        jar.Import("example.com\tFALSE\t/\tFALSE\t0\timported\t1");
        jar.Receive("https://example.com/", ["mine=2; Path=/"]);

        jar.Receive("https://example.com/", Many(1000, "n"), limit: 50, out var dropped);

        Assert.Equal(950, dropped);
        Assert.Equal("2", jar["mine"]);
        Assert.Equal(("1", "1"), (jar["unscoped"], jar["imported"]));
        Assert.Equal(53, jar.Count);
        Assert.Equal(53, jar.Copy().Count);
        Assert.Equal("n950", jar.Copy().Where(one => one.Name.StartsWith('n')).Select(one => one.Name).First());
    }

    [Fact]
    public void Expired_cookies_are_removed_first_and_an_emptied_domain_can_return()
    {
        var time = new ManualTime();
        var jar = new CookieJar(time);
        jar.Receive("https://example.com/", [.. Many(5, "old"), .. Many(3, "short").Select(one => $"{one}; Max-Age=5")], limit: 10, out _);
        time.Advance(TimeSpan.FromSeconds(10));
        jar.Receive("https://www.example.com/", Many(5, "new"), limit: 10, out var dropped);

        Assert.Equal((0, 10), (dropped, jar.Count));
        jar.Clear();
        jar.Receive("https://www.example.com/", Many(20, "more"), limit: 10, out dropped);
        Assert.Equal((10, 10), (dropped, jar.Count));
    }

    [Fact]
    public async Task A_flood_of_cookies_is_fast_and_reported_to_the_observer()
    {
        var flood = new HeaderDictionary();
        flood.SetValues("Set-Cookie", Many(20_000, "n"));
        using var session = FakeAdapter.Session(
            out var adapter,
            request => new Response(request, 200, new MemoryStream()) { Headers = flood },
            FakeAdapter.Reply(200));
        var observer = new Observer();

        var watch = Stopwatch.StartNew();
        var response = await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Observer = observer });
        await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal((19_820, 180), (observer.Dropped, observer.Limit));
        Assert.Equal((180, 180), (session.Cookies.Count, response.Cookies.Count));
        Assert.InRange(adapter.Seen[1].Headers["Cookie"]!.Length, 1, 4000);
    }

    [Fact]
    public void Of_a_flood_of_one_exchange_the_last_are_remembered()
    {
        var taken = new List<RequestCookie>();

        new CookieJar().Receive(CookieOrigin.From("http://h/"), Many(45, "n"), limit: 10, taken, out _, refused: null);

        Assert.Equal(Enumerable.Range(45 - taken.Count, taken.Count).Select(static i => $"n{i}"), taken.Select(static one => one.Name));
        Assert.InRange(taken.Count, 10, 40);
    }

    [Fact]
    public void The_limit_can_be_set_on_the_session()
    {
        using var session = new RequestSession();

        Assert.Equal(180, session.MaximumCookies);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.MaximumCookies = 0);
    }

    [Theory]
    [InlineData("a=1; Path=/\u001b[31m")]
    [InlineData("a=1; Path=/\tx")]
    [InlineData("a=1; Path=/x\u0000")]
    [InlineData("a=1; Domain=h\u0007")]
    [InlineData("a=1; Whatever=\u007f")]
    [InlineData("a\u0001=1")]
    [InlineData("a=1\u001b")]
    [InlineData("a=1; Expires=\u0002")]
    public void A_header_with_control_characters_sets_no_cookie(string header)
    {
        var jar = new CookieJar();

        Assert.Empty(jar.Receive("http://h/", [header]));
        Assert.Empty(jar);
        Assert.Empty(new CookieJar(jar));
    }

    [Fact]
    public void The_size_limits_are_those_of_the_RFC()
    {
        var jar = new CookieJar();
        jar.Receive(
            "http://h/a/b",
            [
                $"a={new string('x', 4095)}",
                $"b={new string('x', 4096)}",
                $"c=1; Path=/{new string('y', 1023)}",
                $"d=1; Path=/{new string('y', 1024)}",
            ]);

        Assert.Equal(["a", "c", "d"], jar.Keys);
        Assert.Equal(1024, jar.Get("c")!.Path.Length);
        Assert.Equal("/a", jar.Get("d")!.Path);
    }

    [Theory]
    [InlineData("h.co.uk.", "co.uk.")]
    [InlineData("h.co.uk.", "co.uk")]
    public void A_final_dot_does_not_bypass_the_public_suffixes(string host, string domain) =>
        Assert.Empty(new CookieJar().Receive($"https://{host}/", [$"a=1; Domain={domain}"]));

    private static string[] Many(int count, string name) =>
        [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}{i}=1"))];

    private sealed class Observer : IExchangeObserver
    {
        internal int Dropped { get; private set; }

        internal int Limit { get; private set; }

        public void Sending(PreparedRequest request)
        {
        }

        public void Received(Response response)
        {
        }

        public void Read(Response response)
        {
        }

        public void CookiesDropped(Response response, int count, int limit) => (Dropped, Limit) = (count, limit);
    }
}
