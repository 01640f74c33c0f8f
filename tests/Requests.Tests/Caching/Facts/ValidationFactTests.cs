using static Requests.Tests.Caching.Facts.CachedSite;
using static Requests.Tests.Caching.Facts.ResponseSource;

namespace Requests.Tests.Caching.Facts;

/// <summary>How stale responses are validated, and how the caller's own conditions are treated.</summary>
public class ValidationFactTests
{
    private const string Fresh = "Cache-Control: max-age=3600";
    private const string Short = "Cache-Control: max-age=2";

    private static readonly CacheFact[] Facts =
    [
        new("A stale response with an entity tag is validated", Validation, Short, "ETag: \"1\""),
        new("A stale response with a weak entity tag is validated", Validation, Short, "ETag: W/\"1\""),
        new("A stale response with a date is validated", Validation, Short, "Last-Modified: @-600", "Date: @0"),
        new("A stale response without a validator is fetched", Server, Short),
    ];

    public static TheoryData<string> Names => CacheFact.Names(Facts);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_validator_decides_whether_a_stale_response_is_validated(string fact) => CacheFact.CheckAsync(Facts, fact);

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"\u00fc\"")]
    public async Task The_entity_tag_is_sent_as_it_was_received(string tag)
    {
        using var site = new CachedSite(Ok("first", Short, "ETag: " + tag), Status(304, "", "ETag: " + tag));
        await site.Get();
        site.Wait(3);

        Assert.Equal("first", (await site.Get()).Text);
        Assert.Equal(tag, site.Seen[1].Headers["If-None-Match"]);
    }

    [Fact]
    public async Task A_changed_response_replaces_the_stored_one()
    {
        using var site = new CachedSite(
            Ok("first", Short, "ETag: \"1\""),
            Ok("second", "Cache-Control: max-age=3600", "ETag: \"2\""));
        await site.Get();
        site.Wait(3);

        Assert.Equal("second", (await site.Get()).Text);
        Assert.Equal("second", (await site.Get()).Text);
        Assert.Equal(2, site.Seen.Count);
    }

    [Fact]
    public async Task A_condition_of_the_caller_is_sent_where_nothing_is_stored()
    {
        using var site = new CachedSite(Status(304, "", "ETag: \"1\""));

        Assert.Equal(304, (await site.Get("If-None-Match: \"1\"")).StatusCode);
        Assert.Equal("\"1\"", site.Seen[0].Headers["If-None-Match"]);
    }

    [Theory]
    [InlineData("\"1\"", "\"1\"")]
    [InlineData("\"1\"", "W/\"1\"")]
    [InlineData("W/\"1\"", "W/\"1\"")]
    [InlineData("\"1\"", "\"1\", \"2\", \"3\"")]
    [InlineData("\"1\"", "\"2\", \"1\", \"3\"")]
    [InlineData("\"1\"", "\"2\", \"3\", \"1\"")]
    [InlineData("\"1\"", "*")]
    [InlineData("\"\u00fc\"", "\"\u00fc\"")]
    public async Task A_condition_of_the_caller_that_a_fresh_response_meets_is_304_from_the_cache(string tag, string condition)
    {
        using var site = new CachedSite(Ok("first", Fresh, "ETag: " + tag));
        await site.Get();

        var response = await site.Get("If-None-Match: " + condition);

        Assert.Equal(304, response.StatusCode);
        Assert.Equal(tag, response.Headers["ETag"]);
        Assert.Equal("", response.Text);
        Assert.Single(site.Seen);
    }

    [Theory]
    [InlineData("If-Modified-Since: @-600", 304)]
    [InlineData("If-Modified-Since: @-60", 304)]
    [InlineData("If-Modified-Since: @-6000", 200)]
    [InlineData("If-None-Match: \"2\"", 200)]
    public async Task A_condition_of_the_caller_is_evaluated_for_a_fresh_response(string condition, int status)
    {
        using var site = new CachedSite(Ok("first", Fresh, "ETag: \"1\"", "Last-Modified: @-600", "Date: @0"));
        await site.Get();

        var response = await site.Get(condition);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == 200 ? "first" : "", response.Text);
        Assert.Single(site.Seen);
    }

    [Fact]
    public async Task Of_two_conditions_of_the_caller_the_entity_tag_counts()
    {
        using var site = new CachedSite(Ok("first", Fresh, "ETag: \"1\"", "Last-Modified: @-600", "Date: @0"));
        await site.Get();

        Assert.Equal(304, (await site.Get("If-None-Match: \"1\"", "If-Modified-Since: @-6000")).StatusCode);
        Assert.Equal(200, (await site.Get("If-None-Match: \"2\"", "If-Modified-Since: @0")).StatusCode);
    }

    [Fact]
    public async Task A_condition_of_the_caller_on_a_stale_response_is_sent()
    {
        using var site = new CachedSite(Ok("first", Short, "ETag: \"1\""), Status(304, "", Fresh, "ETag: \"1\""));
        await site.Get();
        site.Wait(3);

        Assert.Equal(304, (await site.Get("If-None-Match: \"1\"")).StatusCode);
        Assert.Equal(2, site.Seen.Count);
    }

    [Fact]
    public async Task A_304_without_a_Date_counts_from_its_arrival()
    {
        using var site = new CachedSite(Ok("first", "Cache-Control: max-age=60", "ETag: \"1\"", "Date: @0"), Status(304, ""));
        await site.Get();
        site.Wait(600);
        await site.Get();
        site.Wait(30);

        Assert.Equal("first", (await site.Get()).Text);
        Assert.Equal(2, site.Seen.Count);
    }
}
