using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

/// <summary>Tests what the total timeout covers in addition to sending one request.</summary>
public class DeadlineTests
{
    private static readonly SendOptions FiveSeconds = new() { TotalTimeout = TimeSpan.FromSeconds(5) };

    [Theory]
    [InlineData(2, 200)]
    [InlineData(3, null)]
    public async Task All_redirects_together_have_the_limit(int secondsEach, int? status)
    {
        var time = new ManualTime();
        var adapter = new FakeAdapter(
            After(time, secondsEach, Redirect(302, "/b")),
            After(time, secondsEach, Redirect(302, "/c")),
            Reply(200));
        using var session = Create(adapter, time);

        var sending = session.RequestAsync(new Request("GET", "http://h/a"), FiveSeconds);

        if (status is null) Assert.Equal("http://h/a", (await Assert.ThrowsAsync<TotalTimeoutException>(() => sending)).Request!.Url);
        else Assert.Equal(status, (await sending).StatusCode);
        Assert.Equal(status is null ? 2 : 3, adapter.Seen.Count);
    }

    [Fact]
    public async Task Challenges_and_the_requests_after_them_have_the_limit()
    {
        var time = new ManualTime();
        var adapter = new FakeAdapter(After(time, 5, Reply(401, ("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\""))), Reply(200));
        using var session = Create(adapter, time);

        await Assert.ThrowsAsync<TotalTimeoutException>(
            () => session.RequestAsync(new Request("GET", "http://h/") { Auth = new DigestAuth("u", "p") }, FiveSeconds));

        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task Waits_between_retries_have_the_limit()
    {
        var time = new ManualTime();
        var adapter = new FakeAdapter(Reply(503, ("Retry-After", "1000")), Reply(200));
        using var session = Create(adapter, time);
        var policy = new RetryPolicy { Total = 1, Time = time };

        var sending = session.RequestAsync(new Request("GET", "http://h/"), FiveSeconds with { Retry = policy });
        time.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<TotalTimeoutException>(() => sending);
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_cancelled_call_throws_the_cancellation_even_when_the_limit_has_passed()
    {
        var time = new ManualTime();
        using var stop = new CancellationTokenSource();
        using var session = Create(new FakeAdapter(After(time, 5, Redirect(302, "/b")), Reply(200)), time);
        session.RedirectTarget = response =>
        {
            stop.Cancel();
            return response.Headers["Location"];
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => session.RequestAsync(new Request("GET", "http://h/"), FiveSeconds, stop.Token));
    }

    [Fact]
    public async Task A_response_that_was_received_in_time_can_be_read_afterwards()
    {
        var time = new ManualTime();
        using var session = Create(new FakeAdapter(ReplyText(200, "whole")), time);

        var response = await session.RequestAsync(new Request("GET", "http://h/"), FiveSeconds);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("whole", response.Text);
    }

    private static RequestSession Create(FakeAdapter adapter, ManualTime time) =>
        new(AdapterRegistry.Create(adapter)) { Time = time, TrustEnv = false };

    private static Func<PreparedRequest, Response> After(ManualTime time, int seconds, Func<PreparedRequest, Response> reply) => request =>
    {
        time.Advance(TimeSpan.FromSeconds(seconds));
        return reply(request);
    };
}
