using static Requests.Tests.Caching.Facts.CachedSite;

namespace Requests.Tests.Caching.Facts;

/// <summary>Which requests make stored responses invalid.</summary>
public class InvalidationFactTests
{
    private const string Fresh = "Cache-Control: max-age=3600";

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("M-SEARCH")]
    public async Task A_request_that_may_change_something_makes_the_URL_invalid(string method)
    {
        using var site = new CachedSite(Ok("first", Fresh), Ok("changed"), Ok("second", Fresh));
        await site.Get();
        await site.Send(method, CacheFact.Url);

        Assert.Equal("second", (await site.Get()).Text);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("M-SEARCH")]
    public async Task A_request_that_failed_leaves_the_stored_response(string method)
    {
        using var site = new CachedSite(Ok("first", Fresh), Status(500, "failed"));
        await site.Get();
        await site.Send(method, CacheFact.Url);

        Assert.Equal("first", (await site.Get()).Text);
    }

    [Theory]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("PROPFIND")]
    public async Task A_safe_request_leaves_the_stored_response(string method)
    {
        using var site = new CachedSite(Ok("first", Fresh), Ok("read"));
        await site.Get();
        await site.Send(method, CacheFact.Url);

        Assert.Equal("first", (await site.Get()).Text);
    }

    [Theory]
    [InlineData("POST", "Location")]
    [InlineData("PUT", "Location")]
    [InlineData("DELETE", "Location")]
    [InlineData("M-SEARCH", "Location")]
    [InlineData("POST", "Content-Location")]
    [InlineData("PUT", "Content-Location")]
    [InlineData("DELETE", "Content-Location")]
    [InlineData("M-SEARCH", "Content-Location")]
    public async Task The_URL_that_the_response_names_becomes_invalid_too(string method, string header)
    {
        using var site = new CachedSite(Ok("first", Fresh), Ok("changed", header + ": /other"), Ok("second", Fresh));
        await site.Send("GET", "http://site.example/other");
        await site.Send(method, CacheFact.Url);

        Assert.Equal("second", (await site.Send("GET", "http://site.example/other")).Text);
    }

    [Theory]
    [InlineData("Location")]
    [InlineData("Content-Location")]
    public async Task A_URL_of_another_origin_stays_valid(string header)
    {
        using var site = new CachedSite(Ok("first", Fresh), Ok("changed", header + ": http://elsewhere.example/"));
        await site.Send("GET", "http://elsewhere.example/");
        await site.Send("POST", CacheFact.Url);

        Assert.Equal("first", (await site.Send("GET", "http://elsewhere.example/")).Text);
    }
}
