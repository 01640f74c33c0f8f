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
}
