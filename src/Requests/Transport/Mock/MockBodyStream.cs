namespace Requests;

/// <summary>
/// Represents the body of a mock's reply that arrives in pieces, with a wait before each, and that can fail after some of its bytes. The
/// read timeout limits each wait.
/// </summary>
internal sealed class MockBodyStream : ReadOnlyStream
{
    private readonly MockReply _reply;
    private readonly string _url;
    private readonly TimeSpan? _readTimeout;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop;
    private readonly int _end;
    private int _position;
    private int _arrived;
    private bool _isClosed;

    /// <summary>Creates the body of a reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="url">The URL of the request.</param>
    /// <param name="readTimeout">The read timeout; null does not limit the waits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the exchange.</param>
    internal MockBodyStream(MockReply reply, string url, TimeSpan? readTimeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _reply = reply;
        _url = url;
        _readTimeout = readTimeout;
        _time = time;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _end = MockFailure.IsInBody(reply.Fault)
            ? Math.Min(reply.FaultAfter ?? reply.Body.Length / 2, reply.Body.Length)
            : reply.Body.Length;
    }

    public override bool CanRead => !_isClosed;

    /// <summary>Returns whether a reply needs this stream.</summary>
    /// <param name="reply">The reply.</param>
    internal static bool IsNeeded(MockReply reply) =>
        MockFailure.IsInBody(reply.Fault) || reply.BodyDelay > TimeSpan.Zero || reply.ChunkSize is not null;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (buffer.IsEmpty) return 0;
        if (_position == _arrived) await ReceiveAsync(cancellationToken).ConfigureAwait(false);
        var count = Math.Min(buffer.Length, _arrived - _position);
        _reply.Body.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            _stop.Cancel();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Waits for the next piece, or fails at the place of the fault.</summary>
    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_arrived < _end)
        {
            await WaitAsync(_reply.BodyDelay, cancellationToken).ConfigureAwait(false);
            _arrived = _reply.ChunkSize is { } size && size < _end - _arrived ? _arrived + size : _end;
            return;
        }

        if (!MockFailure.IsInBody(_reply.Fault)) return;
        if (_reply.Fault == MockFault.HangBody)
        {
            await WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }

        throw MockFailure.Create(_reply.Fault, _url, _readTimeout ?? TimeSpan.Zero);
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay == TimeSpan.Zero) return;
        var isTooLate = _readTimeout is { } limit && (delay == Timeout.InfiniteTimeSpan || delay > limit);
        using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _stop);
        try
        {
            await Task.Delay(isTooLate ? _readTimeout!.Value : delay, _time, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }

        if (isTooLate) throw MockFailure.Create(MockFault.HangBody, _url, _readTimeout!.Value);
    }
}
