using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Rates;

/// <summary>Tests how a session limits the rate of its requests.</summary>
public class SessionRateTests
{
    private readonly JumpingTime _jumping = new();
    private readonly ManualTime _manual = new();

    [Fact]
    public async Task Every_request_counts_that_an_adapter_sends()
    {
        using var session = Create(_jumping, out var adapter, Redirect(302, "/there"), Reply(503), Reply(200));
        session.RateLimit = new RateLimit(1);

        var response = await Send(session, new SendOptions { Retry = new RetryPolicy { StatusList = [503], Time = _jumping } });

        Assert.Equal((200, 3), (response.StatusCode, adapter.Seen.Count));
        Assert.Equal([1, 1], _jumping.Waits);
    }

    [Fact]
    public async Task A_session_without_a_limit_heeds_no_header()
    {
        using var session = Create(_jumping, out _, Reply(200, ("RateLimit", "\"d\";r=0;t=30")), Reply(200));

        await Send(session);
        await Send(session);

        Assert.Empty(_jumping.Waits);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("7200", 3600)]
    public async Task The_next_request_waits_for_the_reset_and_an_hour_at_most(string reset, double seconds)
    {
        using var session = Create(
            _jumping,
            out _,
            Reply(200, ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", reset)),
            Reply(200));
        session.RateLimit = new RateLimit(1000) { Burst = 1000 };
        var observer = new Waits();

        await Send(session);
        await Send(session, new SendOptions { Observer = observer });

        Assert.Equal([seconds], _jumping.Waits);
        Assert.Equal([$"Waiting {seconds} s: the server allows no requests until then"], observer.Seen);
    }

    [Theory]
    [InlineData(RateLimitScope.Session)]
    [InlineData(RateLimitScope.Host)]
    public async Task Only_the_origin_that_requires_it_waits(RateLimitScope by)
    {
        using var session = Create(_jumping, out _, Reply(200, ("Retry-After", "30")), Reply(200), Reply(200));
        session.RateLimit = new RateLimit(1000) { Burst = 9, By = by };

        await Send(session, url: "http://a/");
        await Send(session, url: "http://b/");
        Assert.Empty(_jumping.Waits);
        await Send(session, url: "http://a/");

        Assert.Equal([30], _jumping.Waits);
    }

    [Fact]
    public async Task A_retry_that_obeys_Retry_After_does_not_wait_twice()
    {
        using var session = Create(_jumping, out _, Reply(429, ("Retry-After", "10")), Reply(200));
        session.RateLimit = new RateLimit(1000);

        await Send(session, new SendOptions { Retry = RetryPolicy.Standard(1) with { Time = _jumping } });

        Assert.Equal([10], _jumping.Waits);
    }

    [Fact]
    public async Task The_wait_is_observed_and_its_time_measured()
    {
        using var session = Create(_manual, out _, Timed, Timed);
        session.RateLimit = new RateLimit(10);
        var observer = new Waits();
        var first = await Send(session);
        var sending = Send(session, new SendOptions { Observer = observer });

        _manual.Advance(TimeSpan.FromMilliseconds(100));
        var second = await sending;

        Assert.Null(first.Timings!.RateLimit);
        Assert.Equal(TimeSpan.FromMilliseconds(100), second.Timings!.RateLimit);
        Assert.Equal(TimeSpan.FromMilliseconds(100), second.Timings.Total);
        Assert.Equal(["Waiting 0.1 s for the limit of 10 requests a second"], observer.Seen);
    }

    [Fact]
    public async Task The_total_timeout_includes_the_wait()
    {
        using var session = Create(_manual, out var adapter, Reply(200));
        session.RateLimit = new RateLimit(1) { Per = TimeSpan.FromMinutes(1) };
        await Send(session);
        var sending = Send(session, new SendOptions { TotalTimeout = TimeSpan.FromSeconds(5) });

        _manual.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<TotalTimeoutException>(() => sending);
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_sends_nothing()
    {
        using var session = Create(_manual, out var adapter, Reply(200));
        session.RateLimit = new RateLimit(1);
        using var stop = new CancellationTokenSource();
        await Send(session);
        var sending = session.RequestAsync(new Request("GET", "http://h/"), cancellationToken: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task Five_thousand_requests_that_wait_are_cancelled_at_once()
    {
        using var session = Create(_manual, out var adapter, Reply(200), Reply(200));
        session.RateLimit = new RateLimit(1) { Per = TimeSpan.FromHours(1) };
        using var stop = new CancellationTokenSource();
        await Send(session);
        var waiting = Enumerable.Range(0, 5000)
            .Select(_ => session.RequestAsync(new Request("GET", "http://h/"), cancellationToken: stop.Token)).ToArray();
        Assert.All(waiting, static sending => Assert.False(sending.IsCompleted));

        await stop.CancelAsync();
        await Task.WhenAll(waiting.Select(static sending => Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending)))
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // None of them has taken a turn.
        Assert.Single(adapter.Seen);
        _manual.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, (await Send(session)).StatusCode);
    }

    [Fact]
    public async Task A_new_limit_applies_to_those_that_wait()
    {
        using var session = Create(_manual, out _, Reply(200), Reply(200), Reply(200));
        session.RateLimit = new RateLimit(1) { Per = TimeSpan.FromHours(1) };
        await Send(session);
        Task<Response>[] waiting = [Send(session), Send(session)];

        // Both continue at the same time, and one of them takes the first turn of the new limit.
        session.RateLimit = new RateLimit(1);
        var sent = await Task.WhenAny(waiting);
        Assert.Equal(200, (await sent).StatusCode);
        Assert.NotEqual(waiting[0].IsCompleted, waiting[1].IsCompleted);
        session.RateLimit = null;

        Assert.All(await Task.WhenAll(waiting), static response => Assert.Equal(200, response.StatusCode));
    }

    [Fact]
    public async Task A_session_that_is_closed_ends_the_waits()
    {
        var session = Create(_manual, out _, Reply(200));
        session.RateLimit = new RateLimit(1) { Per = TimeSpan.FromHours(1) };
        await Send(session);
        var sending = Send(session);

        session.Dispose();

        await Assert.ThrowsAsync<SessionClosedException>(() => sending);
    }

    private static Response Timed(PreparedRequest request)
    {
        var response = Reply(200)(request);
        response.Timings = new ExchangeTimings();
        return response;
    }

    private static RequestSession Create(
        TimeProvider time,
        out FakeAdapter adapter,
        params Func<PreparedRequest, Response>[] replies)
    {
        adapter = new FakeAdapter(replies);
        return new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false, Time = time };
    }

    private static Task<Response> Send(RequestSession session, SendOptions? options = null, string url = "http://h/") =>
        session.RequestAsync(new Request("GET", url), options, TestContext.Current.CancellationToken);

    private sealed class Waits : IExchangeObserver
    {
        internal List<string> Seen { get; } = [];

        public void Sending(PreparedRequest request)
        {
        }

        public void Received(Response response)
        {
        }

        public void Read(Response response)
        {
        }

        public void Waiting(RateLimitWait wait) => Seen.Add($"{wait}");
    }
}
