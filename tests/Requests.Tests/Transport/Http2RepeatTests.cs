using static Requests.Tests.Http2Server;

namespace Requests.Tests.Transport;

/// <summary>Tests that requests are sent again only when an HTTP/2 server has not processed them (RFC 9113 sections 6.8 and 8.7).</summary>
public class Http2RepeatTests
{
    [Theory]
    [InlineData(nameof(Handling.GoAway), "GET", 1)]
    [InlineData(nameof(Handling.GoAway), "GET", 32)]
    [InlineData(nameof(Handling.GoAway), "POST", 32)]
    [InlineData(nameof(Handling.Refuse), "GET", 32)]
    [InlineData(nameof(Handling.Refuse), "POST", 32)]
    public async Task A_request_that_was_not_processed_is_sent_again_and_processed_once(string handling, string method, int atOnce)
    {
        const int Count = 500;
        using var server = new Http2Server((_, request) => request % 8 == 0 ? Enum.Parse<Handling>(handling) : Handling.Process);
        using var session = Session();

        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (number, token) =>
        {
            using var stream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes($"body {number}"));
            var response = await session.RequestAsync(
                new Request(method, server.Url) { Body = method == "GET" ? null : new StreamBody(stream) },
                null,
                token);
            Assert.Equal("ok", response.Text);
        });

        Assert.Equal(Count, server.Processed.Count);
        Assert.Equal(method == "GET" ? 1 : Count, server.Processed.Distinct().Count());
    }

    [Theory]
    [InlineData(nameof(Handling.Fail), "GET")]
    [InlineData(nameof(Handling.Fail), "POST")]
    [InlineData(nameof(Handling.Drop), "GET")]
    [InlineData(nameof(Handling.Drop), "POST")]
    public async Task A_request_that_may_have_been_processed_is_sent_once(string handling, string method)
    {
        using var server = new Http2Server((_, _) => Enum.Parse<Handling>(handling));
        using var session = Session();

        await Assert.ThrowsAnyAsync<ConnectionException>(() =>
            session.RequestAsync(new Request(method, server.Url) { Body = method == "GET" ? null : new BytesBody("abc"u8.ToArray()) }));

        Assert.Single(server.Processed);
    }

    [Theory]
    [InlineData("GET", 2)]
    [InlineData("POST", 1)]
    public async Task An_idempotent_request_survives_the_end_of_a_used_connection(string method, int processed)
    {
        var drops = 0;
        using var server = new Http2Server((_, place) =>
            place > 1 && Interlocked.CompareExchange(ref drops, 2, 1) == 1 ? Handling.Drop : Handling.Process);
        using var session = Session();
        // .NET 11 puts a new connection into its pool after it has handed it to a request, so that the next request may open another one.
        for (var i = 0; i < 100 && server.Processed.Count == server.Connections; i++)
        {
            await session.RequestAsync(new Request("GET", server.Url));
        }

        var before = server.Processed.Count;
        Volatile.Write(ref drops, 1);

        var request = session.RequestAsync(
            new Request(method, server.Url) { Body = method == "GET" ? null : new BytesBody("abc"u8.ToArray()) });

        if (method == "GET") Assert.Equal("ok", (await request).Text);
        else await Assert.ThrowsAnyAsync<ConnectionException>(() => request);
        Assert.Equal(processed, server.Processed.Count - before);
    }

    [Fact]
    public async Task A_request_that_is_refused_repeatedly_fails()
    {
        var refused = 0;
        using var server = new Http2Server((_, _) =>
        {
            Interlocked.Increment(ref refused);
            return Handling.Refuse;
        });
        using var session = Session();

        await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", server.Url)));

        Assert.Equal(6, refused);
    }

    [Fact]
    public async Task A_body_that_is_shorter_than_its_length_is_an_error()
    {
        using var server = new Http2Server((_, _) => Handling.CutShort);
        using var session = Session();

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => session.RequestAsync(new Request("GET", server.Url)));
    }

    [Fact]
    public async Task Two_lengths_are_refused()
    {
        using var server = new Http2Server((_, _) => Handling.TwoLengths);
        using var session = Session();

        await Assert.ThrowsAsync<InvalidResponseHeaderException>(() => session.RequestAsync(new Request("GET", server.Url)));
    }

    [Fact]
    public async Task A_status_without_a_name_has_no_reason()
    {
        using var server = new Http2Server((_, _) => Handling.Unnamed);
        using var session = Session();

        var response = await session.RequestAsync(new Request("GET", server.Url));

        Assert.Equal((299, ""), (response.StatusCode, response.Reason));
    }

    [Fact]
    public async Task The_end_of_a_connection_that_goes_away_waits_for_a_pause_of_the_writes()
    {
        var time = new ManualTime();
        var reader = new Http2Reader(new GoingConnection(), time);
        Assert.Equal(9, await reader.ReadAsync(new byte[100], CancellationToken.None));
        time.Advance(TimeSpan.FromSeconds(5));
        await reader.WriteAsync(new byte[1], CancellationToken.None);

        var end = reader.ReadAsync(new byte[100], CancellationToken.None).AsTask();
        Assert.False(end.IsCompleted);
        for (var i = 0; i < 100_000 && !end.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.True(end.IsCompleted);
        Assert.Equal(0, await end);
    }

    /// <summary>Sends a GOAWAY and ends.</summary>
    private sealed class GoingConnection : IRawConnection
    {
        private bool _hasSent;

        public bool IsTruncated => false;

        public ValueTask<int> ReadRawAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (_hasSent) return ValueTask.FromResult(0);
            _hasSent = true;
            new byte[] { 0, 0, 0, 7, 0, 0, 0, 0, 0 }.CopyTo(buffer);
            return ValueTask.FromResult(9);
        }

        public ValueTask WriteRawAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private static RequestSession Session()
    {
        var session = new RequestSession();
        session.Adapters.Mount("http://", new HttpAdapter(new HttpAdapterSettings { HttpVersion = new Version(2, 0) }));
        return session;
    }
}
