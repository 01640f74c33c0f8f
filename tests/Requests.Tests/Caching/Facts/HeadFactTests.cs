using static Requests.Tests.Caching.Facts.CachedSite;

namespace Requests.Tests.Caching.Facts;

/// <summary>How HEAD and GET share stored responses.</summary>
public class HeadFactTests
{
    [Fact]
    public async Task A_HEAD_of_a_stale_response_is_sent_as_HEAD()
    {
        using var site = new CachedSite(Ok("first", "Cache-Control: max-age=2"), Ok("", "Cache-Control: max-age=2"));
        await site.Get();
        site.Wait(3);
        await site.Send("HEAD", CacheFact.Url);

        Assert.Equal("HEAD", site.Seen[1].Method);
    }

    [Fact]
    public async Task A_fresh_GET_serves_HEAD_without_its_body()
    {
        using var site = new CachedSite(Ok("first", "Cache-Control: max-age=3600", "Content-Length: 5"));
        await site.Get();

        var response = await site.Send("HEAD", CacheFact.Url);

        Assert.True(response.FromCache);
        Assert.Equal("", response.Text);
        Assert.Equal("5", response.Headers["Content-Length"]);
    }

    [Fact]
    public async Task A_stored_HEAD_does_not_serve_GET()
    {
        using var site = new CachedSite(Ok("", "Cache-Control: max-age=3600", "Content-Length: 5"), Ok("first"));
        await site.Send("HEAD", CacheFact.Url);

        Assert.Equal("first", (await site.Get()).Text);
    }
}
