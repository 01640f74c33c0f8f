using static Requests.Tests.Caching.Facts.CachedSite;

namespace Requests.Tests.Caching.Facts;

/// <summary>Which headers a stored response has, and how a validation changes them.</summary>
public class HeaderFactTests
{
    private const string Fresh = "Cache-Control: max-age=3600";
    private const string Short = "Cache-Control: max-age=2";
    private const string Tag = "ETag: \"1\"";

    [Theory]
    [InlineData("Test-Header", "a")]
    [InlineData("X-Test-Header", "a")]
    [InlineData("Content-Foo", "a")]
    [InlineData("Content-Length", "5")]
    [InlineData("Content-Location", "/other")]
    [InlineData("Content-MD5", "rL0Y20zC+Fzt72VPzMSk2A==")]
    [InlineData("Content-Security-Policy", "default-src 'self'")]
    [InlineData("Content-Type", "text/plain;charset=utf-8")]
    [InlineData("Clear-Site-Data", "cookies")]
    [InlineData("ETag", "\"abc\"")]
    [InlineData("Expires", "Mon, 11 Jan 2038 11:11:11 GMT")]
    [InlineData("Public-Key-Pins", "a")]
    [InlineData("X-Frame-Options", "deny")]
    [InlineData("X-XSS-Protection", "1; mode=block")]
    [InlineData("Link", "</2>; rel=next")]
    public async Task A_header_of_the_response_is_stored(string name, string value)
    {
        using var site = new CachedSite(Ok("first", Fresh, $"{name}: {value}"));
        await site.Get();

        var response = await site.Get();

        Assert.True(response.FromCache);
        Assert.Equal(value, response.Headers[name]);
    }

    [Theory]
    [InlineData("Connection", "x")]
    [InlineData("Keep-Alive", "timeout=5")]
    [InlineData("Proxy-Authenticate", "Basic realm=a")]
    [InlineData("Proxy-Authentication-Info", "a")]
    [InlineData("Proxy-Authorization", "a")]
    [InlineData("Proxy-Connection", "keep-alive")]
    [InlineData("TE", "trailers")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Upgrade", "h2c")]
    public async Task A_header_of_the_connection_is_not_stored(string name, string value)
    {
        using var site = new CachedSite(Ok("first", Fresh, $"{name}: {value}"));
        await site.Get();

        var response = await site.Get();

        Assert.True(response.FromCache);
        Assert.False(response.Headers.ContainsKey(name));
    }

    [Fact]
    public async Task A_header_that_Connection_names_is_not_stored()
    {
        using var site = new CachedSite(Ok("first", Fresh, "Connection: a, B", "A: 1", "b: 2", "c: 3"));
        await site.Get();

        var response = await site.Get();

        Assert.False(response.Headers.ContainsKey("a"));
        Assert.False(response.Headers.ContainsKey("b"));
        Assert.Equal("3", response.Headers["c"]);
    }

    [Fact]
    public async Task Several_lines_of_a_header_stay_several_lines()
    {
        using var site = new CachedSite(Ok("first", Fresh, "Link: </1>; rel=a", "Link: </2>; rel=b"));
        await site.Get();

        Assert.Equal(["</1>; rel=a", "</2>; rel=b"], (await site.Get()).Headers.GetValues("Link"));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(30, 33)]
    public async Task A_response_of_the_cache_has_an_Age_that_grows(int age, int expected)
    {
        using var site = new CachedSite(Ok("first", Fresh, "Date: @0", $"Age: {age}"));
        await site.Get();
        site.Wait(3);

        Assert.Equal($"{expected}", (await site.Get()).Headers["Age"]);
        site.Wait(10);
        Assert.Equal($"{expected + 10}", (await site.Get()).Headers["Age"]);
    }

    [Fact]
    public async Task Date_and_Expires_of_a_stored_response_do_not_change()
    {
        using var site = new CachedSite(Ok("first", "Expires: @3600", "Date: @0"));
        var first = await site.Get();
        site.Wait(3);

        var second = await site.Get();

        Assert.True(second.FromCache);
        Assert.Equal(first.Headers["Date"], second.Headers["Date"]);
        Assert.Equal(first.Headers["Expires"], second.Headers["Expires"]);
    }

    [Theory]
    [InlineData("Test-Header")]
    [InlineData("X-Test-Header")]
    [InlineData("Content-Foo")]
    [InlineData("Content-Location")]
    [InlineData("Content-Security-Policy")]
    [InlineData("X-Frame-Options")]
    public async Task A_validation_updates_a_header_for_this_response_and_later_ones(string name)
    {
        using var site = new CachedSite(
            Ok("first", Short, Tag, $"{name}: old"),
            Status(304, "", Short, Tag, $"{name}: new"));
        await site.Get();
        site.Wait(3);

        var validated = await site.Get();
        var again = await site.Get();

        Assert.Equal("first", validated.Text);
        Assert.Equal("first", again.Text);
        Assert.Equal("new", validated.Headers[name]);
        Assert.Equal("new", again.Headers[name]);
        Assert.Equal(2, site.Seen.Count);
    }

    [Theory]
    [InlineData("Content-Length", "5", "9")]
    [InlineData("Content-Encoding", "identity", "gzip")]
    [InlineData("Content-Range", "bytes 0-4/5", "bytes 0-8/9")]
    public async Task A_validation_does_not_change_what_describes_the_stored_body(string name, string stored, string sent)
    {
        using var site = new CachedSite(
            Ok("first", Short, Tag, $"{name}: {stored}"),
            Status(304, "", Short, Tag, $"{name}: {sent}"));
        await site.Get();
        site.Wait(3);

        var validated = await site.Get();

        Assert.Equal("first", validated.Text);
        Assert.Equal(stored, validated.Headers[name]);
    }

    [Fact]
    public async Task A_validation_without_a_header_keeps_the_stored_one()
    {
        using var site = new CachedSite(
            Ok("first", Short, "Last-Modified: @-600", "Date: @0", "Test-Header: a"),
            Status(304, "", Short));
        await site.Get();
        site.Wait(3);

        Assert.Equal("a", (await site.Get()).Headers["Test-Header"]);
    }

    [Fact]
    public async Task A_validation_makes_the_response_fresh_again()
    {
        using var site = new CachedSite(Ok("first", Short, Tag), Status(304, "", Fresh, Tag));
        await site.Get();
        site.Wait(3);
        await site.Get();
        site.Wait(3000);

        Assert.Equal("first", (await site.Get()).Text);
        Assert.Equal(2, site.Seen.Count);
    }
}
