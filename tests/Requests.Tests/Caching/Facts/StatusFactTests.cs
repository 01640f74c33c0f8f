using static Requests.Tests.Caching.Facts.ResponseSource;

namespace Requests.Tests.Caching.Facts;

/// <summary>Which statuses are stored, with a time of the server and with a heuristic one.</summary>
public class StatusFactTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(203)]
    [InlineData(204)]
    [InlineData(299)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(599)]
    public async Task Any_final_status_is_reused_as_long_as_the_server_says(int status)
    {
        await Check(new("a fresh response", Cache, "Cache-Control: max-age=3600", "Date: @0", "Location: /page") { Status = status });
        await Check(new("a stale response", Server, "Cache-Control: max-age=2", "Date: @0", "Location: /page") { Status = status });
    }

    [Theory]
    [InlineData(200)]
    [InlineData(203)]
    [InlineData(204)]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(308)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(414)]
    [InlineData(501)]
    public Task A_heuristic_time_holds_for_the_statuses_of_RFC_9110(int status) =>
        Check(new("a heuristic time", Cache, "Last-Modified: @-86400", "Date: @0") { Status = status });

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(403)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(599)]
    public async Task A_heuristic_time_holds_for_no_other_status(int status)
    {
        using var site = new CachedSite(CachedSite.Status(status, "first", "Last-Modified: @-86400", "Date: @0"), CachedSite.Ok("second"));
        await site.Get();

        Assert.Equal("second", (await site.Get()).Text);
    }

    [Fact]
    public Task A_heuristic_time_holds_for_any_status_with_public() =>
        Check(new("a heuristic time", Cache, "Last-Modified: @-86400", "Date: @0", "Cache-Control: public") { Status = 599 });

    [Theory]
    [InlineData(10, false)]
    [InlineData(29, false)]
    [InlineData(31, true)]
    [InlineData(3600, true)]
    [InlineData(86400, true)]
    public Task A_heuristic_time_is_a_tenth_of_the_age_of_the_content(int age, bool isFresh) =>
        Check(new("a heuristic time", isFresh ? Cache : Validation, $"Last-Modified: @-{age}", "Date: @0"));

    private static Task Check(CacheFact fact) => CacheFact.CheckAsync([fact], fact.Name);
}
