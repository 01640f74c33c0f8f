using System.Threading.Tasks.Sources;

namespace Requests.Tests.Transport;

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

    private static async Task WriteAsync(EarlyResponseStream stream) =>
        await stream.WriteAsync(new byte[1], CancellationToken.None);

    /// <summary>Writes as the socket of .NET does: a write that has ended reports success, and its result throws.</summary>
    private sealed class SocketLikeStream(Func<CancellationToken, Exception> fail) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(new EndedWrite(fail(cancellationToken)), token: 1);
    }

    /// <summary>Accepts each write at once, sends nothing, and counts the reads.</summary>
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

    private sealed class EndedWrite(Exception error) : IValueTaskSource
    {
        public void GetResult(short token) => throw error;

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Succeeded;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            continuation(state);
    }
}
