using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Redirects;

public class RedirectFlowTests
{
    [Fact]
    public async Task A_redirect_is_followed_and_kept_in_the_history()
    {
        using var session = Session(out var adapter, Redirect(302, "/get"), Reply(200));

        var response = await session.RequestAsync(new Request("GET", "http://h/redirect/1"));

        Assert.Equal(200, response.StatusCode);
        Assert.Equal("http://h/get", adapter.Seen[1].Url);
        Assert.Equal(302, response.History[0].StatusCode);
        Assert.True(response.History[0].IsRedirect);
    }

    [Fact]
    public async Task Each_hop_knows_its_predecessors_and_its_own_request()
    {
        using var session = Session(out _, Redirect(302, "/2"), Redirect(302, "/3"), Redirect(302, "/4"), Reply(200));

        var response = await session.RequestAsync(new Request("GET", "http://h/1"));

        Assert.Equal(["http://h/1", "http://h/2", "http://h/3"], response.History.Select(hop => hop.Url));
        for (var i = 0; i < response.History.Count; i++) Assert.Equal(response.History.Take(i), response.History[i].History);
        Assert.All(response.History, hop => Assert.Equal(hop.Url, hop.Request.Url));
    }

    [Fact]
    public async Task Without_a_redirect_the_history_is_empty()
    {
        using var session = Session(out _, Reply(200));

        Assert.Empty((await session.RequestAsync(new Request("GET", "http://h/"))).History);
    }

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Method_and_body_survive_where_the_status_says_so(int status)
    {
        using var session = Session(out var adapter, Redirect(status, "/post"), Reply(200));

        await session.RequestAsync(new Request("POST", "http://h/a") { Body = new BytesBody("test") });

        Assert.Equal(["POST", "POST"], adapter.Seen.Select(sent => sent.Method));
        Assert.Equal(["test", "test"], adapter.Bodies);
    }

    [Fact]
    public async Task A_stream_is_sent_again_from_where_it_started()
    {
        using var session = Session(out var adapter, Redirect(307, "/post"), Reply(200));
        using var stream = new MemoryStream("the data"u8.ToArray()) { Position = 4 };

        await session.RequestAsync(new Request("POST", "http://h/a") { Body = new StreamBody(stream) });

        Assert.Equal(["data", "data"], adapter.Bodies);
    }

    [Fact]
    public async Task A_body_that_cannot_be_rewound_ends_the_exchange()
    {
        using var session = Session(out var adapter, Redirect(307, "/post"), Reply(200));

        var error = await Assert.ThrowsAsync<UnrewindableBodyException>(() =>
            session.RequestAsync(new Request("POST", "http://h/a") { Body = new OneWayBody() }));

        Assert.Single(adapter.Seen);
        Assert.Equal("http://h/post", error.Request!.Url);
    }

    [Fact]
    public async Task The_thirty_first_redirect_is_one_too_many()
    {
        var replies = Enumerable.Range(0, 50).Select(i => Redirect(302, $"/relative-redirect/{49 - i}")).ToArray();
        using var session = Session(out _, replies);

        var error = await Assert.ThrowsAsync<TooManyRedirectsException>(
            () => session.RequestAsync(new Request("GET", "http://h/relative-redirect/50")));

        Assert.Equal("Exceeded 30 redirects.", error.Message);
        Assert.EndsWith("/relative-redirect/20", error.Request!.Url, StringComparison.Ordinal);
        Assert.EndsWith("/relative-redirect/20", error.Response!.Url, StringComparison.Ordinal);
        Assert.Equal(30, error.Response.History.Count);
    }

    [Fact]
    public async Task A_session_sets_its_own_limit()
    {
        var replies = Enumerable.Range(0, 50).Select(i => Redirect(302, $"/relative-redirect/{49 - i}")).ToArray();
        using var session = Session(out _, replies);
        session.Defaults = session.Defaults with { MaximumRedirects = 5 };

        var error = await Assert.ThrowsAsync<TooManyRedirectsException>(
            () => session.RequestAsync(new Request("GET", "http://h/relative-redirect/50")));

        Assert.EndsWith("/45", error.Response!.Url, StringComparison.Ordinal);
        Assert.Equal(5, error.Response.History.Count);
    }

    [Fact]
    public async Task Head_is_not_followed_unless_requested()
    {
        using var session = Session(out var adapter, Redirect(301, "/b"), Redirect(301, "/b"), Reply(200));

        var stays = await session.RequestAsync(new Request("HEAD", "http://h/a"));
        var goes = await session.RequestAsync(new Request("HEAD", "http://h/a"), new SendOptions { AllowRedirects = true });

        Assert.Equal(301, stays.StatusCode);
        Assert.Equal(200, goes.StatusCode);
        Assert.Equal("HEAD", adapter.Seen[2].Method);
    }

    [Fact]
    public async Task An_unfollowed_redirect_offers_the_next_request()
    {
        using var session = Session(out _, Redirect(302, "/b"), Redirect(302, "/c"), Reply(200));
        var options = new SendOptions { AllowRedirects = false };

        var first = await session.RequestAsync(new Request("GET", "http://h/a"), options);
        var second = await session.SendAsync(first.Next!, options);
        var third = await session.SendAsync(second.Next!, options);

        Assert.True(second.IsRedirect);
        Assert.Equal("http://h/c", third.Url);
        Assert.Null(third.Next);
        Assert.Empty(first.History);
    }

    [Fact]
    public async Task An_unfollowed_redirect_without_a_usable_target_is_returned()
    {
        using var session = Session(out _, Redirect(302, "http://:1"));

        var response = await session.RequestAsync(new Request("GET", "http://h/a"), new SendOptions { AllowRedirects = false });

        Assert.Equal(302, response.StatusCode);
        Assert.Null(response.Next);
    }

    [Fact]
    public async Task A_redirect_without_a_usable_target_is_returned()
    {
        using var session = Session(out _, Redirect(302, "http://:1"));

        var response = await session.RequestAsync(new Request("GET", "http://h/a"));

        Assert.Equal((302, null), (response.StatusCode, response.Next));
    }

    [Fact]
    public async Task Leaving_tls_must_be_allowed_and_drops_credentials()
    {
        using var session = Session(out var adapter, Redirect(302, "http://h/b"), Redirect(302, "http://h/b"), Reply(200));
        var request = new Request("GET", "https://h/a") { Auth = new BasicAuth("user", "pass") };

        var refused = await Assert.ThrowsAsync<InsecureRedirectException>(() => session.RequestAsync(request));
        var allowed = await session.RequestAsync(request, new SendOptions { AllowInsecureRedirect = true });

        Assert.Equal(302, refused.Response!.StatusCode);
        Assert.NotNull(allowed.History[0].Request.Headers["Authorization"]);
        Assert.Null(adapter.Seen[2].Headers["Authorization"]);
    }

    [Fact]
    public async Task The_same_host_gets_the_same_credentials()
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Reply(200));

        await session.RequestAsync(new Request("GET", "http://h/a") { Auth = new BasicAuth("user", "pass") });

        Assert.NotNull(adapter.Seen[0].Headers["Authorization"]);
        Assert.Equal(adapter.Seen[0].Headers["Authorization"], adapter.Seen[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_redirect_with_a_wrong_content_encoding_is_followed()
    {
        using var session = Session(out _, ReplyText(302, "plain", ("Location", "/b"), ("Content-Encoding", "gzip")), Reply(200));

        Assert.Equal(200, (await session.RequestAsync(new Request("GET", "http://h/a"))).StatusCode);
    }

    [Fact]
    public async Task A_session_can_choose_the_redirect_target()
    {
        using var session = Session(out _, Redirect(302, "/b"), Reply(200, ("Location", "/c")), Reply(200));
        session.RedirectTarget = response => response.Headers["Location"];

        var response = await session.RequestAsync(new Request("GET", "http://h/a"));

        Assert.Equal("http://h/c", response.Url);
        Assert.Equal(2, response.History.Count);
        Assert.Equal(200, response.History[1].StatusCode);
        Assert.False(response.History[1].IsRedirect);
    }

    [Fact]
    public async Task Each_hop_builds_on_the_one_before_with_the_same_options()
    {
        using var session = Session(out var adapter, Redirect(303, "/b"), Redirect(307, "/c"), Reply(200));
        var options = new SendOptions { Timeout = RequestTimeout.FromSeconds(7), Tls = new TlsSettings(Verify: false) };

        await session.RequestAsync(new Request("POST", "http://h/a") { Body = new BytesBody("x") }, options);

        Assert.Equal(["POST", "GET", "GET"], adapter.Seen.Select(sent => sent.Method));
        Assert.All(adapter.Options, used => Assert.Equal(options, used));
    }

    [Fact]
    public async Task A_redirect_to_a_scheme_without_an_adapter_is_an_error()
    {
        using var session = Session(out _, Redirect(302, "file:///etc/passwd"));

        await Assert.ThrowsAsync<InvalidSchemaException>(() => session.RequestAsync(new Request("GET", "http://h/a")));
    }

    private sealed class OneWayBody : RequestBody
    {
        public override long? Length => null;

        public override bool CanRewind => false;

        public override Task WriteToAsync(Stream destination, CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Rewind() => throw new UnrewindableBodyException("Unable to rewind the body.");
    }
}
