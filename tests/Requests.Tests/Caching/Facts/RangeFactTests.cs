using static Requests.Tests.Caching.Facts.CachedSite;

namespace Requests.Tests.Caching.Facts;

/// <summary>How ranges and other conditions of the caller meet stored responses.</summary>
public class RangeFactTests
{
    private const string Fresh = "Cache-Control: max-age=3600";

    [Fact]
    public async Task A_partial_response_is_not_stored_as_the_whole()
    {
        using var site = new CachedSite(Status(206, "01234", Fresh, "Content-Range: bytes 0-4/10"), Ok("0123456789", Fresh));
        await site.Get("Range: bytes=0-4");

        Assert.Equal("0123456789", (await site.Get()).Text);
        Assert.Null(site.Seen[1].Headers["Range"]);
    }

    [Fact]
    public async Task A_partial_response_is_not_reused_for_another_range()
    {
        using var site = new CachedSite(
            Status(206, "01234", Fresh, "Content-Range: bytes 0-4/10"),
            Status(206, "56789", Fresh, "Content-Range: bytes 5-9/10"));
        await site.Get("Range: bytes=0-4");

        Assert.Equal("56789", (await site.Get("Range: bytes=5-9")).Text);
    }

    [Theory]
    [InlineData("bytes=0-1", "01", "bytes 0-1/10")]
    [InlineData("bytes=7-", "789", "bytes 7-9/10")]
    [InlineData("bytes=-1", "9", "bytes 9-9/10")]
    [InlineData("bytes=8-20", "89", "bytes 8-9/10")]
    public async Task A_complete_response_serves_a_part(string range, string text, string contentRange)
    {
        using var site = new CachedSite(Ok("0123456789", Fresh, "A: 1"));
        await site.Get();

        var response = await site.Get("Range: " + range);

        Assert.Equal(206, response.StatusCode);
        Assert.Equal(text, response.Text);
        Assert.Equal(contentRange, response.Headers["Content-Range"]);
        Assert.Equal("1", response.Headers["A"]);
        Assert.Single(site.Seen);
    }

    [Theory]
    [InlineData("Range: bytes=20-30")]
    [InlineData("Range: bytes=0-1,5-6")]
    [InlineData("Range: lines=0-1")]
    [InlineData("Range: bytes=5-1")]
    public async Task Another_range_is_left_to_the_server(string range)
    {
        using var site = new CachedSite(Ok("0123456789", Fresh), Status(416, "server"));
        await site.Get();

        Assert.Equal("server", (await site.Get(range)).Text);
    }

    [Fact]
    public async Task A_part_of_a_stale_response_comes_from_the_server()
    {
        using var site = new CachedSite(
            Ok("0123456789", "Cache-Control: max-age=2"),
            Status(206, "ab", "Content-Range: bytes 0-1/10"));
        await site.Get();
        site.Wait(3);

        Assert.Equal("ab", (await site.Get("Range: bytes=0-1")).Text);
    }
}
