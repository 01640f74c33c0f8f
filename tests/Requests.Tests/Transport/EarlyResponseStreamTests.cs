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

    private static async Task WriteAsync(EarlyResponseStream stream) =>
        await stream.WriteAsync(new byte[1], CancellationToken.None);

    /// <summary>Writes as the socket of .NET does: a write that has ended reports success, and its result throws.</summary>
    private sealed class SocketLikeStream(Func<CancellationToken, Exception> fail) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(new EndedWrite(fail(cancellationToken)), token: 1);
    }

    private sealed class EndedWrite(Exception error) : IValueTaskSource
    {
        public void GetResult(short token) => throw error;

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Succeeded;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            continuation(state);
    }
}
