using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Rates;

/// <summary>Tests which headers of a response require a wait, and for how long.</summary>
public class RateLimitHeadersTests
{
    // The clock of the tests; 1767225600 seconds since 1970.
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(30.0, "RateLimit: \"default\";r=0;t=30")]
    [InlineData(null, "RateLimit: \"default\";r=1;t=30")]
    [InlineData(30.0, "RateLimit: \"burst\";r=12;t=1, \"daily\";r=0;t=30")]
    [InlineData(60.0, "RateLimit: \"default\";r=0", "RateLimit-Policy: \"other\";q=1;w=5, \"default\";q=100;w=60")]
    [InlineData(null, "RateLimit: \"default\";r=0")]
    [InlineData(50.0, "RateLimit: limit=100, remaining=0, reset=50")]
    [InlineData(null, "RateLimit: limit=100, remaining=1, reset=50")]
    [InlineData(7.0, "RateLimit-Limit: 10", "RateLimit-Remaining: 0", "RateLimit-Reset: 7")]
    [InlineData(null, "RateLimit-Remaining: 1", "RateLimit-Reset: 7")]
    [InlineData(null, "RateLimit-Remaining: 0")]
    [InlineData(60.0, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1767225660")]
    [InlineData(60.0, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1767225660000")]
    [InlineData(0.5, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1767225600.5")]
    [InlineData(12.0, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 12")]
    [InlineData(60.0, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: Thu, 01 Jan 2026 00:01:00 GMT")]
    [InlineData(60.0, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 2026-01-01T00:01:00Z")]
    [InlineData(60.0, "x-rate-limit-remaining: 0", "x-rate-limit-reset: 1767225660")]
    [InlineData(9.0, "X-RateLimit-Remaining: 3, 0", "X-RateLimit-Reset: 1, 9")]
    [InlineData(null, "X-RateLimit-Remaining: -1", "X-RateLimit-Reset: 12")]
    [InlineData(null, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1767225000")]
    [InlineData(null, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: soon")]
    [InlineData(null, "X-RateLimit-Remaining: none", "X-RateLimit-Reset: 12")]
    [InlineData(null, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: ")]
    [InlineData(5.0, "Retry-After: 5")]
    [InlineData(30.0, "Retry-After: Thu, 01 Jan 2026 00:00:30 GMT")]
    [InlineData(null, "Retry-After: later")]
    [InlineData(30.0, "Retry-After: 5", "RateLimit: \"default\";r=0;t=30")]
    public void The_wait_is_that_of_the_headers(double? seconds, params string[] fields) =>
        Assert.Equal(seconds, GetWait(200, fields));

    [Theory]
    [InlineData(429, 5.0)]
    [InlineData(403, 5.0)]
    [InlineData(503, 5.0)]
    [InlineData(307, 5.0)]
    [InlineData(201, null)]
    [InlineData(202, null)]
    public void Retry_After_of_an_operation_is_not_for_other_requests(int status, double? seconds) =>
        Assert.Equal(seconds, GetWait(status, "Retry-After: 5"));

    [Fact]
    public void Times_are_those_of_the_clock_of_the_server() => Assert.Equal(
        60,
        GetWait(200, "Date: Thu, 01 Jan 2026 05:00:00 GMT", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1767243660"));

    private double? GetWait(int status, params string[] fields)
    {
        var headers = fields.Select(field => field.Split(": ", 2)).Select(field => (field[0], field[1])).ToArray();
        return RateLimitHeaders.GetWait(Reply(status, headers)(new PreparedRequest("GET", "http://h/", [])), _time)?.TotalSeconds;
    }
}
