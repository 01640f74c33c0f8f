using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Paging;

public class PageOriginTests
{
    private static readonly PageStrategy Function = PageStrategy.FromFunction(
        static response => response.Text.Length < 3 ? null : new NextPage { Url = response.Text });

    [Theory]
    [InlineData("http://other/2")]
    [InlineData("http://h:81/2")]
    [InlineData("http://sub.h/2")]
    [InlineData("http://h.other/2")]
    [InlineData("http://h@other/2")]
    [InlineData("//other/2")]
    [InlineData("https://h:444/2")]
    public async Task A_next_page_of_another_origin_is_an_error_after_the_page(string url)
    {
        foreach (var (strategy, reply) in new[]
        {
            (PageStrategy.Automatic, Json($$"""{"next":"{{url}}"}""")),
            (PageStrategy.Automatic, Json("{}", ("Link", $"<{url}>; rel=next"))),
            (PageStrategy.FromPath("a"), Json($$"""{"a":"{{url}}"}""")),
        })
        {
            using var session = Session(out var adapter, reply, Json("{}"));
            var pages = new List<Response>();

            var error = await Assert.ThrowsAsync<PageOriginException>(async () =>
            {
                await foreach (var page in Pages(session, "http://h/1", strategy)) pages.Add(page);
            });

            Assert.Single(pages);
            Assert.Single(adapter.Seen);
            Assert.Same(pages[0], error.Response);
        }
    }

    [Fact]
    public async Task The_error_shows_no_secret_of_the_URLs()
    {
        using var session = Session(out _, Json("""{"next":"http://other/2?access_token=canary"}"""));

        var error = await Assert.ThrowsAsync<PageOriginException>(() => All(session, "http://h/1?api_key=canary", PageStrategy.Automatic));

        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
        Assert.Contains("http://other/2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://h:80/2", "http://h/1")]
    [InlineData("http://H/2", "http://h/1")]
    [InlineData("https://h/2", "http://h/1")]
    [InlineData("https://h:443/2", "https://h/1")]
    public async Task Other_ways_to_write_an_origin_are_the_same_origin(string next, string first)
    {
        using var session = Session(out var adapter, Json($$"""{"next":"{{next}}"}"""), Json("{}"));
        session.Auth = new BasicAuth("user", "secret");

        await All(session, first, PageStrategy.Automatic);

        Assert.All(adapter.Seen, sent => Assert.NotNull(sent.Headers["Authorization"]));
        Assert.Equal(2, adapter.Seen.Count);
    }

    [Theory]
    [InlineData("/2")]
    [InlineData("http://other/2")]
    [InlineData("http://h/2")]
    public async Task Where_a_redirect_led_the_pages_go_on(string next)
    {
        using var session = Session(out var adapter, Redirect(302, "http://other/list"), Json($$"""{"next":"{{next}}"}"""), Json("{}"));
        session.Auth = new BasicAuth("user", "secret");

        await All(session, "http://h/1", PageStrategy.Automatic);

        Assert.Equal(3, adapter.Seen.Count);
        Assert.Null(adapter.Seen[1].Headers["Authorization"]);
        Assert.Equal(next.StartsWith("http://h/", StringComparison.Ordinal), adapter.Seen[2].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task An_allowed_downgrade_of_the_host_is_requested_without_credentials()
    {
        using var session = Session(out var adapter, Json("""{"next":"http://h/2"}"""), Json("""{"next":"http://other/3"}"""));
        session.Auth = new BasicAuth("user", "secret");
        var options = session.Defaults with { AllowInsecureRedirect = true };

        await Assert.ThrowsAsync<PageOriginException>(() => All(session, "https://h/1", PageStrategy.Automatic, options));

        Assert.Equal(["https://h/1", "http://h/2"], adapter.Seen.Select(sent => sent.Url));
        Assert.Null(adapter.Seen[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_function_may_name_another_origin_which_gets_no_credentials()
    {
        using var session = Session(out var adapter, ReplyText(200, "http://other/2"), ReplyText(200, ""));
        session.Auth = new BasicAuth("user", "secret");
        session.Headers["X-Api-Key"] = "k";
        session.Headers["X-Plain"] = "p";

        await All(session, "http://h/1", Function);

        Assert.NotNull(adapter.Seen[0].Headers["Authorization"]);
        Assert.Null(adapter.Seen[1].Headers["Authorization"]);
        Assert.Null(adapter.Seen[1].Headers["X-Api-Key"]);
        Assert.Equal("p", adapter.Seen[1].Headers["X-Plain"]);
    }

    [Fact]
    public async Task A_function_may_keep_the_origin_where_the_server_writes_another_host()
    {
        using var session = Session(out var adapter, Json("""{"next":"http://internal:8080/2?a=1"}"""), Json("{}"));
        session.Auth = new BasicAuth("user", "secret");
        var strategy = PageStrategy.FromFunction(static response => response.Text.Length > 2
            ? new NextPage { Url = new Uri("http://internal:8080/2?a=1").PathAndQuery }
            : null);

        await All(session, "http://h/1", strategy);

        Assert.Equal("http://h/2?a=1", adapter.Seen[1].Url);
        Assert.NotNull(adapter.Seen[1].Headers["Authorization"]);
    }

    private static Func<PreparedRequest, Response> Json(string text, params (string Name, string Value)[] headers) =>
        ReplyText(200, text, [("Content-Type", "application/json"), .. headers]);

    private static IAsyncEnumerable<Response> Pages(
        RequestSession session,
        string url,
        PageStrategy strategy,
        SendOptions? options = null) => session.SendPagesAsync(
            session.PrepareRequest(new Request("GET", url)),
            strategy,
            options,
            cancellationToken: TestContext.Current.CancellationToken);

    private static async Task All(RequestSession session, string url, PageStrategy strategy, SendOptions? options = null)
    {
        await foreach (var _ in Pages(session, url, strategy, options))
        {
            // The adapter keeps what was sent.
        }
    }
}
