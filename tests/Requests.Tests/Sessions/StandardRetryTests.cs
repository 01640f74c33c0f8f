using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

/// <summary>Tests the retry policy that a number sets.</summary>
public class StandardRetryTests
{
    private readonly JumpingTime _time = new();

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task These_statuses_are_tried_again_and_the_last_response_is_returned(int status)
    {
        using var session = Session(out var adapter, [.. Enumerable.Repeat(ReplyText(status, "sorry"), 4)]);

        var response = await Send(session, "GET");

        Assert.Equal((status, "sorry", 4, 3), (response.StatusCode, response.Text, adapter.Seen.Count, response.Retries.Count));
        Assert.Equal([0.5, 1, 2], _time.Waits);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(501)]
    [InlineData(200)]
    public async Task Other_statuses_are_not(int status)
    {
        using var session = Session(out var adapter, Reply(status, ("Retry-After", "1")));

        Assert.Equal(status, (await Send(session, "GET")).StatusCode);
        Assert.Single(adapter.Seen);
    }

    [Theory]
    [InlineData("PUT", 500, 2)]
    [InlineData("DELETE", 503, 2)]
    [InlineData("QUERY", 502, 2)]
    [InlineData("POST", 500, 1)]
    [InlineData("PATCH", 503, 1)]
    public async Task Idempotent_methods_are_repeated(string method, int status, int count)
    {
        using var session = Session(out var adapter, Reply(status), Reply(200));

        await Send(session, method);

        Assert.Equal(count, adapter.Seen.Count);
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "Thu, 01 Jan 2026 00:00:30 GMT", 30)]
    [InlineData(503, "3600", 3600)]
    public async Task Any_method_is_repeated_when_the_server_sends_Retry_After(int status, string header, double seconds)
    {
        using var session = Session(out var adapter, Reply(status, ("Retry-After", header)), Reply(200));

        Assert.Equal(200, (await Send(session, "POST")).StatusCode);
        Assert.Equal([seconds], _time.Waits);
        Assert.Equal(["text", "text"], adapter.Bodies);
    }

    [Theory]
    [InlineData("POST", 500, "1")]
    [InlineData("POST", 503, "soon")]
    [InlineData("GET", 503, "3601")]
    [InlineData("GET", 429, "Fri, 02 Jan 2026 00:00:30 GMT")]
    public async Task Attempts_end_without_a_Retry_After_or_with_a_long_one(string method, int status, string header)
    {
        using var session = Session(out var adapter, Reply(status, ("Retry-After", header)));

        Assert.Equal(status, (await Send(session, method)).StatusCode);
        Assert.Single(adapter.Seen);
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task Waits_end_at_thirty_seconds()
    {
        using var session = Session(out _, [.. Enumerable.Repeat(Reply(500), 9)]);

        await Send(session, "GET", retries: 8);

        Assert.Equal([0.5, 1, 2, 4, 8, 15, 15, 15], _time.Waits);
    }

    [Fact]
    public async Task Failures_to_connect_or_read_are_tried_again()
    {
        using var session = Session(
            out var adapter,
            Fail(new ConnectionException("refused") { IsBeforeSending = true }),
            Fail(new ReadTimeoutException("late")),
            Reply(200));

        Assert.Equal(200, (await Send(session, "GET")).StatusCode);
        Assert.Equal(3, adapter.Seen.Count);
    }

    [Fact]
    public async Task A_bad_certificate_is_not()
    {
        using var session = Session(out var adapter, Fail(new SslException("untrusted") { IsBeforeSending = true }));

        await Assert.ThrowsAsync<SslException>(() => Send(session, "GET"));
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_body_that_breaks_is_fetched_again()
    {
        using var server = RawServer.StartClosing(
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf",
            RawServer.Ok("the whole!"));
        using var other = RawServer.StartClosing(
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf");
        using var session = new RequestSession { TrustEnv = false };

        var options = new SendOptions { Retry = Policy(1) };
        var response = await session.RequestAsync(new Request("GET", server.Url), options);
        var error = await Assert.ThrowsAnyAsync<RequestException>(() => session.RequestAsync(new Request("GET", other.Url), options));

        Assert.Equal(("the whole!", 1), (response.Text, response.Retries.Count));
        Assert.Single(error.Retries);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(404)]
    public async Task A_body_of_another_status_than_a_success_that_breaks_is_not_fetched_again(int status)
    {
        using var session = Session(out var adapter, BrokenBody.Reply(status, "half"), Reply(200));

        var error = await Assert.ThrowsAnyAsync<RequestException>(
            () => session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Retry = Policy(1) }));

        Assert.Empty(error.Retries);
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task The_observer_and_the_counters_receive_each_wait()
    {
        using var session = Session(out _, Reply(503, ("Retry-After", "30")), Fail(new ConnectionException("broke")), Reply(200));
        var observer = new Observer();

        await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Retry = Policy(2), Observer = observer });

        Assert.Equal(
            ["Waiting 30 s, then attempt 2 of 3", "Waiting 1 s, then attempt 3 of 3"],
            observer.Waits.Select(wait => wait.ToString()));
        Assert.Equal(503, observer.Waits[0].Failed.StatusCode);
        Assert.Equal("broke", observer.Waits[1].Failed.Error!.Message);
    }

    [Fact]
    public async Task The_observer_sees_the_body_of_each_attempt()
    {
        using var session = Session(out _, ReplyText(503, "busy"), ReplyText(503, "still busy"), ReplyText(200, "done"));
        var observer = new Observer();

        await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Retry = Policy(2), Observer = observer });

        Assert.Equal(["busy", "still busy", "done"], observer.Bodies);
    }

    [Fact]
    public void A_transfer_that_breaks_may_be_continued()
    {
        var policy = Policy(2);

        Assert.Equal(0.5, policy.WaitToContinue("GET", new ChunkedEncodingException("ended"), 1)!.Value.TotalSeconds);
        Assert.Equal(1, policy.WaitToContinue("GET", new ReadTimeoutException("late"), 2)!.Value.TotalSeconds);
        Assert.Null(policy.WaitToContinue("GET", new ReadTimeoutException("late"), 3));
        Assert.Null(policy.WaitToContinue("POST", new ReadTimeoutException("late"), 1));
        Assert.Null(policy.WaitToContinue("GET", new ContentDecodingException("corrupt"), 1));
    }

    [Fact]
    public void No_retries_are_the_policy_that_never_retries() => Assert.Same(RetryPolicy.Never, RetryPolicy.Standard(0));

    private static Func<PreparedRequest, Response> Fail(RequestException error) => _ => throw error;

    private RetryPolicy Policy(int retries) => RetryPolicy.Standard(retries) with { Time = _time, Random = () => 0.5 };

    private Task<Response> Send(RequestSession session, string method, int retries = 3) =>
        session.RequestAsync(
            new Request(method, "http://h/") { Body = method == "GET" ? null : new BytesBody("text") },
            new SendOptions { Retry = Policy(retries) });

    private sealed class Observer : IExchangeObserver
    {
        internal List<RetryWait> Waits { get; } = [];

        public void Sending(PreparedRequest request)
        {
        }

        public void Received(Response response)
        {
        }

        internal List<string> Bodies { get; } = [];

        public void Read(Response response) => Bodies.Add(response.Text);

        public void Waiting(RetryWait wait) => Waits.Add(wait);
    }
}
