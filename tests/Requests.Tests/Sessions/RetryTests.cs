using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

public class RetryTests
{
    private readonly JumpingTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_status_of_the_list_is_tried_until_the_budget_is_used_up()
    {
        using var session = Session(out var adapter, Reply(500), Reply(500), ReplyText(500, "sorry"));

        var error = await Assert.ThrowsAsync<RetryException>(() => Get(session, Policy() with { Total = 2, StatusList = [500] }));

        Assert.Equal(3, adapter.Seen.Count);
        Assert.Equal("sorry", error.Response!.Text);
        Assert.Equal([500, 500], error.Retries.Select(attempt => attempt.StatusCode));
    }

    [Fact]
    public async Task The_last_response_is_returned_when_a_status_is_not_an_error()
    {
        using var session = Session(out var adapter, Reply(500), ReplyText(500, "sorry"));

        var response = await Get(session, Policy() with { Total = 1, StatusList = [500], RaiseOnStatus = false });

        Assert.Equal("sorry", response.Text);
        Assert.Single(response.Retries);
        Assert.Equal(2, adapter.Seen.Count);
    }

    [Fact]
    public async Task Without_a_policy_one_request_is_sent()
    {
        using var session = Session(out var adapter, Reply(503, ("Retry-After", "1")));

        Assert.Equal(503, (await session.RequestAsync(new Request("GET", "http://h/"), null, Stop)).StatusCode);
        Assert.Single(adapter.Seen);
    }

    [Theory]
    [InlineData(413, true)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(412, false)]
    [InlineData(414, false)]
    [InlineData(428, false)]
    [InlineData(430, false)]
    [InlineData(502, false)]
    [InlineData(504, false)]
    public async Task A_request_is_repeated_after_Retry_After_where_the_status_is_temporary(int status, bool isRepeated)
    {
        using var session = Session(out var adapter, Reply(status, ("Retry-After", "1")), Reply(200));

        var response = await Get(session, Policy());

        Assert.Equal(isRepeated ? 200 : status, response.StatusCode);
        Assert.Equal(isRepeated ? 2 : 1, adapter.Seen.Count);
    }

    [Theory]
    [InlineData(0, "0 0.2 0.4 0.8 1")]
    [InlineData(0.5, "0.25 0.45 0.65 1 1")]
    public async Task Waits_double_up_to_the_cap_with_jitter_on_top(double jitter, string waits)
    {
        using var session = Session(out _, [.. Enumerable.Repeat(Reply(500), 5), Reply(200)]);
        var policy = Policy() with
        {
            StatusList = [500],
            BackoffFactor = 0.1,
            BackoffMaximum = 1,
            BackoffJitter = jitter,
            Random = () => 0.5,
        };

        var response = await Get(session, policy);

        Assert.Equal(
            waits,
            string.Join(
                ' ',
                response.Retries.Select(
                    attempt => Math.Round(attempt.Wait.TotalSeconds, 3).ToString(System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(response.Retries.Select(attempt => attempt.Wait.TotalSeconds).Where(seconds => seconds > 0), _time.Waits);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 120)]
    public void A_wait_stays_a_wait_after_any_number_of_failures(double factor, double seconds) =>
        Assert.Equal(seconds, (Policy() with { BackoffFactor = factor }).WaitAfter(5000, response: null).TotalSeconds);

    [Fact]
    public async Task Full_jitter_waits_a_part_of_it()
    {
        using var session = Session(out _, Reply(500), Reply(500), Reply(200));

        await Get(session, Policy() with { StatusList = [500], BackoffFactor = 10, FullJitter = true, Random = () => 0.25 });

        Assert.Equal([5.0], _time.Waits);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Thu, 01 Jan 2026 00:00:30 GMT", 30)]
    [InlineData("Thursday, 01-Jan-26 00:00:30 GMT", 30)]
    [InlineData("Thu Jan  1 00:00:30 2026", 30)]
    [InlineData("99999999999999", 60)]
    public async Task Retry_After_is_waited_out_in_both_forms(string header, double seconds)
    {
        using var session = Session(out _, Reply(429, ("Retry-After", header)), Reply(200));

        var response = await Get(session, Policy() with { BackoffFactor = 3, RetryAfterMaximum = 60 });

        Assert.Equal([seconds], _time.Waits);
        Assert.Equal(429, response.Retries.Single().StatusCode);
    }

    [Theory]
    [InlineData("Wed, 31 Dec 2025 00:00:00 GMT")]
    [InlineData("-5")]
    [InlineData("soon")]
    public async Task A_past_or_unreadable_Retry_After_does_not_wait(string header)
    {
        using var session = Session(out _, Reply(503, ("Retry-After", header)), Reply(200));

        Assert.Equal(200, (await Get(session, Policy())).StatusCode);
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task Retry_After_is_ignored_when_it_is_not_respected_or_the_budget_is_exhausted()
    {
        using var session = Session(out var adapter, Reply(503, ("Retry-After", "1")), Reply(503, ("Retry-After", "1")));

        Assert.Equal(503, (await Get(session, Policy() with { RespectRetryAfter = false })).StatusCode);
        Assert.Equal(503, (await Get(session, Policy() with { Total = 0 })).StatusCode);
        Assert.Equal(2, adapter.Seen.Count);
    }

    [Fact]
    public async Task Only_repeatable_methods_are_repeated_once_they_were_sent()
    {
        using var session = Session(out var adapter, Reply(500), Reply(500), Reply(200), Fail(new ConnectionException("broke")));
        var policy = Policy() with { StatusList = [500] };

        Assert.Equal(500, (await Send(session, "POST", policy)).StatusCode);
        Assert.Equal(200, (await Send(session, "POST", policy with { Methods = ["post"] })).StatusCode);
        await Assert.ThrowsAsync<ConnectionException>(() => Send(session, "POST", policy));
        Assert.Equal(4, adapter.Seen.Count);
    }

    [Fact]
    public async Task Each_kind_of_failure_has_a_budget()
    {
        var broken = Fail(new ConnectionException("broke"));
        var refused = Fail(new ConnectionException("refused") { IsBeforeSending = true });
        var late = Fail(new ReadTimeoutException("late"));
        var tls = Fail(new SslException("no"));
        foreach (var (failure, none, one) in new[]
        {
            (broken, Policy() with { Read = 0 }, Policy() with { Read = 1, Connect = 0, Other = 0, Status = 0 }),
            (late, Policy() with { Read = 0 }, Policy() with { Read = 1, Connect = 0, Other = 0, Status = 0 }),
            (refused, Policy() with { Connect = 0 }, Policy() with { Connect = 1, Read = 0, Other = 0, Status = 0 }),
            (tls, Policy() with { Other = 0 }, Policy() with { Other = 1, Read = 0, Connect = 0, Status = 0 }),
        })
        {
            using var session = Session(out var adapter, failure, failure, Reply(200), failure, failure);

            await Assert.ThrowsAnyAsync<RequestException>(() => Get(session, none));
            Assert.Equal(200, (await Get(session, one)).StatusCode);
            var error = await Assert.ThrowsAnyAsync<RequestException>(() => Get(session, one));
            Assert.Equal(5, adapter.Seen.Count);
            Assert.Single(error.Retries);
        }
    }

    [Fact]
    public async Task An_error_of_the_caller_is_not_repeated()
    {
        using var session = Session(out var adapter, Fail(new InvalidHeaderException("bad")));

        await Assert.ThrowsAsync<InvalidHeaderException>(() => Get(session, Policy()));
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_body_is_rewound_and_sent_once_when_it_cannot_be()
    {
        using var session = Session(out var adapter, Reply(500), Reply(200), Reply(500));
        var policy = Policy() with { StatusList = [500] };

        await session.RequestAsync(
            new Request("PUT", "http://h/") { Body = new StreamBody(new MemoryStream("data"u8.ToArray())) },
            new SendOptions { Retry = policy },
            Stop);
        var once = await session.RequestAsync(
            new Request("PUT", "http://h/") { Body = new ChunkedBody(["data"]) },
            new SendOptions { Retry = policy },
            Stop);

        Assert.Equal(["data", "data", "data"], adapter.Bodies);
        Assert.Equal(500, once.StatusCode);
    }

    [Fact]
    public async Task A_body_that_cannot_rewind_is_sent_again_when_no_connection_opened()
    {
        var tries = 0;
        using var session = new RequestSession(AdapterRegistry.Create(new RefusingAdapter(() => tries++ == 0)));

        var response = await session.RequestAsync(
            new Request("POST", "http://h/") { Body = new ChunkedBody(["data"]) },
            new SendOptions { Retry = Policy() },
            Stop);

        Assert.Equal("data", response.Text);
    }

    [Fact]
    public async Task The_policy_of_a_call_takes_precedence_over_that_of_the_adapter()
    {
        using var session = Session(out var adapter, Reply(500), Reply(200), Reply(500));
        adapter.Retry = Policy() with { StatusList = [500] };

        Assert.Equal(200, (await session.RequestAsync(new Request("GET", "http://h/"), null, Stop)).StatusCode);
        Assert.Equal(500, (await Get(session, RetryPolicy.Never)).StatusCode);
    }

    [Fact]
    public async Task A_redirect_has_a_budget_of_its_own_and_the_policy_can_limit_redirects()
    {
        using var session = Session(
            out var adapter,
            Reply(500),
            Redirect(302, "/a"),
            Reply(500),
            Reply(200),
            Redirect(302, "/b"),
            Redirect(302, "/c"));
        var policy = Policy() with { Total = 1, StatusList = [500], Redirect = 1 };

        var response = await Get(session, policy);
        var error = await Assert.ThrowsAsync<TooManyRedirectsException>(() => Get(session, policy));

        Assert.Single(response.Retries);
        Assert.Single(response.History.Single().Retries);
        Assert.Equal("Exceeded 1 redirects.", error.Message);
    }

    [Fact]
    public async Task A_wait_ends_with_the_token()
    {
        using var stop = new CancellationTokenSource();
        using var session = Session(out _, request =>
        {
            stop.CancelAfter(TimeSpan.Zero);
            return Reply(503, ("Retry-After", "3600"))(request);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Retry = new RetryPolicy() }, stop.Token));
    }

    [Fact]
    public void Bad_budgets_and_waits_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { Total = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { BackoffFactor = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { BackoffMaximum = -1 });
    }

    private static Func<PreparedRequest, Response> Fail(RequestException error) => _ => throw error;

    private static Task<Response> Get(RequestSession session, RetryPolicy policy) => Send(session, "GET", policy);

    private static Task<Response> Send(RequestSession session, string method, RetryPolicy policy) =>
        session.RequestAsync(new Request(method, "http://h/"), new SendOptions { Retry = policy }, Stop);

    private RetryPolicy Policy() => new() { Time = _time };

    private sealed class RefusingAdapter(Func<bool> refuses) : TransportAdapter
    {
        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            if (refuses()) throw new ConnectionException("refused") { IsBeforeSending = true };
            var copy = new MemoryStream();
            await request.Body!.WriteToAsync(copy, cancellationToken);
            return new Response(request, 200, new MemoryStream(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(copy.ToArray()))));
        }
    }
}
