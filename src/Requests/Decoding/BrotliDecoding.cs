using System.Buffers;
using System.IO.Compression;

namespace Requests;

/// <summary>Decodes br (RFC 7932).</summary>
/// <param name="source">The coded body.</param>
internal sealed class BrotliDecoding(Stream source) : DecodingStream("br", source)
{
    private BrotliDecoder _decoder;
    private bool _isComplete;

    protected override bool IsComplete => _isComplete;

    protected override bool MayEnd => false;

    protected override int Decode(ReadOnlySpan<byte> input, Span<byte> destination, out int used)
    {
        used = 0;
        if (_isComplete) return 0;
        var status = _decoder.Decompress(input, destination, out used, out var written);
        if (status == OperationStatus.InvalidData) throw new InvalidDataException("The brotli data is invalid.");
        _isComplete = status == OperationStatus.Done;
        return written;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _decoder.Dispose();
        base.Dispose(disposing);
    }
}
