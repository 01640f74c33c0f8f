using System.Buffers;
using System.Runtime.CompilerServices;

namespace Requests;

/// <summary>
/// Reads an HTTP/1.1 connection for the handler. Each head of a response is read here first (<see cref="ResponseHead"/>), within a size
/// limit. A connection that ends before a response reports whether the request may be sent again.
/// </summary>
/// <remarks>
/// The body of a response is followed to its end (<see cref="BodyFraming"/>), so that the first write after it begins the next request. A
/// read of the handler watches an idle connection. When it returns bytes before the next request, the connection cannot be reused.
/// </remarks>
/// <param name="connection">The connection.</param>
/// <param name="maximumHeaderSize">The maximum size of the heads of one response in bytes.</param>
/// <param name="peer">The stream that ends an upload when the server has responded early; null completes each upload.</param>
/// <param name="facts">The facts of the connection, for the exchanges on it; null when they are not reported.</param>
/// <param name="informational">The receivers of informational responses, or null.</param>
internal sealed partial class ResponseReader(
    IRawConnection connection,
    int maximumHeaderSize,
    EarlyResponseStream? peer = null,
    ConnectionFacts? facts = null,
    InformationalReceivers? informational = null) : IConnectionReader
{
    // A request was written and its head is awaited.
    private const int AwaitsHead = 0;

    // The head was passed to the handler; the body is being read.
    private const int InBody = 1;

    // No response is expected.
    private const int Idle = 2;

    // No response is expected, and a read watches the connection.
    private const int Watched = 3;

    // The watching read has completed.
    private const int Ended = 4;

    private readonly ArrayBufferWriter<byte> _raw = new();
    private readonly ArrayBufferWriter<byte> _ready = new();
    private InformationalReceiver? _receiver;
    private BodyFraming _body;
    private int _state = Idle;
    private int _readyAt;
    private int _headBytes;
    private bool _hasServed;
    private bool _isHead;
    private bool _expectsContinue;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_readyAt < _ready.WrittenCount) return ValueTask.FromResult(TakeReady(buffer.Span));
        var state = Interlocked.CompareExchange(ref _state, Watched, Idle);
        if (state == AwaitsHead) return ReadHeadAsync(first: null, buffer, cancellationToken);
        var read = connection.ReadRawAsync(buffer, cancellationToken);
        if (state != InBody) return read.IsCompleted ? read : ReadIdleAsync(read, buffer, cancellationToken);
        if (!read.IsCompletedSuccessfully) return ReadBodyAsync(read, buffer);
        var count = read.Result;
        Advance(buffer, count);
        return ValueTask.FromResult(count);
    }

    /// <summary>Writes a request.</summary>
    /// <param name="buffer">The bytes to write.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ConnectionEndedException">The idle connection had ended; nothing was written.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_hasStopped) return DiscardWrite(buffer.Span);
        var isFirst = Volatile.Read(ref _state) >= Idle && !_request.IsSending;
        if (isFirst)
        {
            Begin(buffer.Span);
            _receiver = null;
            if (buffer.Span.IndexOf(ResponseHead.CarrierBytes) >= 0)
            {
                _receiver = informational?.Find(buffer.Span);
                buffer = RequestHead.Restore(buffer.Span);
            }
        }

        var write = connection.WriteRawAsync(buffer, cancellationToken);
        if (!isFirst && _request.IsSending && (!write.IsCompleted || _request.IsChunked)) Watch();
        if (!write.IsCompletedSuccessfully) return AwaitWriteAsync(write, isFirst ? default : buffer);
        if (!isFirst) _request.Advance(buffer.Span);
        return write;
    }

    /// <summary>Begins a request. The handler can reuse a connection without a watching read in between.</summary>
    private void Begin(ReadOnlySpan<byte> request)
    {
        _isHead = request.StartsWith("HEAD "u8);
        _expectsContinue = request.IndexOf("\r\nExpect:"u8) >= 0;
        var hasRest = _readyAt < _ready.WrittenCount;
        _handlerReads = !hasRest && Interlocked.CompareExchange(ref _state, AwaitsHead, Watched) == Watched;
        if (hasRest || (!_handlerReads && Interlocked.CompareExchange(ref _state, AwaitsHead, Idle) != Idle))
        {
            throw new ConnectionEndedException { IsReused = true, NothingWritten = true };
        }

        _request = RequestFraming.Begin(request);
        if (facts is not null) CurrentExchange.SetConnection(facts);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitWriteAsync(ValueTask write, ReadOnlyMemory<byte> body)
    {
        try
        {
            await write.ConfigureAwait(false);
            _request.Advance(body.Span);
        }
        catch (PeerStoppedReadingException error)
        {
            _hasToldStop = true;
            if (CompletesRequest(body.Span)) return;
            error.IsReused = _hasServed;
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadBodyAsync(ValueTask<int> read, Memory<byte> buffer)
    {
        var count = await read.ConfigureAwait(false);
        Advance(buffer, count);
        return count;
    }

    /// <summary>Reads an idle connection. The read becomes that of a head once a request was written.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadIdleAsync(ValueTask<int> read, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count;
        try
        {
            count = await read.ConfigureAwait(false);
        }
        catch (IOException error) when (HasBegun())
        {
            throw CreateEndedException(error);
        }

        return HasBegun() ? await ReadHeadAsync(count, buffer, cancellationToken).ConfigureAwait(false) : count;
    }

    /// <summary>Whether a request was written while the connection was watched; otherwise the connection has ended.</summary>
    private bool HasBegun() => Interlocked.CompareExchange(ref _state, Ended, Watched) == AwaitsHead;

    /// <summary>Reads until a head is complete, and passes it to the handler.</summary>
    /// <param name="first">The number of bytes that a read has returned already, or null.</param>
    /// <param name="buffer">The buffer with these bytes, which receives the head.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadHeadAsync(int? first, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (first is null && Interlocked.Exchange(ref _watch, null) is { } watch) await watch.ConfigureAwait(false);

        // The rest of a read that returned an interim response and the beginning of the next head.
        if (first is null && _raw.WrittenCount > 0 && TakeHeads(searched: 0)) return TakeReady(buffer.Span);
        while (true)
        {
            int count;
            try
            {
                count = first ?? await connection.ReadRawAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException error)
            {
                throw CreateEndedException(error);
            }

            first = null;
            if (buffer.IsEmpty) return 0;
            if (count == 0) throw CreateEndedException(cause: null);
            if (_raw.WrittenCount == 0 && IsPlainHead(buffer.Span[..count])) return count;
            var searched = _raw.WrittenCount;
            _raw.Write(buffer.Span[..count]);
            if (TakeHeads(searched)) return TakeReady(buffer.Span);
        }
    }

    /// <summary>
    /// A server may close a connection while it is idle. Once a byte of a response has been received, it closed the connection during the
    /// request.
    /// </summary>
    private ConnectionEndedException CreateEndedException(IOException? cause) =>
        new(cause) { IsReused = _hasServed && _raw.WrittenCount == 0 && _headBytes == 0 };

    /// <summary>The usual case: one complete head that the handler can read unchanged, with or without the beginning of the body.</summary>
    private bool IsPlainHead(ReadOnlySpan<byte> bytes)
    {
        ResponseHead.CheckStart(bytes);
        var end = ResponseHead.FindEnd(bytes, 0);
        if (end == 0) return false;
        CheckSize(end);
        var framing = ResponseHead.Read(bytes[..end]);
        if (!framing.IsCanonical || framing.IsInterim || _expectsContinue || EndsUpload(framing)) return false;
        _receiver = null;
        PassOn(framing, bytes[end..]);
        return true;
    }

    /// <summary>
    /// Prepares the complete heads of the received bytes, and after the last one the beginning of the body; returns false when more bytes
    /// are needed.
    /// </summary>
    private bool TakeHeads(int searched)
    {
        ResponseHead.CheckStart(_raw.WrittenSpan);
        var at = 0;
        for (; Volatile.Read(ref _state) == AwaitsHead; searched = 0)
        {
            var rest = _raw.WrittenSpan[at..];
            var end = ResponseHead.FindEnd(rest, searched);
            CheckSize(end == 0 ? rest.Length : end);
            if (end == 0) break;
            var head = rest[..end];
            var framing = ResponseHead.Read(head);
            // The body may still be being written when the response is complete. No other request may follow on the connection.
            if (EndsUpload(framing)) StopUpload();
            if (_expectsContinue || _hasStopped) framing.Close();
            if (framing.IsCanonical) _ready.Write(head);
            else ResponseHead.Write(head, framing, _ready);
            at += end;
            if (!framing.IsInterim)
            {
                // An idle connection does not keep the request of its last exchange.
                _receiver = null;
                PassOn(framing, _raw.WrittenSpan[at..]);
                continue;
            }

            _headBytes += end;
            _receiver?.Receive(framing.Status, head);
        }

        if (at == 0) return false;
        var after = _raw.WrittenSpan[at..].ToArray();
        _raw.ResetWrittenCount();
        if (_state == AwaitsHead) _raw.Write(after);
        else _ready.Write(after);
        return true;
    }

    private void PassOn(in ResponseFraming framing, ReadOnlySpan<byte> rest)
    {
        _headBytes = 0;
        _hasServed = true;
        _body = BodyFraming.Begin(framing, _isHead);
        Volatile.Write(ref _state, InBody);
        Advance(rest);
    }

    /// <summary>
    /// Advances over the bytes of a read. An attacker can cause an end without close_notify, so that the body may be truncated (RFC 9112
    /// section 9.8).
    /// </summary>
    private void Advance(Memory<byte> buffer, int count)
    {
        var isEnd = count == 0 && !buffer.IsEmpty;
        if (isEnd && _body.IsUntilClose && connection.IsTruncated) throw new MissingCloseNotifyException();
        Advance(buffer.Span[..count]);
    }

    private void Advance(ReadOnlySpan<byte> bytes)
    {
        _body.Advance(bytes);
        if (_body.HasEnded) Volatile.Write(ref _state, Idle);
    }

    private void CheckSize(int bytes)
    {
        if (_headBytes + bytes <= maximumHeaderSize) return;
        throw new InvalidResponseException(
            $"sent headers of more than {maximumHeaderSize} bytes, which is the adapter's MaximumHeaderSize",
            isHeader: true);
    }

    private int TakeReady(Span<byte> to)
    {
        var count = Math.Min(to.Length, _ready.WrittenCount - _readyAt);
        _ready.WrittenSpan.Slice(_readyAt, count).CopyTo(to);
        _readyAt += count;
        if (_readyAt < _ready.WrittenCount) return count;
        _ready.ResetWrittenCount();
        _readyAt = 0;
        return count;
    }
}
