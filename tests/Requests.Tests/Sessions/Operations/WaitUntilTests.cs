using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Operations;

public class WaitUntilTests
{
    private static readonly WaitOptions Immediately = new() { Every = TimeSpan.Zero };

    [Fact]
    public async Task A_request_is_sent_until_a_response_is_the_awaited_one()
    {
        using var session = Session(out var adapter, Reply(404), Reply(503), ReplyText(200, "there"));

        var response = await Wait(session, new Request("GET", "http://h/a"), static response => response.StatusCode == 200);

        Assert.Equal("there", response.Text);
        Assert.Equal(3, adapter.Seen.Count);
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData("17", 17)]
    [InlineData("Thu, 01 Jan 2026 00:02:00 GMT", 120)]
    [InlineData("soon", 5)]
    [InlineData("0", 0.25)]
    [InlineData("Thu, 01 Jan 2015 00:00:00 GMT", 0.25)]
    [InlineData("999999999999", 2_000_000)]
    public async Task The_wait_is_that_of_the_options_or_of_the_response(string? retryAfter, double seconds)
    {
        var time = new JumpingTime();
        using var session = new RequestSession(AdapterRegistry.Create(new FakeAdapter(
            retryAfter is null ? Reply(202) : Reply(202, ("Retry-After", retryAfter)),
            Reply(200))))
        { Time = time, TrustEnv = false };

        await session.WaitUntilAsync(
            session.PrepareRequest(new Request("GET", "http://h/")),
            static response => response.StatusCode == 200,
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([seconds], time.Waits);
    }

    [Fact]
    public async Task A_short_wait_is_not_made_longer_by_a_retry_after_of_zero()
    {
        var time = new JumpingTime();
        using var session = new RequestSession(AdapterRegistry.Create(new FakeAdapter(Reply(202, ("Retry-After", "0")), Reply(200))))
        {
            Time = time,
        };

        await session.WaitUntilAsync(
            session.PrepareRequest(new Request("GET", "http://h/")),
            static response => response.StatusCode == 200,
            new WaitOptions { Every = TimeSpan.FromSeconds(0.1) },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([0.1], time.Waits);
    }

    [Fact]
    public async Task The_limit_ends_a_wait_with_the_last_response()
    {
        var time = new ManualTime();
        var adapter = new FakeAdapter(ReplyText(202, "one"), ReplyText(202, "two"));
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { Time = time, TrustEnv = false };
        var wait = new WaitOptions { Every = TimeSpan.FromSeconds(6), TotalTimeout = TimeSpan.FromSeconds(10) };
        var waiting = session.WaitUntilAsync(
            session.PrepareRequest(new Request("GET", "http://h/a?key=secret")),
            static _ => false,
            wait,
            cancellationToken: TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(6));
        await Until(() => adapter.Seen.Count == 2);
        time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        var error = await Assert.ThrowsAsync<TotalTimeoutException>(() => waiting);
        Assert.Equal("two", error.Response?.Text);
        Assert.Equal("Waiting for 'http://h/a' took longer than 10 s (2 requests were sent): the last status was 202.", error.Message);
    }

    [Fact]
    public async Task Cancellation_is_not_a_timeout()
    {
        using var stop = new CancellationTokenSource();
        using var session = Session(out _, Reply(202));
        var wait = new WaitOptions { Every = TimeSpan.FromHours(1), TotalTimeout = TimeSpan.FromHours(2) };
        var waiting = session.WaitUntilAsync(
            session.PrepareRequest(new Request("GET", "http://h/")), static _ => false, wait, cancellationToken: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_failed_connection_ends_the_wait_unless_it_is_skipped()
    {
        var request = new Request("GET", "http://h/");
        using var ending = Session(out _, _ => throw new ConnectionException("refused"));
        await Assert.ThrowsAsync<ConnectionException>(() => Wait(ending, request, static _ => true));

        using var session = Session(
            out var adapter,
            _ => throw new ConnectionException("refused"),
            _ => throw new ReadTimeoutException("slow"),
            Reply(200));
        await Wait(session, request, static _ => true, new WaitOptions { Every = TimeSpan.Zero, SkipConnectionErrors = true });
        Assert.Equal(3, adapter.Seen.Count);

        using var unsafely = Session(out _, _ => throw new SslException("not trusted"));
        await Assert.ThrowsAsync<SslException>(
            () => Wait(unsafely, request, static _ => true, new WaitOptions { SkipConnectionErrors = true }));
    }

    [Fact]
    public async Task An_error_of_the_condition_ends_the_wait()
    {
        using var session = Session(out _, Reply(200));
        await Assert.ThrowsAsync<FormatException>(
            () => Wait(session, new Request("GET", "http://h/"), static _ => throw new FormatException()));
    }

    [Fact]
    public async Task An_error_status_ends_the_wait_where_the_options_say_so()
    {
        using var session = Session(out _, Reply(500));
        await Assert.ThrowsAsync<HttpErrorException>(() => session.WaitUntilAsync(
            session.PrepareRequest(new Request("GET", "http://h/")),
            static _ => true,
            options: new SendOptions { RaiseForStatus = true },
            cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Each_request_has_the_body_new_cookies_and_new_credentials()
    {
        using var session = Session(out var adapter, Reply(202, ("Set-Cookie", "seen=1")), Reply(200));
        session.Auth = new CountingAuth();

        await Wait(
            session,
            new Request("POST", "http://h/search") { Body = new BytesBody("q=1") },
            static response => response.StatusCode == 200);

        Assert.Equal(["q=1", "q=1"], adapter.Bodies);
        Assert.Equal(["call 1", "call 2"], adapter.Seen.Select(sent => sent.Headers["Authorization"]));
        Assert.Equal([null, "seen=1"], adapter.Seen.Select(sent => sent.Headers["Cookie"]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2_000_001)]
    public void A_wait_has_limits(double seconds)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WaitOptions { Every = TimeSpan.FromSeconds(seconds) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new WaitOptions { TotalTimeout = TimeSpan.FromSeconds(seconds) });
    }

    private static Task<Response> Wait(RequestSession session, Request request, Func<Response, bool> until, WaitOptions? wait = null) =>
        session.WaitUntilAsync(
            session.PrepareRequest(request), until, wait ?? Immediately, cancellationToken: TestContext.Current.CancellationToken);

    private static async Task Until(Func<bool> isMet)
    {
        while (!isMet()) await Task.Yield();
    }

    private sealed class CountingAuth : AuthBase
    {
        private int _calls;

        public override void Apply(PreparedRequest request) => request.Headers["Authorization"] = $"call {++_calls}";
    }
}
