namespace Requests.Tests.Caching;

/// <summary>Tests when a stale response is used: in place of a failure, and while it is validated.</summary>
public class CacheStaleTests
{
    private static readonly (string, string) Tag = ("ETag", "\"a\"");

    [Theory]
    [InlineData("max-age=60, stale-if-error=60", true)]
    [InlineData("max-age=60, stale-if-error=20", false)]
    [InlineData("max-age=60, stale-if-error=60, must-revalidate", false)]
    [InlineData("max-age=60", false)]
    public async Task A_stale_response_replaces_a_failed_connection_where_the_server_allows_it(string directives, bool replaces)
    {
        using var client = new CacheClient()
            .Reply("one", ("Cache-Control", directives))
            .Reply(static _ => throw new ConnectionException("refused"));
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(90));

        if (replaces) Assert.Equal("one Requests; fwd=stale; ttl=-30; detail=stale-if-error", await client.Summarize());
        else await Assert.ThrowsAsync<ConnectionException>(() => client.Send());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task The_caller_can_have_errors_of_the_server_replaced(int status)
    {
        using var client = new CacheClient(new RequestCacheSettings { StaleIfError = Timeout.InfiniteTimeSpan })
            .Reply("one", ("Cache-Control", "max-age=0"))
            .Reply(status, "busy");
        await client.Send();
        client.Time.Advance(TimeSpan.FromDays(90));

        var response = await client.Send();

        Assert.Equal((200, "one", true), (response.StatusCode, response.Text, response.FromCache));
        Assert.Equal(status, response.CacheStatus?.ForwardStatus);
    }

    [Fact]
    public async Task The_time_for_errors_ends()
    {
        using var client = new CacheClient(new RequestCacheSettings { StaleIfError = TimeSpan.FromMinutes(1) })
            .Reply("one", ("Cache-Control", "max-age=60"))
            .Reply(503, "busy");
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(121));

        Assert.Equal("busy Requests; fwd=stale", await client.Summarize());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(501)]
    public async Task Other_errors_are_not_replaced(int status)
    {
        using var client = new CacheClient(new RequestCacheSettings { StaleIfError = Timeout.InfiniteTimeSpan })
            .Reply("one", ("Cache-Control", "max-age=0"))
            .Reply(status, "error");
        await client.Send();

        Assert.Equal("error Requests; fwd=stale", await client.Summarize());
    }

    [Fact]
    public async Task An_error_of_the_certificate_is_not_hidden()
    {
        using var client = new CacheClient(new RequestCacheSettings { StaleIfError = Timeout.InfiniteTimeSpan })
            .Reply("one", ("Cache-Control", "max-age=0"))
            .Reply(static _ => throw new SslException("wrong name"));
        await client.Send();

        await Assert.ThrowsAsync<SslException>(() => client.Send());
    }

    [Fact]
    public async Task A_stale_response_is_used_while_it_is_validated()
    {
        using var client = new CacheClient()
            .Reply("one", ("Cache-Control", "max-age=60, stale-while-revalidate=60"), Tag)
            .Reply("two", ("Cache-Control", "max-age=60"));
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal("one Requests; hit; ttl=-30", await client.Summarize());
        await client.Cache.Validations.WhenDone().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("\"a\"", client.Sent[1].Headers["If-None-Match"]);
        Assert.Equal("two Requests; hit; ttl=60", await client.Summarize());
    }

    [Fact]
    public async Task A_response_is_validated_once_at_a_time()
    {
        var reply = new TaskCompletionSource();
        using var client = new CacheClient()
            .Reply("one", ("Cache-Control", "max-age=60, stale-while-revalidate=60"), Tag)
            .Reply(request =>
            {
                reply.Task.Wait(TimeSpan.FromMinutes(1));
                return CacheClient.Create(request, 304, new MemoryStream(), Tag);
            });
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(90));
        await client.Send();

        Assert.Equal("one Requests; hit; ttl=-30", await client.Summarize());
        reply.SetResult();
        await client.Cache.Validations.WhenDone().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("one Requests; hit; ttl=60", await client.Summarize());
        Assert.Equal(2, client.Sent.Count);
    }

    [Fact]
    public async Task A_validation_that_fails_is_not_reported()
    {
        using var client = new CacheClient()
            .Reply("one", ("Cache-Control", "max-age=60, stale-while-revalidate=60"))
            .Reply(static _ => throw new ConnectionException("refused"));
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(90));
        await client.Send();
        await client.Cache.Validations.WhenDone().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.True(client.Cache.Validations.WhenDone().IsCompleted);
    }

    [Fact]
    public async Task After_the_time_for_it_a_response_is_validated_first()
    {
        using var client = new CacheClient()
            .Reply("one", ("Cache-Control", "max-age=60, stale-while-revalidate=20"), Tag)
            .Reply(304, "", Tag);
        await client.Send();
        client.Time.Advance(TimeSpan.FromSeconds(90));

        Assert.StartsWith("one Requests; fwd=stale; fwd-status=304", await client.Summarize(), StringComparison.Ordinal);
    }
}
