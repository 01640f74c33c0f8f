using static Requests.Tests.Caching.Facts.CachedSite;

namespace Requests.Tests.Caching.Facts;

/// <summary>When a stale response replaces a failure.</summary>
public class StaleFactTests
{
    [Theory]
    [InlineData("max-age=2")]
    [InlineData("max-age=2, must-revalidate")]
    [InlineData("max-age=2, no-cache")]
    [InlineData("max-age=2, stale-if-error=60, must-revalidate")]
    [InlineData("max-age=2, stale-if-error=60, no-cache")]
    public async Task A_failure_is_not_hidden_where_the_server_does_not_allow_it(string cacheControl)
    {
        using var site = new CachedSite(Ok("first", "Cache-Control: " + cacheControl), Fail());
        await site.Get();
        site.Wait(3);

        await Assert.ThrowsAsync<ConnectionException>(() => site.Get());
    }

    [Fact]
    public async Task Stale_if_error_replaces_a_failed_connection()
    {
        using var site = new CachedSite(Ok("first", "Cache-Control: max-age=2, stale-if-error=60"), Fail());
        await site.Get();
        site.Wait(3);

        Assert.Equal("first", (await site.Get()).Text);
        Assert.Equal(2, site.Seen.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Stale_if_error_replaces_an_error_of_the_server(int status)
    {
        using var site = new CachedSite(Ok("first", "Cache-Control: max-age=2, stale-if-error=60"), Status(status, "failed"));
        await site.Get();
        site.Wait(3);

        var response = await site.Get();

        Assert.Equal("first", response.Text);
        Assert.Equal(200, response.StatusCode);
    }

    [Fact]
    public async Task Stale_if_error_has_an_end()
    {
        using var site = new CachedSite(Ok("first", "Cache-Control: max-age=2, stale-if-error=60"), Status(503, "failed"));
        await site.Get();
        site.Wait(63);

        Assert.Equal(503, (await site.Get()).StatusCode);
    }

    [Fact]
    public async Task An_error_of_the_server_is_returned_without_stale_if_error()
    {
        using var site = new CachedSite(Ok("first", "Cache-Control: max-age=2"), Status(503, "failed"));
        await site.Get();
        site.Wait(3);

        Assert.Equal(503, (await site.Get()).StatusCode);
    }

    [Fact]
    public async Task StaleIfError_of_the_cache_replaces_a_failure_without_the_directive()
    {
        var settings = new RequestCacheSettings { StaleIfError = TimeSpan.FromMinutes(1) };
        using var site = new CachedSite(settings, Ok("first", "Cache-Control: max-age=2"), Fail(), Status(503, "failed"));
        await site.Get();
        site.Wait(3);

        Assert.Equal("first", (await site.Get()).Text);
        Assert.Equal("first", (await site.Get()).Text);
        Assert.Equal(3, site.Seen.Count);
    }

    [Theory]
    [InlineData("must-revalidate")]
    [InlineData("no-cache")]
    public async Task StaleIfError_of_the_cache_obeys_the_server(string directive)
    {
        var settings = new RequestCacheSettings { StaleIfError = TimeSpan.FromMinutes(1) };
        using var site = new CachedSite(settings, Ok("first", $"Cache-Control: max-age=2, {directive}"), Fail());
        await site.Get();
        site.Wait(3);

        await Assert.ThrowsAsync<ConnectionException>(() => site.Get());
    }
}
