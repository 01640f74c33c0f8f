using System.Text;
using Requests.PowerShell;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.PowerShell;

/// <summary>A caller that stops before the last item closes the body of the page, and that of the page that was requested ahead.</summary>
public class JsonPagesTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_that_is_not_read_to_its_end_is_closed_and_read_no_more(bool isStalled)
    {
        using var body = new ItemBody(isStalled);
        using var session = Session(out _, request => Create(request, body));

        await Take(session, static _ => Task.CompletedTask).WaitAsync(Guard, TestContext.Current.CancellationToken);

        Assert.True(body.IsDisposed);
        Assert.Equal(0, body.Readers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_that_was_requested_ahead_is_closed_and_read_no_more(bool isStalled)
    {
        using var body = new ItemBody(isStalled);
        using var session = Session(
            out var adapter,
            ReplyText(200, "[1]", ("Content-Type", "application/json"), ("Link", "</2>; rel=next")),
            request => Create(request, body));

        await Take(session, _ => body.Begun).WaitAsync(Guard, TestContext.Current.CancellationToken);

        Assert.Equal(2, adapter.Seen.Count);
        Assert.True(body.IsDisposed);
        Assert.Equal(0, body.Readers);
    }

    /// <summary>Takes the first batch, waits, and stops.</summary>
    private static async Task Take(RequestSession session, Func<object, Task> wait)
    {
        var stop = TestContext.Current.CancellationToken;
        var options = new SendOptions { Stream = true };
        var pages = new JsonPages(new PageSequence(session, PageStrategy.Automatic, options, int.MaxValue));
        await foreach (var batch in pages.RunAsync(session.PrepareRequest(new Request("GET", "http://h/1")), stop))
        {
            await wait(batch).WaitAsync(Guard, stop);
            return;
        }

        Assert.Fail("No item was emitted.");
    }

    private static Response Create(PreparedRequest request, Stream body) =>
        new(request, 200, body) { Headers = new() { ["Content-Type"] = "application/json" } };

    /// <summary>An array of numbers that does not end, or whose end does not arrive.</summary>
    private sealed class ItemBody(bool isStalled) : Stream
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _readers;
        private int _reads;

        public Task Begun => _begun.Task;

        public bool IsDisposed { get; private set; }

        public int Readers => Volatile.Read(ref _readers);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _readers);
            try
            {
                _begun.TrySetResult();
                cancellationToken.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(IsDisposed, this);
                if (_reads++ > 0 && isStalled) await Task.Delay(Timeout.Infinite, cancellationToken);
                return Encoding.ASCII.GetBytes(_reads == 1 ? "[1,2," : "3,", buffer.Span);
            }
            finally
            {
                Interlocked.Decrement(ref _readers);
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
