using ZstdSharp.Unsafe;

namespace Requests.Dependencies;

/// <summary>
/// Decodes zstd (RFC 8878) with ZstdSharp: any number of frames, skippable ones included. The checksum of a frame is verified. None of
/// the types of the library is exposed.
/// </summary>
public sealed unsafe class ZstdDecoder : IDisposable
{
    private readonly ZstdContext _context = new();

    // The decoder can hold decoded bytes that did not fit into the destination.
    private bool _holdsBytes;

    /// <summary>Creates the decoder.</summary>
    /// <param name="windowLog">The binary logarithm of the largest window in bytes.</param>
    public ZstdDecoder(int windowLog) => _context.SetWindowLog(windowLog);

    /// <summary>Gets a value that indicates whether the bytes so far end with a whole frame. True before the first byte.</summary>
    public bool IsBetweenFrames { get; private set; } = true;

    /// <summary>Decodes until the destination is full, the input is used up or a frame ends.</summary>
    /// <param name="input">The coded bytes; may be empty.</param>
    /// <param name="destination">Receives decoded bytes.</param>
    /// <param name="used">The number of coded bytes that were used.</param>
    /// <returns>The number of decoded bytes.</returns>
    /// <exception cref="InvalidDataException">The bytes are not zstd data.</exception>
    /// <exception cref="ZstdWindowException">A frame needs a larger window.</exception>
    /// <exception cref="ObjectDisposedException">The decoder was disposed.</exception>
    public int Decode(ReadOnlySpan<byte> input, Span<byte> destination, out int used)
    {
        used = 0;
        if (input.IsEmpty && !_holdsBytes) return 0;

        // The memory of the decoder stays valid when another thread disposes it meanwhile.
        var isHeld = false;
        try
        {
            _context.DangerousAddRef(ref isHeld);
            return Decode((ZSTD_DCtx_s*)_context.DangerousGetHandle(), input, destination, out used);
        }
        finally
        {
            if (isHeld) _context.DangerousRelease();
        }
    }

    /// <summary>Releases the memory of the decoder.</summary>
    public void Dispose() => _context.Dispose();

    private int Decode(ZSTD_DCtx_s* context, ReadOnlySpan<byte> input, Span<byte> destination, out int used)
    {
        fixed (byte* source = input)
        fixed (byte* target = destination)
        {
            var from = new ZSTD_inBuffer_s { src = source, size = (nuint)input.Length };
            var to = new ZSTD_outBuffer_s { dst = target, size = (nuint)destination.Length };
            var hint = Methods.ZSTD_decompressStream(context, &to, &from);
            ZstdContext.Check(hint);
            used = (int)from.pos;
            _holdsBytes = to.pos == to.size;

            // Zero means that the frame is complete and that all its bytes were returned.
            if (used > 0 || to.pos > 0) IsBetweenFrames = hint == 0;
            return (int)to.pos;
        }
    }
}
