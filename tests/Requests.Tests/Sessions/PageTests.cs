using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

public class PageTests
{
    [Fact]
    public async Task Pages_are_returned_in_order_until_no_next_page_is_named()
    {
        using var session = Session(out var adapter, Page("</items?page=2>; rel=\"next\""), Page("<?page=3>; rel=next"), Reply(200));

        var pages = await All(session, new Request("GET", "http://h/items") { Params = new() { { "per_page", "5" } } });

        Assert.Equal(
            ["http://h/items?per_page=5", "http://h/items?page=2", "http://h/items?page=3"],
            adapter.Seen.Select(sent => sent.Url));
        Assert.Equal(3, pages.Count);
    }

    [Fact]
    public async Task A_page_is_requested_when_the_previous_one_was_taken()
    {
        using var session = Session(out var adapter, Page("</2>; rel=next"), Page("</3>; rel=next"));
        await using var pages = Pages(session, new Request("GET", "http://h/1")).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        await pages.MoveNextAsync();

        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task The_number_of_pages_can_be_limited()
    {
        using var session = Session(out var adapter, Page("</2>; rel=next"), Page("</3>; rel=next"));

        var pages = await All(session, new Request("GET", "http://h/1"), maximum: 2);

        Assert.Equal(2, pages.Count);
        Assert.Equal(2, adapter.Seen.Count);
    }

    [Fact]
    public void A_maximum_below_one_is_refused()
    {
        using var session = Session(out _);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => session.SendPagesAsync(session.PrepareRequest(new Request("GET", "http://h/")), maximumPages: 0));
    }

    [Fact]
    public async Task The_same_origin_gets_headers_and_credentials_again()
    {
        using var session = Session(out var adapter, Page("</2>; rel=next"), Reply(200));
        session.Headers["X-Tenant"] = "seven";
        session.Auth = new CountingAuth();

        await All(session, new Request("GET", "http://h/1"));

        Assert.Equal(["call 1", "call 2"], adapter.Seen.Select(sent => sent.Headers["Authorization"]));
        Assert.All(adapter.Seen, sent => Assert.Equal("seven", sent.Headers["X-Tenant"]));
    }

    [Theory]
    [InlineData("http://other/2")]
    [InlineData("http://h:81/2")]
    [InlineData("ftp://h/2")]
    public async Task Another_origin_gets_no_credentials(string next)
    {
        using var session = Session(out var adapter, Page($"<{next}>; rel=next"), Page($"<{next}?3>; rel=next"), Reply(200));
        session.Adapters.Mount("ftp://", adapter);
        session.Headers["X-Api-Key"] = "secret";
        session.Cookies["sid"] = "secret";
        session.Auth = new BasicAuth("user", "secret");

        await All(session, new Request("GET", "http://h/1") { Cookies = Jar("call") });

        Assert.Equal("call=1; sid=secret", Sorted(adapter.Seen[0].Headers["Cookie"]));
        Assert.All(adapter.Seen.Skip(1), sent => Assert.All(["Authorization", "X-Api-Key"], name => Assert.Null(sent.Headers[name])));
        Assert.DoesNotContain(
            adapter.Seen.Skip(1).Where(sent => sent.Url.Contains("other", StringComparison.Ordinal)),
            sent => sent.Headers.ContainsKey("Cookie"));
    }

    [Fact]
    public async Task A_cookie_header_by_hand_stays_with_its_origin()
    {
        using var session = Session(out var adapter, Page("</2>; rel=next"), Page("<http://other/3>; rel=next"), Reply(200));

        await All(session, new Request("GET", "http://h/1") { Headers = new() { ["Cookie"] = "by=hand" } });

        Assert.Equal(["by=hand", "by=hand", null], adapter.Seen.Select(sent => sent.Headers["Cookie"]));
    }

    [Fact]
    public async Task Cookies_of_a_page_are_sent_with_the_next_and_those_of_the_call_to_its_host()
    {
        using var session = Session(
            out var adapter,
            Reply(200, ("Link", "</2>; rel=next"), ("Set-Cookie", "seen=1")),
            Page("<http://other/3>; rel=next"),
            Redirect(302, "/4"),
            Page("<http://h/5>; rel=next"),
            Reply(200));

        await All(session, new Request("GET", "http://h/1") { Cookies = Jar("call") });

        Assert.Equal(
            ["call=1", "call=1; seen=1", null, null, "call=1; seen=1"],
            adapter.Seen.Select(sent => Sorted(sent.Headers["Cookie"])));
    }

    [Fact]
    public async Task Method_and_body_stay()
    {
        using var session = Session(out var adapter, Page("</2>; rel=next"), Reply(200));

        await All(session, new Request("POST", "http://h/search") { Body = new BytesBody("q=1") });

        Assert.Equal(["q=1", "q=1"], adapter.Bodies);
        Assert.Equal(["POST", "POST"], adapter.Seen.Select(sent => sent.Method));
    }

    [Fact]
    public async Task Relative_targets_are_resolved_where_a_redirect_led()
    {
        using var session = Session(out var adapter, Redirect(302, "http://other/list/"), Page("<second#top>; rel=next"), Reply(200));

        await All(session, new Request("GET", "http://h/1"));

        Assert.Equal("http://other/list/second", adapter.Seen[2].Url);
    }

    [Theory]
    [InlineData("</1#again>")]
    [InlineData("<http://h/1>")]
    public async Task A_circle_is_an_error_after_its_pages(string back)
    {
        using var session = Session(out var adapter, Page("</2>; rel=next"), Page($"{back}; rel=next"));
        var pages = new List<Response>();

        var error = await Assert.ThrowsAsync<PagingLoopException>(async () =>
        {
            await foreach (var page in Pages(session, new Request("GET", "http://h/1#top"))) pages.Add(page);
        });

        Assert.Equal(2, pages.Count);
        Assert.Equal(2, adapter.Seen.Count);
        Assert.Same(pages[1], error.Response);
        Assert.Contains("http://h/1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_leaves_TLS_is_refused_unless_allowed()
    {
        using var session = Session(out var adapter, Page("<http://h/2>; rel=next"), Page("<http://h/2>; rel=next"), Reply(200));

        await Assert.ThrowsAsync<InsecureRedirectException>(() => All(session, new Request("GET", "https://h/1")));
        session.Defaults = session.Defaults with { AllowInsecureRedirect = true };
        await All(session, new Request("GET", "https://h/1"));

        Assert.Equal(3, adapter.Seen.Count);
    }

    private static Func<PreparedRequest, Response> Page(string link) => Reply(200, ("Link", link));

    private static CookieJar Jar(string name) => new() { [name] = "1" };

    private static string? Sorted(string? cookies) =>
        cookies is null ? null : string.Join("; ", cookies.Split("; ").Order(StringComparer.Ordinal));

    private static IAsyncEnumerable<Response> Pages(RequestSession session, Request request, int maximum = int.MaxValue) =>
        session.SendPagesAsync(
            session.PrepareRequest(request),
            maximumPages: maximum,
            cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<List<Response>> All(RequestSession session, Request request, int maximum = int.MaxValue)
    {
        var pages = new List<Response>();
        await foreach (var page in Pages(session, request, maximum)) pages.Add(page);
        return pages;
    }

    private sealed class CountingAuth : AuthBase
    {
        private int _calls;

        public override void Apply(PreparedRequest request) => request.Headers["Authorization"] = $"call {++_calls}";
    }
}
