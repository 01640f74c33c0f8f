using System.Buffers;

namespace Requests;

/// <summary>Represents a part of a stored body.</summary>
/// <param name="inner">The whole body.</param>
/// <param name="first">The number of bytes to leave out.</param>
/// <param name="count">The number of bytes of the part.</param>
internal sealed class PartStream(Stream inner, long first, long count) : ReadOnlyStream
{
    private long _skip = first;
    private long _rest = count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_skip > 0) await SkipAsync(cancellationToken).ConfigureAwait(false);
        var room = buffer[..(int)Math.Min(buffer.Length, _rest)];
        var read = room.IsEmpty ? 0 : await inner.ReadAsync(room, cancellationToken).ConfigureAwait(false);
        _rest -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        if (inner.CanSeek)
        {
            inner.Seek(_skip, SeekOrigin.Current);
            _skip = 0;
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (_skip > 0)
            {
                var read = await inner.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, _skip)), cancellationToken)
                    .ConfigureAwait(false);
                if (read == 0) throw new EndOfStreamException("The stored body is shorter than its entry says.");
                _skip -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
