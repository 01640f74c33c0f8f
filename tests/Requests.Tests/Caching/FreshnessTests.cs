namespace Requests.Tests.Caching;

/// <summary>Tests how long responses are fresh, and how old they are.</summary>
public class FreshnessTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(60, "Cache-Control", "max-age=60")]
    [InlineData(0, "Cache-Control", "max-age=60, no-cache")]
    [InlineData(60, "Expires", "Thu, 01 Jan 2026 12:01:00 GMT")]
    [InlineData(60, "Expires", "thu, 01 JAN 2026 12:01:00 gmt")]
    [InlineData(60, "Expires", "Thursday, 01-Jan-26 12:01:00 GMT")]
    [InlineData(60, "Expires", "Thu Jan  1 12:01:00 2026")]
    [InlineData(0, "Expires", "0")]
    [InlineData(0, "Expires", "Thu,  01 Jan 2026 12:01:00 GMT")]
    [InlineData(0, "Expires", "Thu, 01 Jan 2026 12:01:00 UTC")]
    [InlineData(0, "Expires", "Thu, 01 Jan 2026 11:00:00 GMT")]
    [InlineData(360, "Last-Modified", "Thu, 01 Jan 2026 11:00:00 GMT")]
    [InlineData(86400, "Last-Modified", "Thu, 01 Jan 1970 11:00:00 GMT")]
    [InlineData(0, "Last-Modified", "Thu, 01 Jan 2026 13:00:00 GMT")]
    [InlineData(0, "X", "y")]
    public void The_server_or_the_last_change_gives_the_lifetime(double seconds, string name, string value) =>
        Assert.Equal(seconds, GetLifetime(new RequestCacheSettings(), (name, value)).Time.TotalSeconds);

    [Theory]
    [InlineData("Cache-Control", "max-age=5")]
    [InlineData("Cache-Control", "no-cache")]
    [InlineData("Expires", "0")]
    public void The_usual_time_to_live_leaves_what_the_server_says(string name, string value)
    {
        var lifetime = GetLifetime(new RequestCacheSettings { TimeToLive = TimeSpan.FromHours(1) }, (name, value));

        Assert.Equal(CacheLifetimeSource.Server, lifetime.Source);
        Assert.True(lifetime.Time < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void The_usual_time_to_live_replaces_the_heuristic()
    {
        var lifetime = GetLifetime(
            new RequestCacheSettings { TimeToLive = TimeSpan.FromHours(1) },
            ("Last-Modified", "Thu, 01 Jan 2026 11:00:00 GMT"));

        Assert.Equal(new CacheLifetime(TimeSpan.FromHours(1), CacheLifetimeSource.Caller), lifetime);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(301, true)]
    [InlineData(302, false)]
    [InlineData(404, false)]
    [InlineData(500, false)]
    public void The_time_to_live_of_the_caller_is_for_responses_that_stay(int status, bool applies)
    {
        var response = CreateStored(status);
        var settings = new RequestCacheSettings
        {
            TimeToLive = TimeSpan.FromHours(1),
            TimeToLiveByUrl = [new CacheTimeToLive("*", TimeSpan.FromHours(1))],
        };

        var lifetime = FreshnessRules.GetLifetime(response, response.Directives, settings);

        Assert.Equal(applies ? 1 : 0, lifetime.Time.TotalHours);
    }

    [Fact]
    public void The_longest_pattern_that_matches_decides_over_the_server()
    {
        var settings = new RequestCacheSettings
        {
            TimeToLiveByUrl =
            [
                new CacheTimeToLive("*", TimeSpan.FromSeconds(1)),
                new CacheTimeToLive("http://h/a?", TimeSpan.FromSeconds(3)),
                new CacheTimeToLive("*h/*", TimeSpan.FromSeconds(2)),
            ],
        };

        Assert.Equal(2, GetLifetime(settings, ("Cache-Control", "max-age=60, must-revalidate")).Time.TotalSeconds);
    }

    [Theory]
    [InlineData("*/users*", "http://h/users?a=1", true)]
    [InlineData("*/users", "http://h/users/1", false)]
    [InlineData("http://h/?", "http://h/a", true)]
    [InlineData("http://h/?", "http://h/", false)]
    [InlineData("*", "", true)]
    [InlineData("*a*b*c", "xaybzbc", true)]
    [InlineData("*a*b*c", "xaybzb", false)]
    [InlineData("http://h/A", "http://h/a", false)]
    [InlineData("a.b", "aXb", false)]
    public void A_pattern_matches_the_whole_url(string pattern, string url, bool matches) =>
        Assert.Equal(matches, new CacheTimeToLive(pattern, TimeSpan.Zero).Matches(url));

    [Fact]
    public void A_pattern_with_many_wildcards_takes_no_time_that_grows_with_their_number()
    {
        var pattern = new CacheTimeToLive(string.Concat(Enumerable.Repeat("*a", 200)) + "b", TimeSpan.Zero);

        Assert.False(pattern.Matches(new string('a', 2000)));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(30, "30")]
    [InlineData(30, "30, 5")]
    [InlineData(0, "0, 30")]
    [InlineData(0, "-5")]
    [InlineData(0, "1.5")]
    [InlineData(0, "30;x=1")]
    [InlineData(int.MaxValue, "2147483649")]
    public void The_age_of_earlier_caches_is_the_first_number(double seconds, string value) =>
        Assert.Equal(seconds, FreshnessRules.GetAgeField(new HeaderDictionary { ["Age"] = value }).TotalSeconds);

    [Fact]
    public void The_age_counts_the_delay_the_date_and_the_time_in_the_store()
    {
        var delayed = CreateStored(200, ("Age", "10"));
        var dated = CreateStored(200, ("Date", "Thu, 01 Jan 2026 11:59:00 GMT"), ("Age", "10"));

        Assert.Equal(10 + 2 + 5, GetAge(delayed, CacheLifetimeSource.Server, 5));
        Assert.Equal(60 + 5, GetAge(dated, CacheLifetimeSource.Server, 5));
    }

    [Fact]
    public void The_time_of_the_caller_begins_when_the_response_is_received()
    {
        var dated = CreateStored(200, ("Date", "Thu, 01 Jan 2020 00:00:00 GMT"), ("Age", "1000000"));

        Assert.Equal(5, GetAge(dated, CacheLifetimeSource.Caller, 5));
    }

    private static double GetAge(StoredResponse response, CacheLifetimeSource source, double seconds) =>
        FreshnessRules.GetAge(response, source, Noon + TimeSpan.FromSeconds(seconds)).TotalSeconds;

    private static CacheLifetime GetLifetime(RequestCacheSettings settings, params (string Name, string Value)[] headers)
    {
        var response = CreateStored(200, headers);
        return FreshnessRules.GetLifetime(response, response.Directives, settings);
    }

    private static StoredResponse CreateStored(int status, params (string Name, string Value)[] headers)
    {
        var collection = new HeaderDictionary();
        foreach (var (name, value) in headers) collection.Append(name, value);
        return new StoredResponse
        {
            Key = "http://h/",
            BodyId = Guid.NewGuid(),
            Method = "GET",
            StatusCode = status,
            Headers = collection,
            RequestTime = Noon - TimeSpan.FromSeconds(2),
            ResponseTime = Noon,
        };
    }
}
