using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

/// <summary>Tests the condition of a retry policy.</summary>
public class ConditionTests
{
    private readonly JumpingTime _time = new();

    [Fact]
    public async Task True_repeats_a_status_that_is_not_listed()
    {
        var response = await Send(
            (response, _) => response!.Text == "busy" ? true : null,
            ReplyText(200, "busy"),
            ReplyText(404, "busy"),
            ReplyText(200, "done"));

        Assert.Equal(("done", 2), (response.Text, response.Retries.Count));
    }

    [Fact]
    public async Task False_ends_the_attempts_of_a_status_that_is_listed()
    {
        var response = await Send((_, _) => false, ReplyText(503, "for good"));

        Assert.Equal("for good", response.Text);
    }

    [Fact]
    public async Task Null_leaves_the_decision_to_the_other_rules()
    {
        var response = await Send((_, _) => null, Reply(503), Reply(404));

        Assert.Equal(404, response.StatusCode);
    }

    [Fact]
    public async Task The_condition_sees_each_response_or_each_error()
    {
        var seen = new List<string>();
        await Send(
            (response, error) =>
            {
                seen.Add($"{response?.StatusCode} {error?.Message}");
                return null;
            },
            Reply(503),
            Fail(new ReadTimeoutException("late")),
            Reply(200));

        Assert.Equal(["503 ", " late", "200 "], seen);
    }

    [Fact]
    public async Task False_ends_the_attempts_after_an_error()
    {
        await Assert.ThrowsAsync<ReadTimeoutException>(() => Send((_, _) => false, Fail(new ReadTimeoutException("late"))));
    }

    [Fact]
    public async Task True_repeats_an_error_that_is_not_repeated_otherwise()
    {
        var response = await Send(
            (_, error) => error is InvalidResponseHeaderException,
            Fail(new InvalidResponseHeaderException("strange")),
            Reply(200));

        Assert.Equal(200, response.StatusCode);
    }

    [Fact]
    public async Task An_error_of_the_request_is_not_passed_to_it() =>
        await Assert.ThrowsAsync<InvalidHeaderException>(() => Send((_, _) => true, Fail(new InvalidHeaderException("wrong"))));

    [Fact]
    public async Task The_methods_of_the_policy_apply()
    {
        using var session = Session(out var adapter, Reply(200), Reply(200), Reply(201));
        var policy = new RetryPolicy { When = (response, _) => response!.StatusCode == 200, Time = _time };

        await session.RequestAsync(new Request("POST", "http://h/"), new SendOptions { Retry = policy }, Token);
        Assert.Single(adapter.Seen);
        await session.RequestAsync(new Request("POST", "http://h/"), new SendOptions { Retry = policy with { Methods = null } }, Token);

        Assert.Equal(3, adapter.Seen.Count);
    }

    [Fact]
    public async Task A_used_up_budget_is_an_error_or_returns_the_response()
    {
        var error = await Assert.ThrowsAsync<RetryException>(
            () => Send((_, _) => true, ReplyText(200, "a"), ReplyText(200, "b"), ReplyText(200, "c")));
        Assert.Equal(("c", 2), (error.Response!.Text, error.Retries.Count));

        using var session = Session(out _, ReplyText(200, "a"), ReplyText(200, "b"));
        var policy = new RetryPolicy { Total = 1, RaiseOnStatus = false, When = (_, _) => true, Time = _time };
        var last = await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Retry = policy }, Token);

        Assert.Equal("b", last.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_status_that_is_expected_is_an_error_when_the_condition_rejects_it_to_the_end(bool raise)
    {
        using var session = Session(out _, ReplyText(200, "a"), ReplyText(200, "b"));
        var policy = new RetryPolicy { Total = 1, RaiseOnStatus = raise, When = (_, _) => true, Time = _time };
        var options = new SendOptions { Retry = policy, ExpectStatus = new ExpectedStatuses("200") };
        var sending = session.RequestAsync(new Request("GET", "http://h/"), options, Token);

        var last = raise ? (await Assert.ThrowsAsync<RetryException>(() => sending)).Response : await sending;

        Assert.Equal("b", last!.Text);
    }

    [Fact]
    public async Task A_body_that_it_has_read_can_still_be_streamed()
    {
        using var session = Session(out _, ReplyText(200, "[1, 2]"));
        var policy = new RetryPolicy { When = (response, _) => response!.Text.Length == 0 };

        var response = await session.RequestAsync(
            new Request("GET", "http://h/"),
            new SendOptions { Stream = true, Retry = policy },
            Token);

        var lines = new List<string>();
        await foreach (var line in response.ReadLinesAsync(cancellationToken: Token)) lines.Add(line);
        Assert.Equal(["[1, 2]"], lines);
    }

    [Fact]
    public async Task An_error_of_the_condition_ends_the_exchange()
    {
        var failure = new ConnectionException("of the condition");

        Assert.Same(failure, await Assert.ThrowsAsync<ConnectionException>(() => Send((_, _) => throw failure, Reply(503))));
        Assert.Same(
            failure,
            await Assert.ThrowsAsync<ConnectionException>(() => Send((_, _) => throw failure, Fail(new ReadTimeoutException("late")))));
    }

    [Fact]
    public void A_request_with_a_condition_is_sent_where_the_caller_is()
    {
        using var session = new RequestSession();
        var request = new PreparedRequest("GET", "http://h/", []);

        Assert.False(session.RequiresCallerContext(request));
        Assert.True(session.RequiresCallerContext(request, new SendOptions { Retry = new RetryPolicy { When = (_, _) => null } }));
        using var adapter = new HttpAdapter { Retry = new RetryPolicy { When = (_, _) => null } };
        session.Adapters.Mount("http://h/", adapter);
        Assert.True(session.RequiresCallerContext(request));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Func<PreparedRequest, Response> Fail(Exception error) => _ => throw error;

    private async Task<Response> Send(RetryCondition condition, params Func<PreparedRequest, Response>[] replies)
    {
        using var session = Session(out var adapter, replies);
        var policy = new RetryPolicy { Total = 2, StatusList = [503], When = condition, Time = _time };
        var response = await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Retry = policy }, Token);
        Assert.Equal(replies.Length, adapter.Seen.Count);
        return response;
    }
}
