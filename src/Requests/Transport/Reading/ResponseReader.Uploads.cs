using System.Buffers;

namespace Requests;

/// <content>
/// Watches for an early response. A server may respond before it has the whole body, and then read no more of it. The response is looked
/// for while the body is written: an error or a redirect ends the upload, and the connection is closed after the response.
/// </content>
/// <remarks>RFC 9112 sections 7.5 and 9.5.</remarks>
internal sealed partial class ResponseReader
{
    private const int FirstErrorOrRedirect = 300;

    private const int WatchSize = 4096;

    private RequestFraming _request;
    private Task? _watch;
    private bool _handlerReads;
    private bool _hasToldStop;
    private volatile bool _hasStopped;

    /// <summary>
    /// Discards a write after the end of an upload. The first such write throws, so that the body is produced no further.
    /// </summary>
    private ValueTask DiscardWrite(ReadOnlySpan<byte> body)
    {
        if (_hasToldStop || !_request.IsSending || CompletesRequest(body)) return ValueTask.CompletedTask;
        _hasToldStop = true;
        throw PeerStoppedReadingException.Create();
    }

    /// <summary>
    /// Returns whether a write that was not sent is the last one of its request. The handler writes it after the body was produced, and
    /// would report an error of it in place of the response.
    /// </summary>
    private bool CompletesRequest(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return false;
        _request.Advance(body);
        return !_request.IsSending;
    }

    private bool EndsUpload(in ResponseFraming framing) =>
        peer is not null && framing.Status >= FirstErrorOrRedirect && _request.IsSending && !_expectsContinue;

    private void StopUpload()
    {
        if (_hasStopped) return;
        _hasStopped = true;
        peer!.StopWriting();
    }

    /// <summary>Looks for the response while the body is written, unless the handler reads already.</summary>
    private void Watch()
    {
        if (peer is null || _handlerReads || _expectsContinue || _watch is not null || Volatile.Read(ref _state) != AwaitsHead) return;
        _watch = WatchAsync();
    }

    /// <summary>Reads the head of the final response for the handler's next read. That read reports errors again.</summary>
    private async Task WatchAsync()
    {
        var buffer = new byte[WatchSize];
        try
        {
            while (_raw.WrittenCount <= maximumHeaderSize)
            {
                var count = await connection.ReadRawAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                if (count == 0) return;
                _raw.Write(buffer.AsSpan(0, count));
                if (!HasFinalHead(out var framing)) continue;
                if (EndsUpload(framing)) StopUpload();
                return;
            }
        }
        catch (Exception error) when (
            error is IOException or ObjectDisposedException or OperationCanceledException or InvalidResponseException)
        {
            // The connection ended or the response is not valid: the handler's read of the head reports it.
        }
    }

    private bool HasFinalHead(out ResponseFraming framing)
    {
        framing = default;
        ResponseHead.CheckStart(_raw.WrittenSpan);
        for (var rest = _raw.WrittenSpan; ResponseHead.FindEnd(rest, 0) is > 0 and var end; rest = rest[end..])
        {
            framing = ResponseHead.Read(rest[..end]);
            if (!framing.IsInterim) return true;
        }

        return false;
    }
}
