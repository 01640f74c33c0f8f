using System.Buffers;

namespace Requests;

/// <summary>
/// Reads the body of a response as bytes, text or lines. It takes no more bytes than it returns, so that another reader of any kind
/// continues where the first stopped.
/// </summary>
internal sealed partial class BodyReader
{
    private const int SegmentSize = 64 * 1024;

    private readonly Response _response;
    private readonly bool _isInMemory;
    private byte[] _bytes;
    private int _start;
    private int _end;

    /// <summary>Creates the reader of a body that is still arriving.</summary>
    /// <param name="response">The response.</param>
    internal BodyReader(Response response)
    {
        _response = response;
        _bytes = [];
    }

    /// <summary>Creates a reader of a body that is in memory.</summary>
    /// <param name="response">The response.</param>
    /// <param name="content">The body.</param>
    internal BodyReader(Response response, byte[] content)
    {
        _response = response;
        _bytes = content;
        _end = content.Length;
        _isInMemory = true;
        IsEnded = true;
    }

    /// <summary>Gets a value that indicates whether no more bytes will arrive.</summary>
    internal bool IsEnded { get; private set; }

    /// <summary>Gets the bytes that have arrived and were not taken yet.</summary>
    internal ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Takes bytes that have arrived.</summary>
    /// <param name="size">
    /// The largest number of bytes; null takes those that have arrived. Where the length of the body is known, only the last piece is
    /// smaller.
    /// </param>
    /// <param name="piece">The bytes.</param>
    /// <returns>Whether there were enough.</returns>
    internal bool TryTakeBytes(int? size, out byte[] piece)
    {
        piece = [];
        var count = Math.Min(size ?? int.MaxValue, Pending.Length);
        if (count == 0 || (size > count && AwaitsWhole)) return false;
        piece = Pending[..count].ToArray();
        Consume(count);
        return true;
    }

    /// <summary>
    /// Gets a value that indicates whether a piece must have the requested size. A body without a length may be a log that never ends:
    /// the bytes that have arrived are returned immediately.
    /// </summary>
    private bool AwaitsWhole => !IsEnded && _response.Headers.ContainsKey("Content-Length");

    /// <summary>Copies bytes that have arrived.</summary>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>The number of bytes that were copied.</returns>
    internal int Take(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, Pending.Length);
        Pending[..count].CopyTo(destination);
        Consume(count);
        return count;
    }

    /// <summary>Blocks until more bytes arrive.</summary>
    internal void Fill() => Add(_response.Body.ReadNext(GetFreeSpace()));

    /// <summary>Waits for more bytes.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async ValueTask FillAsync(CancellationToken cancellationToken) =>
        Add(await _response.Body.ReadNextAsync(GetFreeSpace(), cancellationToken).ConfigureAwait(false));

    /// <summary>Marks the body as read when all bytes were taken.</summary>
    internal void Finish()
    {
        if (!_isInMemory && Pending.IsEmpty) _response.Body.EndStreaming();
    }

    private void Consume(int count)
    {
        _start += count;
        _scanned = Math.Max(0, _scanned - count);
        if (_start < _end || _isInMemory) return;
        _start = _end = 0;
        if (IsEnded) Release();
    }

    private ArraySegment<byte> GetFreeSpace()
    {
        if (_end == _bytes.Length) MakeRoom();
        return new ArraySegment<byte>(_bytes, _end, _bytes.Length - _end);
    }

    private void MakeRoom()
    {
        var pending = Pending;
        if (_start > 0 && pending.Length < _bytes.Length / 2)
        {
            pending.CopyTo(_bytes);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(pending.Length * 2L, SegmentSize, Array.MaxLength));
            pending.CopyTo(larger);
            if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        _end -= _start;
        _start = 0;
    }

    private void Add(int count)
    {
        _end += count;
        if (count > 0) return;
        IsEnded = true;
        if (_start == _end) Release();
    }

    private void Release()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
    }
}
