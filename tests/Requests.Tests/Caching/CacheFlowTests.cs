namespace Requests.Tests.Caching;

/// <summary>Tests when a session sends a request, and when it uses a stored response.</summary>
public class CacheFlowTests
{
    private static readonly (string, string) Minute = ("Cache-Control", "max-age=60");
    private static readonly (string, string) Tag = ("ETag", "\"a\"");

    [Fact]
    public async Task A_fresh_response_is_used_again_and_shows_its_age()
    {
        using var client = new CacheClient().Reply("one", Minute, ("X", "1"), ("X", "2"), ("Connection", "Y"), ("Y", "1"));
        using var first = await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(20));

        var second = await client.Send();

        Assert.Equal((false, "one", "Requests; fwd=uri-miss; stored"), (first.FromCache, first.Text, first.CacheStatus?.ToString()));
        Assert.Equal((true, "one", "Requests; hit; ttl=40"), (second.FromCache, second.Text, second.CacheStatus?.ToString()));
        Assert.Equal("20", second.Headers["Age"]);
        Assert.Equal(["1", "2"], second.Headers.GetValues("X"));
        Assert.Null(second.Headers["Y"]);
        Assert.NotNull(second.Timings);
        Assert.Single(client.Sent);
    }

    [Fact]
    public async Task A_stale_response_without_a_validator_is_requested_again()
    {
        using var client = new CacheClient().Reply("one", Minute).Reply("two", Minute);
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal("two Requests; fwd=stale; stored", await client.Summarize());
        Assert.Equal("two Requests; hit; ttl=60", await client.Summarize());
        Assert.Null(client.Sent[1].Headers["If-None-Match"]);
    }

    [Fact]
    public async Task A_stale_response_is_validated_and_takes_the_new_headers()
    {
        using var client = new CacheClient()
            .Reply("one", Minute, Tag, ("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"), ("X", "1"), ("Content-Type", "text/a"))
            .Reply(304, "", ("Cache-Control", "max-age=10"), Tag, ("X", "2"), ("Content-Type", "text/b"), ("Set-Cookie", "c=1"));
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(90));

        var response = await client.Send();

        Assert.Equal((200, "one"), (response.StatusCode, response.Text));
        Assert.Equal(("2", "text/a"), (response.Headers["X"], response.Headers["Content-Type"]));
        Assert.Equal((true, "Requests; fwd=stale; fwd-status=304; ttl=10"), (response.FromCache, response.CacheStatus?.ToString()));
        Assert.Equal("\"a\"", client.Sent[1].Headers["If-None-Match"]);
        Assert.Equal("Thu, 01 Jan 2026 00:00:00 GMT", client.Sent[1].Headers["If-Modified-Since"]);
        Assert.Null(response.Request.Headers["If-None-Match"]);
        Assert.Equal("1", client.Session.Cookies["c"]);
        Assert.Equal("one Requests; hit; ttl=10", await client.Summarize());
    }

    [Fact]
    public async Task A_validation_without_a_date_begins_a_new_age()
    {
        using var client = new CacheClient();
        client.Reply("one", Minute, ("ETag", "\"a\""), ("Date", client.Now)).Reply(304, "", ("ETag", "\"a\""));
        await client.Send();
        client.Time.Advance(TimeSpan.FromHours(1));
        await client.Send();

        Assert.Equal("one Requests; hit; ttl=60", await client.Summarize());
    }

    [Fact]
    public async Task A_304_about_another_response_is_not_used()
    {
        using var client = new CacheClient()
            .Reply("one", Minute, ("ETag", "\"a\""))
            .Reply(304, "", ("ETag", "\"b\""))
            .Reply("two", Minute, ("ETag", "\"b\""));
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal("two Requests; fwd=stale; stored", await client.Summarize());
        Assert.Null(client.Sent[2].Headers["If-None-Match"]);
    }

    [Theory]
    [InlineData("no-store, max-age=60")]
    [InlineData("private=\"x\", NO-STORE, max-age=60")]
    public async Task A_response_that_must_not_be_stored_is_not(string directives)
    {
        using var client = new CacheClient(new RequestCacheSettings
        {
            TimeToLive = TimeSpan.FromHours(1),
            TimeToLiveByUrl = [new CacheTimeToLive("*", TimeSpan.FromHours(1))],
        }).Reply("one", ("Cache-Control", directives)).Reply("two");
        await client.Send();

        Assert.Equal("two Requests; fwd=uri-miss; stored", await client.Summarize());
    }

    [Fact]
    public async Task The_caller_can_have_no_store_ignored_for_urls()
    {
        using var client = new CacheClient(new RequestCacheSettings
        {
            TimeToLiveByUrl = [new CacheTimeToLive("*/a", TimeSpan.FromHours(1))],
            IgnoreNoStore = true,
        }).Reply("one", ("Cache-Control", "no-store"));
        await client.Send();

        Assert.Equal("one Requests; hit; ttl=3600", await client.Summarize());
    }

    [Fact]
    public async Task A_response_without_freshness_has_the_time_to_live_of_the_cache()
    {
        using var client = new CacheClient(new RequestCacheSettings { TimeToLive = TimeSpan.FromHours(1) })
            .Reply("one", ("ETag", "\"a\""))
            .Reply(304, "", ("ETag", "\"a\""));
        await client.Send();
        client.Time.Advance(TimeSpan.FromMinutes(59));

        Assert.Equal("one Requests; hit; ttl=60", await client.Summarize());
        client.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("one Requests; fwd=stale; fwd-status=304; ttl=3600", await client.Summarize());
    }

    [Fact]
    public async Task A_url_can_be_left_out()
    {
        using var client = new CacheClient(new RequestCacheSettings { TimeToLiveByUrl = [new CacheTimeToLive("*/a", null)] })
            .Reply("one", Minute)
            .Reply("two", Minute);
        await client.Send();

        Assert.Equal("two Requests; fwd=uri-miss", await client.Summarize());
    }

    [Fact]
    public async Task A_time_to_live_that_does_not_end_has_no_end()
    {
        using var client = new CacheClient(new RequestCacheSettings { TimeToLive = Timeout.InfiniteTimeSpan }).Reply("one");
        await client.Send();
        client.Time.Advance(TimeSpan.FromDays(10_000));

        var response = await client.Send();

        Assert.Equal((TimeSpan.MaxValue, "Requests; hit"), (response.CacheStatus?.TimeToLive, response.CacheStatus?.ToString()));
    }

    [Fact]
    public async Task Without_a_rule_nothing_is_made_up()
    {
        using var client = new CacheClient().Reply("one").Reply("two");
        await client.Send();

        Assert.Equal("two Requests; fwd=uri-miss", await client.Summarize());
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_responses_stale()
    {
        using var cache = new RequestCache();
        var (late, early) = (new ManualTime(), new ManualTime());
        late.Advance(TimeSpan.FromDays(365));
        using (var client = new CacheClient(cache: cache, time: late).Reply("one", Minute)) await client.Send();
        using var other = new CacheClient(cache: new RequestCache(cache.Store), time: early).Reply("two", Minute);

        Assert.StartsWith("two Requests; fwd=", await other.Summarize(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max-age=10", "two Requests; fwd=request; stored")]
    [InlineData("max-age=40", "one Requests; hit; ttl=40")]
    [InlineData("min-fresh=50", "two Requests; fwd=request; stored")]
    [InlineData("min-fresh=30", "one Requests; hit; ttl=40")]
    [InlineData("no-cache", "two Requests; fwd=request; stored")]
    [InlineData("no-store", "two Requests; fwd=request")]
    [InlineData("only-if-cached", "one Requests; hit; ttl=40")]
    public async Task A_request_says_what_it_accepts(string directives, string expected)
    {
        using var client = new CacheClient().Reply("one", Minute).Reply("two", Minute);
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(expected, await client.Summarize(("Cache-Control", directives)));
    }

    [Theory]
    [InlineData("max-age=60", "max-stale", "one Requests; hit; ttl=-30")]
    [InlineData("max-age=60", "max-stale=20", "two Requests; fwd=stale; stored")]
    [InlineData("max-age=60, must-revalidate", "max-stale", "two Requests; fwd=stale; stored")]
    public async Task A_request_can_accept_a_stale_response(string directives, string accepted, string expected)
    {
        using var client = new CacheClient().Reply("one", ("Cache-Control", directives)).Reply("two", Minute);
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(expected, await client.Summarize(("Cache-Control", accepted)));
    }

    [Fact]
    public async Task A_request_for_a_stored_response_alone_is_not_sent()
    {
        using var client = new CacheClient();

        var response = await client.Send(("Cache-Control", "only-if-cached"));

        Assert.Equal((504, false), (response.StatusCode, response.FromCache));
        Assert.Empty(client.Sent);
    }

    [Fact]
    public async Task A_wait_validates_what_is_stored()
    {
        using var client = new CacheClient(new RequestCacheSettings { TimeToLive = TimeSpan.FromHours(1) })
            .Reply("busy")
            .Reply("busy")
            .Reply("ready");
        await client.Send();
        var request = client.Session.PrepareRequest(new Request("GET", "http://h/a"));

        var response = await client.Session.WaitUntilAsync(
            request,
            static response => response.Text == "ready",
            new WaitOptions { Every = TimeSpan.Zero });

        Assert.Equal((3, "ready"), (client.Sent.Count, response.Text));
    }
}
