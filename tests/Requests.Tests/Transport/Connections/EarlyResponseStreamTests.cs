using System.Threading.Tasks.Sources;

namespace Requests.Tests.Transport.Connections;

/// <summary>Tests writes that end while the stream looks at them.</summary>
public class EarlyResponseStreamTests
{
    [Fact]
    public async Task A_cancelled_write_that_says_it_was_successful_is_the_end_of_an_upload()
    {
        await using var stream = new EarlyResponseStream(new SocketLikeStream(stopped => new OperationCanceledException(stopped)));
        stream.StopWriting();

        await Assert.ThrowsAsync<PeerStoppedReadingException>(() => WriteAsync(stream));

        await WriteAsync(stream);
    }

    [Fact]
    public async Task A_failed_write_that_says_it_was_successful_is_the_end_of_an_upload()
    {
        await using var stream = new EarlyResponseStream(new SocketLikeStream(_ => new IOException("Broken pipe")));

        await Assert.ThrowsAsync<PeerStoppedReadingException>(() => WriteAsync(stream));

        await WriteAsync(stream);
    }

    [Theory]
    [InlineData("Content-Length: 4", 0)]
    [InlineData("Transfer-Encoding: chunked", 1)]
    public async Task An_upload_is_watched_when_it_may_wait(string framing, int reads)
    {
        await using var peer = new EarlyResponseStream(new MemoryStream());
        var connection = new SilentConnection();
        var reader = new ResponseReader(connection, 4096, peer);

        var head = $"POST / HTTP/1.1\r\nHost: h\r\n{framing}\r\n\r\n";
        await reader.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), CancellationToken.None);
        Assert.Equal(0, connection.Reads);
        await reader.WriteAsync("1\r\n"u8.ToArray(), CancellationToken.None);

        Assert.Equal(reads, connection.Reads);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "1\r\na\r\n", "0\r\n\r\n")]
    [InlineData("Content-Length: 4", "ab", "cd")]
    public async Task The_last_write_of_a_request_that_has_its_response_is_no_error(string framing, string part, string last)
    {
        await using var peer = new EarlyResponseStream(new MemoryStream());
        var connection = new RespondingConnection();
        var reader = new ResponseReader(connection, 4096, peer);
        await WriteAsync(reader, $"POST / HTTP/1.1\r\nHost: h\r\n{framing}\r\n\r\n");
        connection.Respond = true;
        await WriteAsync(reader, part);

        await WriteAsync(reader, last);

        Assert.StartsWith("HTTP/1.1 413", await ReadAsync(reader), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_in_the_middle_of_a_request_that_has_its_response_ends_the_body()
    {
        await using var peer = new EarlyResponseStream(new MemoryStream());
        var connection = new RespondingConnection();
        var reader = new ResponseReader(connection, 4096, peer);
        await WriteAsync(reader, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        connection.Respond = true;
        await WriteAsync(reader, "1\r\na\r\n");

        await Assert.ThrowsAsync<PeerStoppedReadingException>(() => WriteAsync(reader, "1\r\nb\r\n"));

        await WriteAsync(reader, "0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413", await ReadAsync(reader), StringComparison.Ordinal);
    }

    private static async Task WriteAsync(ResponseReader reader, string text) =>
        await reader.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), CancellationToken.None);

    private static async Task<string> ReadAsync(ResponseReader reader)
    {
        var buffer = new byte[4096];
        return System.Text.Encoding.ASCII.GetString(buffer, 0, await reader.ReadAsync(buffer, CancellationToken.None));
    }

    private static async Task WriteAsync(EarlyResponseStream stream) =>
        await stream.WriteAsync(new byte[1], CancellationToken.None);

    /// <summary>Writes as the socket of .NET does: a write that has ended reports success, and its result throws.</summary>
    private sealed class SocketLikeStream(Func<CancellationToken, Exception> fail) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(new EndedWrite(fail(cancellationToken)), token: 1);
    }

    /// <summary>Accepts each write, sends nothing, and counts the reads.</summary>
    private sealed class SilentConnection : IRawConnection
    {
        public bool IsTruncated => false;

        internal int Reads { get; private set; }

        public ValueTask<int> ReadRawAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            Reads++;
            return new ValueTask<int>(new TaskCompletionSource<int>().Task);
        }

        public ValueTask WriteRawAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>Accepts each write. A write of the body waits for a moment, in which a read returns the response.</summary>
    private sealed class RespondingConnection : IRawConnection
    {
        public bool IsTruncated => false;

        internal bool Respond { get; set; }

        public ValueTask<int> ReadRawAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var response = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n"u8;
            response.CopyTo(buffer.Span);
            return ValueTask.FromResult(response.Length);
        }

        public async ValueTask WriteRawAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        {
            if (Respond) await Task.Yield();
        }
    }

    private sealed class EndedWrite(Exception error) : IValueTaskSource
    {
        public void GetResult(short token) => throw error;

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Succeeded;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            continuation(state);
    }
}
