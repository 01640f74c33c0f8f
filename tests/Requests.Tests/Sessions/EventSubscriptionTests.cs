using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

/// <summary>Tests event streams that continue over several connections.</summary>
public class EventSubscriptionTests
{
    private static readonly (string, string) EventStream = ("Content-Type", "text/event-stream");

    private readonly JumpingTime _time = new();

    [Fact]
    public async Task A_broken_stream_continues_after_its_last_event()
    {
        var adapter = new FakeAdapter(
            BrokenBody.Reply("id: 1\ndata: a\n\nid: 2\ndata: cut", EventStream),
            ReplyText(200, "data: b\n\n", EventStream),
            Reply(204));

        Assert.Equal(["a", "b"], await GetEvents(adapter));

        Assert.Equal([null, "1", "1"], adapter.Seen.Select(sent => sent.Headers["Last-Event-ID"]));
        Assert.Equal([3.0, 3.0], _time.Waits);
    }

    [Fact]
    public async Task The_wait_is_the_servers_and_doubles_with_each_failure()
    {
        var adapter = new FakeAdapter(
            ReplyText(200, "retry: 2000\ndata: a\n\n", EventStream),
            _ => throw new ConnectionException("refused"),
            _ => throw new ReadTimeoutException("late"),
            ReplyText(200, "data: b\n\n", EventStream),
            Reply(204));

        Assert.Equal(["a", "b"], await GetEvents(adapter));

        Assert.Equal([2.0, 4.0, 8.0, 2.0], _time.Waits);
        Assert.Equal(5, adapter.Seen.Count);
    }

    [Theory]
    [InlineData("retry: 0\n", 0.5, 1.0, 2.0)]
    [InlineData("retry: 40000\n", 40.0, 60.0, 60.0)]
    [InlineData("retry: 90000\n", 90.0, 90.0, 90.0)]
    [InlineData("retry: soon\n", 3.0, 6.0, 12.0)]
    public async Task A_wait_is_half_a_second_at_least_and_grows_to_a_minute(string retry, params double[] waits)
    {
        var adapter = new FakeAdapter(
            ReplyText(200, $"{retry}data: a\n\n", EventStream),
            _ => throw new ConnectionException("refused"),
            _ => throw new ConnectionException("refused"),
            Reply(204));

        await GetEvents(adapter);

        Assert.Equal(waits, _time.Waits);
    }

    [Fact]
    public async Task A_failed_first_connection_and_a_server_error_end_the_subscription()
    {
        var adapter = new FakeAdapter(
            _ => throw new ConnectionException("refused"),
            ReplyText(200, "data: a\n\n", EventStream),
            Reply(500));

        await Assert.ThrowsAsync<ConnectionException>(() => GetEvents(adapter));
        await Assert.ThrowsAsync<HttpErrorException>(() => GetEvents(adapter));
    }

    private async Task<List<string>> GetEvents(FakeAdapter adapter)
    {
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false, Time = _time };
        var events = new List<string>();
        var request = session.PrepareRequest(new Request("GET", "http://h/"));
        await foreach (var message in session.SubscribeAsync(request, null, TestContext.Current.CancellationToken))
        {
            events.Add(message.Data);
        }

        return events;
    }
}
