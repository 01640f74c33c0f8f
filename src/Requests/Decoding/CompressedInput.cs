using System.Buffers;

namespace Requests;

/// <summary>Buffers the compressed bytes of a body. A decoder looks at the pending bytes and reports how many it has used.</summary>
/// <param name="source">The body.</param>
internal sealed class CompressedInput(Stream source) : IDisposable
{
    private const int BufferSize = 16 * 1024;

    // A server may send anything behind the data. This many bytes are read to keep the connection.
    private const int MaximumTail = 64 * 1024;

    private byte[]? _buffer;
    private int _start;
    private int _end;

    /// <summary>Gets a value that indicates whether the body has at least one byte.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>Gets the bytes that have arrived and were not used yet.</summary>
    internal ReadOnlySpan<byte> Pending => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Marks bytes as used.</summary>
    /// <param name="count">The number of bytes.</param>
    internal void Advance(int count) => _start += count;

    /// <summary>Reads the next bytes when all pending bytes are used.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether there are pending bytes; false at the end of the body.</returns>
    internal async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start < _end) return true;
        cancellationToken.ThrowIfCancellationRequested();
        _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);
        _start = 0;
        _end = 0;
        _end = await source.ReadAsync(_buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false);
        if (_end > 0) HasBegun = true;
        return _end > 0;
    }

    /// <summary>Reads up to 64 KB that follow the data, so that the connection can be reused.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async ValueTask SkipTailAsync(CancellationToken cancellationToken)
    {
        for (var skipped = 0; skipped < MaximumTail && await FillAsync(cancellationToken).ConfigureAwait(false); skipped += Skip())
        {
        }
    }

    /// <summary>Releases the buffer and the body.</summary>
    public void Dispose()
    {
        if (_buffer is { } buffer) ArrayPool<byte>.Shared.Return(buffer);
        _buffer = null;
        _start = _end = 0;
        source.Dispose();
    }

    private int Skip()
    {
        var count = _end - _start;
        _start = _end;
        return count;
    }
}
