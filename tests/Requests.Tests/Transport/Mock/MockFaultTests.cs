namespace Requests.Tests.Transport;

public class MockFaultTests
{
    private const string Url = "http://host.example/a";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MockFault.Refuse, typeof(ConnectionException), true, "The connection to 'host.example' port 80 was refused")]
    [InlineData(MockFault.Reset, typeof(ConnectionException), false, "'host.example' reset the connection.")]
    [InlineData(MockFault.NoResponse, typeof(ConnectionException), false, "'host.example' closed the connection before the response")]
    [InlineData(MockFault.InvalidResponse, typeof(ConnectionException), false, "The response of 'host.example' is not HTTP: it began with")]
    public async Task A_fault_in_place_of_the_response_is_the_error_of_the_network(
        MockFault fault,
        Type type,
        bool isBeforeSending,
        string message)
    {
        using var session = Session(new MockReply { Fault = fault });

        var error = await Assert.ThrowsAnyAsync<ConnectionException>(() => Get(session));

        Assert.Equal(type, error.GetType());
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(isBeforeSending, error.IsBeforeSending);
        Assert.Equal(Url, error.Request!.Url);
    }

    [Theory]
    [InlineData(MockFault.ResetBody, typeof(ConnectionException), "'host.example' reset the connection.")]
    [InlineData(MockFault.TruncateBody, typeof(ChunkedEncodingException), "'host.example' ended the body early: the body is incomplete.")]
    [InlineData(MockFault.InvalidBody, typeof(ChunkedEncodingException), "'host.example' sent a body that breaks HTTP's framing")]
    public async Task A_fault_of_the_body_follows_a_part_of_it(MockFault fault, Type type, string message)
    {
        using var session = Session(new MockReply { Body = "0123456789"u8.ToArray(), Fault = fault, FaultAfter = 3 });

        var error = await Assert.ThrowsAnyAsync<RequestException>(() => Get(session));

        Assert.Equal(type, error.GetType());
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(200, error.Response!.StatusCode);
        using var streamed = await Get(session, new SendOptions { Stream = true });
        var piece = new byte[100];
        Assert.Equal(3, await streamed.Raw.ReadAsync(piece, Stop));
        await Assert.ThrowsAsync(type, async () => await streamed.Raw.ReadExactlyAsync(piece, Stop));
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData(0, 0)]
    [InlineData(10, 10)]
    [InlineData(99, 10)]
    public async Task A_fault_of_the_body_takes_place_after_the_bytes_that_the_reply_says(int? after, int arrived)
    {
        using var session = Session(new MockReply { Body = new byte[10], Fault = MockFault.TruncateBody, FaultAfter = after });
        using var response = await Get(session, new SendOptions { Stream = true });
        using var received = new MemoryStream();

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => response.Raw.CopyToAsync(received, Stop));

        Assert.Equal(arrived, received.Length);
    }

    [Theory]
    [InlineData(MockFault.Hang)]
    [InlineData(MockFault.HangBody)]
    public async Task A_server_that_hangs_is_a_read_timeout_after_its_time(MockFault fault)
    {
        var time = new JumpingTime();
        using var session = Session(time, new MockReply { Body = "ab"u8.ToArray(), Fault = fault });

        var error = await Assert.ThrowsAsync<ReadTimeoutException>(() =>
            Get(session, new SendOptions { Timeout = RequestTimeout.FromSeconds(7) }));

        Assert.Equal("Read timed out: 'host.example' sent nothing for 7 s.", error.Message);
        Assert.Equal([7], time.Waits);
    }

    [Theory]
    [InlineData(MockFault.Hang)]
    [InlineData(MockFault.HangBody)]
    public async Task A_server_that_hangs_without_a_timeout_is_left_by_cancelling(MockFault fault)
    {
        using var session = Session(new MockReply { Body = "ab"u8.ToArray(), Fault = fault });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var options = new SendOptions { Timeout = RequestTimeout.Infinite };
        var call = session.RequestAsync(new Request("GET", Url), options, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_slow_body_arrives_in_pieces_with_a_wait_before_each()
    {
        var time = new JumpingTime();
        using var session = Session(
            time,
            new MockReply { Body = "0123456789"u8.ToArray(), ChunkSize = 4, BodyDelay = TimeSpan.FromSeconds(2) });

        using var response = await Get(session, new SendOptions { Stream = true });
        var sizes = new List<int>();
        var piece = new byte[100];
        for (int count; (count = await response.Raw.ReadAsync(piece, Stop)) > 0;) sizes.Add(count);

        Assert.Equal([4, 4, 2], sizes);
        Assert.Equal([2, 2, 2], time.Waits);
    }

    [Fact]
    public async Task A_wait_for_the_body_above_the_read_timeout_is_a_read_timeout()
    {
        var time = new JumpingTime();
        using var session = Session(time, new MockReply { Body = "body"u8.ToArray(), BodyDelay = TimeSpan.FromSeconds(60) });

        await Assert.ThrowsAsync<ReadTimeoutException>(() => Get(session, new SendOptions { Timeout = RequestTimeout.FromSeconds(5) }));

        Assert.Equal([5], time.Waits);
    }

    [Fact]
    public async Task A_body_in_pieces_is_complete_and_decoded()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("a compressed body"u8);
        }

        using var session = Session(new MockReply
        {
            Headers = new() { ["Content-Encoding"] = "gzip" },
            Body = packed.ToArray(),
            ChunkSize = 1,
        });

        Assert.Equal("a compressed body", (await Get(session)).Text);
    }

    [Fact]
    public async Task A_retry_follows_a_fault_as_it_follows_one_of_the_network()
    {
        using var mock = new MockAdapter(
            new MockReply { Fault = MockFault.Reset, Times = 1 },
            new MockReply { Fault = MockFault.TruncateBody, Body = "cut off"u8.ToArray(), Times = 1 },
            new MockReply { Body = "whole"u8.ToArray() });
        using var session = new RequestSession(AdapterRegistry.Create(mock));

        var response = await Get(session, new SendOptions { Retry = RetryPolicy.Standard(3) with { BackoffFactor = 0 } });

        Assert.Equal(("whole", 2), (response.Text, response.Retries.Count));
        Assert.True(mock.AllRepliesUsed);
    }

    private static RequestSession Session(params MockReply[] replies) => new(AdapterRegistry.Create(new MockAdapter(replies)));

    private static RequestSession Session(TimeProvider time, MockReply reply) =>
        new(AdapterRegistry.Create(new MockAdapter(time, reply)));

    private static Task<Response> Get(RequestSession session, SendOptions? options = null) =>
        session.RequestAsync(new Request("GET", Url), options, Stop);
}
