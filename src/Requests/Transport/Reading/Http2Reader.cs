namespace Requests;

/// <summary>
/// Delays the end of an HTTP/2 connection after a GOAWAY until no more bytes are written. A server that closes a connection may have
/// responded before it has the whole body of a request. The handler drops such a response when the connection ends before the body was
/// written.
/// </summary>
/// <remarks>RFC 9113 section 6.8: after a GOAWAY no new request is sent on the connection, so that the delay affects none.</remarks>
/// <param name="connection">The connection.</param>
/// <param name="time">The source of time.</param>
internal sealed class Http2Reader(IRawConnection connection, TimeProvider time) : IConnectionReader
{
    private const int FrameHeadLength = 9;
    private const int GoAway = 7;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly byte[] _head = new byte[FrameHeadLength];
    private int _headCount;
    private int _rest;
    private bool _goesAway;
    private long _lastWrite = time.GetTimestamp();

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
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
    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_rest > 0)
            {
                var skipped = Math.Min(_rest, bytes.Length);
                _rest -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            var taken = Math.Min(FrameHeadLength - _headCount, bytes.Length);
            bytes[..taken].CopyTo(_head.AsSpan(_headCount));
            _headCount += taken;
            bytes = bytes[taken..];
            if (_headCount < FrameHeadLength) return;
            _headCount = 0;
            _rest = (_head[0] << 16) | (_head[1] << 8) | _head[2];
            if (_head[3] == GoAway) _goesAway = true;
        }
    }
}
