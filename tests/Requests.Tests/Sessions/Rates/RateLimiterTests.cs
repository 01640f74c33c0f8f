using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Rates;

/// <summary>Tests the token bucket: its arithmetic, its order and the end of its waits.</summary>
public class RateLimiterTests
{
    private const string Url = "http://h/";

    private readonly ManualTime _time = new();

    [Fact]
    public void Requests_are_sent_at_even_distances()
    {
        var limiter = new RateLimiter(new RateLimit(10), _time);

        Assert.Null(limiter.Enter(Url));
        var waiters = Enumerable.Range(0, 3).Select(_ => limiter.Enter(Url)!).ToArray();

        Assert.Equal([0.1, 0.2, 0.3], waiters.Select(waiter => waiter.Wait.Wait.TotalSeconds));
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(step => Advance(waiters, step == 0 ? 0 : 100)));
    }

    [Fact]
    public void A_burst_is_sent_at_once_and_grows_again_at_the_rate()
    {
        var limiter = new RateLimiter(new RateLimit(90) { Per = TimeSpan.FromSeconds(60), Burst = 10 }, _time);

        Assert.Equal(10, CountAtOnce(limiter));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(3, CountAtOnce(limiter));
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(10, CountAtOnce(limiter));
    }

    [Fact]
    public void A_third_of_a_second_is_not_lost_to_rounding()
    {
        var limiter = new RateLimiter(new RateLimit(3), _time);
        var sent = 0;
        for (var i = 0; i < 30_000; i++)
        {
            if (limiter.Enter(Url) is null) sent++;
            else throw new InvalidOperationException($"The request {i} had to wait.");
            _time.Advance(TimeSpan.FromTicks(i % 3 == 2 ? 3_333_334 : 3_333_333));
        }

        Assert.Equal(30_000, sent);
    }

    [Fact]
    public void A_timer_that_is_late_is_caught_up_by_100_ms_at_most()
    {
        var limiter = new RateLimiter(new RateLimit(200), _time);
        Assert.Null(limiter.Enter(Url));
        var waiters = Enumerable.Range(0, 1000).Select(_ => limiter.Enter(Url)!).ToArray();

        // The clock jumps over several turns, as a busy machine does.
        Assert.Equal(20, Advance(waiters, 100));
        Assert.Equal(40, Advance(waiters, 100));
        Assert.Equal(61, Advance(waiters, 10_000));
    }

    [Fact]
    public void Those_that_wait_are_served_in_their_order()
    {
        var limiter = new RateLimiter(new RateLimit(1) { Burst = 2 }, _time);
        Assert.Equal(2, CountAtOnce(limiter));
        var waiters = Enumerable.Range(0, 5).Select(_ => limiter.Enter(Url)!).ToArray();

        for (var done = 1; done <= 5; done++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.All(waiters[..done], waiter => Assert.True(waiter.Task.IsCompletedSuccessfully));
            Assert.All(waiters[done..], waiter => Assert.False(waiter.Task.IsCompleted));
        }
    }

    [Fact]
    public void A_request_does_not_overtake_those_that_wait()
    {
        var limiter = new RateLimiter(new RateLimit(1), _time);
        Assert.Null(limiter.Enter(Url));
        var first = limiter.Enter(Url)!;
        var second = limiter.Enter(Url)!;

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((true, false), (first.Task.IsCompleted, second.Task.IsCompleted));
        Assert.NotNull(limiter.Enter(Url));
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_no_gap()
    {
        var limiter = new RateLimiter(new RateLimit(1), _time);
        Assert.Null(limiter.Enter(Url));
        using var stop = new CancellationTokenSource();
        var cancelled = Enumerable.Range(0, 3).Select(_ => limiter.Enter(Url)!.WaitAsync(stop.Token)).ToArray();
        var last = limiter.Enter(Url)!.WaitAsync(TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        foreach (var wait in cancelled) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await last);
    }

    [Fact]
    public async Task Five_thousand_waits_are_cancelled_at_once()
    {
        var limiter = new RateLimiter(new RateLimit(1), _time);
        Assert.Null(limiter.Enter(Url));
        using var stop = new CancellationTokenSource();
        var waits = Enumerable.Range(0, 5000).Select(_ => limiter.Enter(Url)!.WaitAsync(stop.Token)).ToArray();
        Assert.Equal(TimeSpan.FromSeconds(5001), limiter.Enter(Url)!.Wait.Wait);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await stop.CancelAsync();
        await Task.WhenAll(waits.Select(async wait => await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait)));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Each_origin_has_the_whole_limit()
    {
        var limiter = new RateLimiter(new RateLimit(1) { By = RateLimitScope.Host }, _time);

        string[] urls = ["http://a/", "http://b/", "http://a:81/x", "https://a/"];
        Assert.All(urls, url => Assert.Null(limiter.Enter(url)));
        Assert.NotNull(limiter.Enter("http://A/other?x=1"));
    }

    [Fact]
    public void Many_origins_do_not_stay_in_memory()
    {
        var limiter = new RateLimiter(new RateLimit(1000) { By = RateLimitScope.Host }, _time);
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Null(limiter.Enter($"http://h{i}/"));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(limiter.QueueCount, 1, 1024);
    }

    [Theory]
    [InlineData(RateLimitScope.Session)]
    [InlineData(RateLimitScope.Host)]
    public void Those_of_a_paused_origin_do_not_delay_the_others_and_keep_their_order(RateLimitScope by)
    {
        var limiter = new RateLimiter(new RateLimit(1) { By = by }, _time);
        Assert.Null(limiter.Enter("http://a/"));
        var first = limiter.Enter("http://a/1")!;
        _ = limiter.Enter("http://b/");
        var other = limiter.Enter("http://b/")!;
        var second = limiter.Enter("http://A/2")!;

        Pause(limiter, "http://a/", 30);
        var third = limiter.Enter("http://a/3")!;
        Assert.Equal((true, TimeSpan.FromSeconds(32)), (third.Wait.IsRequiredByServer, third.Wait.Wait));
        RateWaiter[] paused = [first, second, third];
        for (var i = 0; i < 2; i++) _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(other.Task.IsCompletedSuccessfully);
        Assert.Equal(0, Advance(paused, 27_000));
        Assert.Null(limiter.Enter("http://b/"));

        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => Advance(paused, 1000)));
        Assert.True(first.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_waits_for_a_pause_end_when_they_are_cancelled_when_it_is_longer_and_when_the_limit_is_replaced()
    {
        var limiter = new RateLimiter(new RateLimit(1) { Burst = 9 }, _time);
        Pause(limiter, Url, 10);
        using var stop = new CancellationTokenSource();
        var cancelled = limiter.Enter(Url)!.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var waiter = limiter.Enter(Url)!;
        Pause(limiter, Url, 20);
        Pause(limiter, Url, 5);
        Assert.Equal([0, 1], new[] { 19_000, 1000 }.Select(milliseconds => Advance([waiter], milliseconds)));

        Pause(limiter, Url, 10);
        var replaced = limiter.Enter(Url)!;
        limiter.Replace();
        Assert.False(await replaced.Task);
    }

    [Fact]
    public void Many_pauses_do_not_stay_in_memory()
    {
        var limiter = new RateLimiter(new RateLimit(1000), _time);
        for (var i = 0; i < 5000; i++)
        {
            Pause(limiter, $"http://h{i}/", 1);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(limiter.QueueCount, 1, 1025);
    }

    [Fact]
    public async Task A_limit_that_is_replaced_lets_all_continue()
    {
        var limiter = new RateLimiter(new RateLimit(1), _time);
        Assert.Null(limiter.Enter(Url));
        var waiter = limiter.Enter(Url)!;

        limiter.Replace();

        Assert.True(waiter.Task.IsCompleted);
        Assert.False(await waiter.Task);
        Assert.False(await limiter.Enter(Url)!.Task);
    }

    [Fact]
    public void Many_threads_together_get_what_the_limit_allows()
    {
        var limiter = new RateLimiter(new RateLimit(100) { Burst = 50 }, _time);
        var sent = 0;

        Parallel.For(0, 1000, _ =>
        {
            if (limiter.Enter(Url) is null) Interlocked.Increment(ref sent);
        });

        Assert.Equal(50, sent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1_000_001)]
    public void A_number_out_of_range_is_refused(double requests) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RateLimit(requests));

    [Fact]
    public void A_burst_or_a_time_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RateLimit(1) { Burst = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RateLimit(1) { Per = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RateLimit(1) { Per = TimeSpan.FromDays(25) });
    }

    [Theory]
    [InlineData(10, 1, 1, RateLimitScope.Session, "10 requests a second")]
    [InlineData(1, 1, 1, RateLimitScope.Session, "1 request a second")]
    [InlineData(0.5, 1, 1, RateLimitScope.Session, "0.5 requests a second")]
    [InlineData(90, 60, 10, RateLimitScope.Host, "90 requests in 60 s, bursts of 10, for each host")]
    public void The_text_says_what_it_allows(double requests, double seconds, int burst, RateLimitScope by, string text) =>
        Assert.Equal(text, $"{new RateLimit(requests) { Per = TimeSpan.FromSeconds(seconds), Burst = burst, By = by }}");

    private static void Pause(RateLimiter limiter, string url, int seconds) =>
        limiter.Observe(url, Reply(429, ("Retry-After", $"{seconds}"))(new PreparedRequest("GET", url, [])));

    private int CountAtOnce(RateLimiter limiter)
    {
        var count = 0;
        while (limiter.Enter(Url) is not { } waiter || !Leave(limiter, waiter)) count++;
        return count;
    }

    private static bool Leave(RateLimiter limiter, RateWaiter waiter) => limiter.Leave(waiter);

    private int Advance(RateWaiter[] waiters, double milliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return waiters.Count(waiter => waiter.Task.IsCompleted);
    }
}
