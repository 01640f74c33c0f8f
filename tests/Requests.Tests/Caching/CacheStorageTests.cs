using System.IO.Compression;
using System.Text;

namespace Requests.Tests.Caching;

/// <summary>Tests which bodies are stored, and how they come back.</summary>
public class CacheStorageTests
{
    private static readonly (string, string) Minute = ("Cache-Control", "max-age=60");

    [Fact]
    public async Task A_body_is_stored_with_its_coding()
    {
        var coded = Compress("one");
        using var client = new CacheClient().Reply(request => CacheClient.Create(
            request, 200, new MemoryStream(coded), Minute, ("Content-Encoding", "gzip"), ("Content-Length", $"{coded.Length}")));
        using var first = await client.Send();

        var second = await client.Send();

        Assert.Equal(("one", "one", "gzip"), (first.Text, second.Text, second.Headers["Content-Encoding"]));
    }

    [Fact]
    public async Task A_streamed_body_is_stored_when_it_was_read_to_its_end()
    {
        using var client = new CacheClient().Reply("one", Minute);
        client.Session.Defaults = client.Session.Defaults with { Stream = true };
        using (var response = await client.Send())
        {
            Assert.False(response.CacheStatus!.Stored);
            using var reader = new StreamReader(response.Raw);
            Assert.Equal("one", await reader.ReadToEndAsync());
            Assert.True(response.CacheStatus.Stored);
        }

        using var second = await client.Send();
        Assert.Equal((true, false), (second.FromCache, second.IsContentRead));
        Assert.Equal("one", second.Text);
    }

    [Fact]
    public async Task A_body_that_was_closed_early_is_not_stored()
    {
        using var client = new CacheClient().Reply(new string('a', 100_000), Minute).Reply("two", Minute);
        client.Session.Defaults = client.Session.Defaults with { Stream = true };
        using (var response = await client.Send())
        {
            Assert.Equal(10, await response.ReadAsync(new byte[10]));
        }

        using var second = await client.Send();
        Assert.Equal((false, "two"), (second.FromCache, second.Text));
    }

    [Fact]
    public async Task A_body_that_breaks_is_not_stored()
    {
        using var client = new CacheClient()
            .Reply(BrokenBody.Reply("on", Minute))
            .Reply("two", Minute);
        await Assert.ThrowsAsync<ChunkedEncodingException>(() => client.Send());

        Assert.Equal("two Requests; fwd=uri-miss; stored", await client.Summarize());
    }

    [Theory]
    [InlineData("2")]
    [InlineData("4")]
    public async Task A_body_of_another_length_than_announced_is_not_stored(string length)
    {
        using var client = new CacheClient().Reply("one", Minute, ("Content-Length", length)).Reply("two", Minute);
        await client.Send();

        Assert.Equal("two Requests; fwd=uri-miss; stored", await client.Summarize());
    }

    [Fact]
    public async Task The_response_that_a_retry_replaces_is_not_stored()
    {
        using var client = new CacheClient().Reply(503, "busy", Minute).Reply("one", Minute);
        client.Session.Defaults = client.Session.Defaults with
        {
            Retry = new RetryPolicy { StatusList = [503], Time = client.Time },
        };

        Assert.Equal("one Requests; fwd=uri-miss; stored", await client.Summarize());
        Assert.Equal("one Requests; hit; ttl=60", await client.Summarize());
    }

    [Fact]
    public async Task The_condition_of_a_retry_policy_does_not_see_a_validation()
    {
        using var client = new CacheClient().Reply("one", Minute, ("ETag", "\"a\"")).Reply(304, "", ("ETag", "\"a\""));
        client.Session.Defaults = client.Session.Defaults with
        {
            Retry = new RetryPolicy { When = static (response, _) => response?.StatusCode != 200, Time = client.Time },
        };
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal("one", (await client.Send()).Text);
        Assert.Equal(2, client.Sent.Count);
    }

    [Theory]
    [InlineData(206)]
    [InlineData(401)]
    [InlineData(429)]
    public async Task Some_statuses_are_never_stored(int status)
    {
        using var client = new CacheClient().Reply(status, "one", Minute).Reply("two", Minute);
        await client.Send();

        Assert.Equal("two Requests; fwd=uri-miss; stored", await client.Summarize());
    }

    [Fact]
    public async Task A_redirect_is_stored_and_followed_again()
    {
        using var client = new CacheClient()
            .Reply(301, "", Minute, ("Location", "/b"))
            .Reply("one", Minute);
        await client.Send();

        var response = await client.Send();

        Assert.Equal(("one", true, "http://h/b"), (response.Text, response.FromCache, response.Url));
        Assert.True(Assert.Single(response.History).FromCache);
        Assert.Equal(2, client.Sent.Count);
    }

    [Fact]
    public async Task A_stored_response_sets_no_cookie_again()
    {
        using var client = new CacheClient().Reply("one", Minute, ("Set-Cookie", "c=1"));
        await client.Send();
        client.Session.Cookies.Clear();

        var response = await client.Send();

        Assert.True(response.FromCache);
        Assert.Empty(client.Session.Cookies);
        Assert.Empty(response.Cookies);
    }

    [Fact]
    public async Task A_head_is_served_from_a_get()
    {
        using var client = new CacheClient().Reply("one", Minute, ("Content-Length", "3"));
        await client.Send();

        var response = await client.Send("HEAD", "http://h/a");

        Assert.Equal((true, "", "3"), (response.FromCache, response.Text, response.Headers["Content-Length"]));
    }

    [Fact]
    public async Task A_get_is_not_served_from_a_head()
    {
        using var client = new CacheClient().Reply("", Minute).Reply("one", Minute);
        await client.Send("HEAD", "http://h/a");

        Assert.True((await client.Send("HEAD", "http://h/a")).FromCache);
        Assert.StartsWith("one Requests; fwd=", await client.Summarize(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\"", "one Requests; hit; ttl=60")]
    [InlineData("\"b\"", "two Requests; fwd=uri-miss; stored")]
    public async Task A_head_updates_or_removes_what_is_stored(string tag, string expected)
    {
        using var client = new CacheClient().Reply("one", Minute, ("ETag", "\"a\"")).Reply("", Minute, ("ETag", tag)).Reply("two", Minute);
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(60));
        await client.Send("HEAD", "http://h/a", ("Cache-Control", "no-cache"), ("If-None-Match", "\"x\""));

        Assert.Equal(expected, (await client.Summarize()).Replace("vary-miss", "uri-miss", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST", 200, true)]
    [InlineData("PUT", 204, true)]
    [InlineData("DELETE", 302, true)]
    [InlineData("PURGE", 200, true)]
    [InlineData("POST", 404, false)]
    [InlineData("OPTIONS", 200, false)]
    public async Task An_unsafe_request_makes_responses_invalid(string method, int status, bool invalid)
    {
        using var client = new CacheClient()
            .Reply("one", Minute)
            .Reply("other", Minute)
            .Reply(status, "", ("Content-Location", "/b"))
            .Reply("two", Minute)
            .Reply("other two", Minute);
        client.Session.Defaults = client.Session.Defaults with { AllowRedirects = false };
        await client.Send();
        await client.Send("GET", "http://h/b");
        var changed = await client.Send(method, "http://h/a");

        Assert.Equal("Requests; fwd=method", changed.CacheStatus?.ToString());
        Assert.Equal(!invalid, (await client.Send()).FromCache);
        Assert.Equal(!invalid, (await client.Send("GET", "http://h/b")).FromCache);
    }

    [Fact]
    public async Task Another_origin_is_not_made_invalid()
    {
        using var client = new CacheClient()
            .Reply("one", Minute)
            .Reply("", ("Location", "http://other/b"), ("Content-Location", "//other/b"));
        await client.Send("GET", "http://other/b");
        await client.Send("POST", "http://h/a");

        Assert.True((await client.Send("GET", "http://other/b")).FromCache);
    }

    [Fact]
    public async Task What_the_server_sends_now_replaces_what_was_stored()
    {
        using var client = new CacheClient().Reply("one", Minute, ("ETag", "\"a\"")).Reply(404, "gone").Reply("two", Minute);
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(90));
        await client.Send();

        Assert.Equal("two Requests; fwd=uri-miss; stored", await client.Summarize());
    }

    [Fact]
    public async Task A_request_for_a_part_passes_the_cache_by()
    {
        using var client = new CacheClient().Reply(206, "on", Minute, ("Content-Range", "bytes 0-1/3")).Reply("one", Minute);

        Assert.Equal("on Requests; fwd=bypass", await client.Summarize(("Range", "bytes=0-1")));
        Assert.Equal("one Requests; fwd=uri-miss; stored", await client.Summarize());
    }

    [Theory]
    [InlineData("bytes=0-1", "01", "bytes 0-1/10")]
    [InlineData("bytes=8-", "89", "bytes 8-9/10")]
    [InlineData("bytes=-3", "789", "bytes 7-9/10")]
    [InlineData("BYTES=5-99", "56789", "bytes 5-9/10")]
    [InlineData("bytes=-99", "0123456789", "bytes 0-9/10")]
    public async Task A_part_is_served_from_a_complete_response(string range, string text, string contentRange)
    {
        using var client = new CacheClient().Reply("0123456789", Minute, ("Content-Length", "10"));
        await client.Send();

        var response = await client.Send(("Range", range));

        Assert.Equal((206, text, true), (response.StatusCode, response.Text, response.FromCache));
        Assert.Equal((contentRange, $"{text.Length}"), (response.Headers["Content-Range"], response.Headers["Content-Length"]));
    }

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=2-1")]
    [InlineData("bytes=0-1,3-4")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=-")]
    [InlineData("bytes=1-99999999999999999999")]
    public async Task A_range_that_cannot_be_served_is_sent(string range)
    {
        using var client = new CacheClient().Reply("0123456789", Minute).Reply(416, "");
        await client.Send();

        Assert.Equal("Requests; fwd=bypass", (await client.Send(("Range", range))).CacheStatus?.ToString());
    }

    [Theory]
    [InlineData("\"a\"", 304)]
    [InlineData("W/\"a\"", 304)]
    [InlineData("\"x\", \"a\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"b\"", 200)]
    public async Task The_condition_of_the_caller_is_evaluated_with_a_fresh_response(string tag, int status)
    {
        using var client = new CacheClient().Reply("one", Minute, ("ETag", "\"a\""));
        await client.Send();

        var response = await client.Send(("If-None-Match", tag));

        Assert.Equal((status, true, "\"a\""), (response.StatusCode, response.FromCache, response.Headers["ETag"]));
        Assert.Equal(status == 200 ? "one" : "", response.Text);
        Assert.Single(client.Sent);
    }

    [Fact]
    public async Task The_condition_of_the_caller_is_sent_when_nothing_fresh_is_stored()
    {
        using var client = new CacheClient().Reply(304, "", ("ETag", "\"x\""));

        var response = await client.Send(("If-None-Match", "\"x\""));

        Assert.Equal((304, false, "\"x\""), (response.StatusCode, response.FromCache, client.Sent[0].Headers["If-None-Match"]));
    }

    private static byte[] Compress(string text)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionMode.Compress)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return coded.ToArray();
    }
}
