namespace Requests;

/// <summary>
/// Delays the end of an HTTP/2 connection after a GOAWAY until no more bytes are written. A server that closes a connection may have
/// responded before it has the whole body of a request. The handler drops such a response when the connection ends before the body was
/// written.
/// </summary>
/// <remarks>
/// <para>RFC 9113 section 6.8: after a GOAWAY no new request is sent on the connection, so that the delay affects none.</para>
/// <para>The handler reads a connection in one loop, which also passes on the headers of responses. The execution context of the loop says
/// which connection it reads. It takes effect at a read by the loop itself; the frame before (SETTINGS, section 3.4) is read by a method
/// that the loop calls, and no byte of the next frame may be read with it.</para>
/// </remarks>
/// <param name="connection">The connection.</param>
/// <param name="time">The source of time.</param>
/// <param name="facts">The facts of the connection, for the exchanges on it; null when they are not reported.</param>
/// <param name="opener">The request that the connection was opened for; it learns whether the server supports HTTP/2. Or null.</param>
internal sealed class Http2Reader(
    IRawConnection connection,
    TimeProvider time,
    ConnectionFacts? facts = null,
    SingleSendRequestMessage? opener = null) : IConnectionReader
{
    private const int FrameHeadLength = 9;
    private const int GoAway = 7;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private static readonly AsyncLocal<ConnectionFacts?> Loop = new();

    private readonly byte[] _head = new byte[FrameHeadLength];
    private SingleSendRequestMessage? _opener = opener;
    private int _headCount;
    private int _rest;
    private bool _goesAway;
    private bool _hasFirstFrame;
    private long _lastWrite = time.GetTimestamp();

    /// <summary>Gets the facts of the connection whose frames the current code handles, or null.</summary>
    internal static ConnectionFacts? Current => Loop.Value;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (Loop.Value != facts) Loop.Value = facts;
        if (!_hasFirstFrame) buffer = buffer[..Math.Min(buffer.Length, _rest > 0 ? _rest : FrameHeadLength - _headCount)];
        var read = connection.ReadRawAsync(buffer, cancellationToken);
        if (!read.IsCompletedSuccessfully) return AwaitAsync(read, buffer, cancellationToken);
        var count = read.Result;
        if (count == 0 && buffer.Length > 0 && _goesAway) return EndAsync(cancellationToken);
        Follow(buffer.Span[..count]);
        return ValueTask.FromResult(count);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _lastWrite, time.GetTimestamp());
        return connection.WriteRawAsync(buffer, cancellationToken);
    }

    private async ValueTask<int> AwaitAsync(ValueTask<int> read, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await read.ConfigureAwait(false);
        if (count == 0 && buffer.Length > 0 && _goesAway) return await EndAsync(cancellationToken).ConfigureAwait(false);
        Follow(buffer.Span[..count]);
        return count;
    }

    private async ValueTask<int> EndAsync(CancellationToken cancellationToken)
    {
        var ended = time.GetTimestamp();
        while (time.GetElapsedTime(Volatile.Read(ref _lastWrite)) < Quiet && time.GetElapsedTime(ended) < LongestWait)
        {
            await Task.Delay(Quiet / 5, time, cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    /// <summary>Reads the types of the frames (RFC 9113 section 4.1).</summary>
    /// <exception cref="NotHttp2Exception">The server responds in an earlier version of HTTP.</exception>
    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_rest > 0)
            {
                var skipped = Math.Min(_rest, bytes.Length);
                _rest -= skipped;
                bytes = bytes[skipped..];
                _hasFirstFrame |= _rest == 0;
                continue;
            }

            var taken = Math.Min(FrameHeadLength - _headCount, bytes.Length);
            bytes[..taken].CopyTo(_head.AsSpan(_headCount));
            _headCount += taken;
            bytes = bytes[taken..];
            if (_headCount < FrameHeadLength) return;
            _headCount = 0;
            if (!_hasFirstFrame) CheckFirstFrame();
            _rest = (_head[0] << 16) | (_head[1] << 8) | _head[2];
            _hasFirstFrame |= _rest == 0;
            if (_head[3] == GoAway) _goesAway = true;
        }
    }
    /// <summary>Checks the head of the first frame, and lets the request go that the connection was opened for.</summary>
    private void CheckFirstFrame()
    {
        var request = _opener;
        _opener = null;
        if (!_head.AsSpan().StartsWith("HTTP/"u8)) return;
        var error = new NotHttp2Exception();
        request?.ConnectionError = error;
        throw error;
    }
}
