using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Text;

public class EventParserTests
{
    [Theory]
    [InlineData("data: a\n\n", "message|a||")]
    [InlineData("data:a\r\rdata:b\r\n\r\n", "message|a||", "message|b||")]
    [InlineData("data: a\ndata: b\n\n", "message|a\nb||")]
    [InlineData("event: add\ndata: 73\nid: 7\nretry: 250\n\ndata: x\n\n", "add|73|7|250", "message|x|7|")]
    [InlineData(": comment\n\ndata: a\n\n", "message|a||")]
    [InlineData("event: lost\n\ndata: a\n\n", "message|a||")]
    [InlineData("data\n\ndata\ndata\n\ndata:", "message|||", "message|\n||")]
    [InlineData("data:  two blanks\n\n", "message| two blanks||")]
    [InlineData("id: 1\0\nid\nretry: 5x\nretry: -1\nunknown: x\ndata: a\n\n", "message|a||")]
    [InlineData("\uFEFFdata: mark\n\n", "message|mark||")]
    [InlineData("data: cut off\n")]
    public async Task Events_are_read_as_the_standard_defines_at_every_piece_size(string stream, params string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var size = 1; size <= bytes.Length; size++)
        {
            using var session = Session(out _, request => new Response(request, 200, new EqualPiecesStream(bytes, size)));
            var response = await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Stream = true });

            var events = new List<string>();
            await foreach (var item in response.ReadEventsAsync()) events.Add($"{item.Event}|{item.Data}|{item.Id}|{item.Retry}");

            Assert.Equal(expected, events);
        }
    }

    [Fact]
    public async Task A_broken_stream_is_requested_again_from_the_last_id()
    {
        using var adapter = new FakeAdapter(
            ReplyText(200, "id: 1\nretry: 0\ndata: a\n\nid: 2\ndata: incomplete"),
            _ => throw new ConnectionException("down"),
            ReplyText(200, "id: 3\ndata: b\n\n"),
            Reply(204));
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false, Time = new JumpingTime() };
        var data = new List<string>();

        await foreach (var item in session.SubscribeAsync(session.PrepareRequest(new Request("GET", "http://h/")))) data.Add(item.Data);

        Assert.Equal(["a", "b"], data);
        Assert.Equal([null, "1", "1", "3"], adapter.Seen.Select(item => item.Headers["Last-Event-ID"]));
    }

    [Fact]
    public async Task A_caller_that_stops_reading_events_closes_the_connection()
    {
        using var session = Session(out _, ReplyText(200, "data: a\n\ndata: b\n\n", ("Content-Type", "text/event-stream")));
        Response? response = null;
        session.Hooks = new RequestHooks([(received, _) =>
        {
            response = received;
            return null;
        }]);

        await foreach (var item in session.SubscribeAsync(session.PrepareRequest(new Request("GET", "http://h/"))))
        {
            Assert.Equal("a", item.Data);
            break;
        }

        Assert.NotNull(response);
        Assert.False(response.Raw.CanRead);
    }

    [Fact]
    public async Task An_id_outside_Latin1_is_sent_as_UTF8()
    {
        using var adapter = new FakeAdapter(ReplyText(200, "id:  \u4e2d\u00e9\ndata: a\n\n"), Reply(204));
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false, Time = new JumpingTime() };

        await foreach (var _ in session.SubscribeAsync(session.PrepareRequest(new Request("GET", "http://h/"))))
        {
        }

        Assert.Equal(Encoding.Latin1.GetString("\u4e2d\u00e9"u8), adapter.Seen[1].Headers["Last-Event-ID"]);
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "text/html (200")]
    [InlineData("application/json", "application/json (200")]
    public async Task Another_type_is_an_error_that_names_it(string type, string named)
    {
        using var session = Session(out var adapter, ReplyText(200, "data: a\n\n", ("Content-Type", type)));
        var request = session.PrepareRequest(new Request("GET", "http://h/"));

        var error = await Assert.ThrowsAsync<UnexpectedContentTypeException>(
            async () => await session.SubscribeAsync(request).GetAsyncEnumerator().MoveNextAsync());

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Response);
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_retry_of_0_still_waits_between_connections()
    {
        var time = new JumpingTime();
        using var adapter = new FakeAdapter(ReplyText(200, "retry: 0\ndata: a\n\n"), ReplyText(200, "retry: 1\ndata: a\n\n"), Reply(204));
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false, Time = time };

        await foreach (var _ in session.SubscribeAsync(session.PrepareRequest(new Request("GET", "http://h/"))))
        {
        }

        Assert.Equal([0.5, 0.5], time.Waits);
    }

    [Fact]
    public async Task A_failure_of_the_first_request_and_every_error_status_end_the_stream()
    {
        using var session = Session(out _, _ => throw new ConnectionException("down"), ReplyText(200, "retry: 0\n\n"), Reply(500));
        var request = session.PrepareRequest(new Request("GET", "http://h/"));

        await Assert.ThrowsAsync<ConnectionException>(
            async () => await session.SubscribeAsync(request).GetAsyncEnumerator().MoveNextAsync());
        await Assert.ThrowsAsync<HttpErrorException>(
            async () => await session.SubscribeAsync(request).GetAsyncEnumerator().MoveNextAsync());
    }
}
