using System.Buffers;
using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>Represents the stream that collects the bytes of a chunk, signs them and writes the chunk. Memory does not grow.</summary>
/// <param name="destination">The stream to write to, which stays open.</param>
/// <param name="key">The key of the signatures.</param>
/// <param name="signature">The signature of the request.</param>
/// <remarks>A chunk is <c>size;chunk-signature=signature</c>, the bytes, and line ends after both.</remarks>
internal sealed class AwsChunkStream(Stream destination, AwsSigningKey key, string signature) : ForwardStream
{
    /// <summary>The number of bytes of each chunk except the last ones.</summary>
    internal const int ChunkSize = 64 * 1024;

    /// <summary>The number of bytes that a chunk adds to its own bytes and to the digits of its size.</summary>
    internal const int FrameLength = 17 + 64 + 2 + 2;

    private const string Mark = ";chunk-signature=";

    // Room before the bytes of a chunk for the digits of its size and for its signature.
    private const int Head = 96;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Head + ChunkSize + 2);
    private string _previous = signature;
    private int _count;
    private bool _isReturned;

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        for (ReadOnlyMemory<byte> rest = buffer.AsMemory(offset, count); !rest.IsEmpty;)
        {
            rest = Collect(rest);
            if (_count == ChunkSize) destination.Write(CreateFrame().Span);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            buffer = Collect(buffer);
            if (_count == ChunkSize) await destination.WriteAsync(CreateFrame(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the bytes that are left, and the empty chunk at the end.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_count > 0) await destination.WriteAsync(CreateFrame(), cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(CreateFrame(), cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (!_isReturned) ArrayPool<byte>.Shared.Return(_buffer);
        _isReturned = true;
        base.Dispose(disposing);
    }

    /// <summary>Copies as many bytes as the chunk has room for; returns the rest.</summary>
    private ReadOnlyMemory<byte> Collect(ReadOnlyMemory<byte> bytes)
    {
        var size = Math.Min(bytes.Length, ChunkSize - _count);
        bytes[..size].CopyTo(_buffer.AsMemory(Head + _count));
        _count += size;
        return bytes[size..];
    }

    /// <summary>Signs the chunk and returns it as it is sent. The buffer is free for the next chunk when it was written.</summary>
    private ReadOnlyMemory<byte> CreateFrame()
    {
        _previous = key.SignChunk(_previous, _buffer.AsSpan(Head, _count));
        var head = string.Create(CultureInfo.InvariantCulture, $"{_count:x}{Mark}{_previous}\r\n");
        var start = Head - head.Length;
        Encoding.ASCII.GetBytes(head, _buffer.AsSpan(start));
        "\r\n"u8.CopyTo(_buffer.AsSpan(Head + _count));
        var frame = _buffer.AsMemory(start, head.Length + _count + 2);
        _count = 0;
        return frame;
    }
}
