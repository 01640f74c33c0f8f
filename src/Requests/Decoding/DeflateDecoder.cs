using System.Buffers.Binary;

namespace Requests;

/// <summary>Decodes deflate: the zlib format of RFC 9110 section 8.4.1.2, and raw deflate data, which some servers send.</summary>
/// <param name="source">The coded body.</param>
internal sealed class DeflateDecoder(Stream source) : DecodingStream("deflate", source)
{
    private const int HeaderLength = 2;
    private const int TrailerLength = 4;
    private const int PresetDictionary = 0x20;

    private readonly Inflater _inflater = new();
    private readonly byte[] _frame = new byte[TrailerLength];
    private int _frameCount;
    private uint _checksum = 1;
    private State _state;

    private enum State
    {
        Header,
        Raw,
        Zlib,
        Trailer,
        Done,
    }

    protected override bool IsComplete => _state == State.Done;

    protected override bool MayEnd => false;

    protected override int Decode(ReadOnlySpan<byte> input, Span<byte> destination, out int used)
    {
        used = 0;
        if (_state == State.Header && !ReadHeader(input, ref used)) return 0;
        if (_state is State.Raw or State.Zlib)
        {
            if (_inflater.Output.IsEmpty) used += _inflater.Inflate(input[used..]);
            var count = _inflater.Take(destination);
            if (_state == State.Zlib) _checksum = Adler32.Append(_checksum, destination[..count]);
            if (count > 0 || !_inflater.IsDone) return count;
            _state = _state == State.Zlib ? State.Trailer : State.Done;
        }

        if (_state == State.Trailer) ReadTrailer(input, ref used);
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inflater.Dispose();
        base.Dispose(disposing);
    }

    private bool ReadHeader(ReadOnlySpan<byte> input, ref int used)
    {
        while (_frameCount < HeaderLength && used < input.Length) _frame[_frameCount++] = input[used++];
        if (_frameCount < HeaderLength) return false;
        var isZlib = (_frame[0] & 0x0f) == 8 && BinaryPrimitives.ReadUInt16BigEndian(_frame) % 31 == 0;
        if (isZlib && (_frame[1] & PresetDictionary) != 0)
        {
            throw new InvalidDataException("The zlib data needs a preset dictionary, which HTTP does not have.");
        }

        if (!isZlib) _inflater.Inflate(_frame.AsSpan(0, HeaderLength));
        _frameCount = 0;
        _state = isZlib ? State.Zlib : State.Raw;
        return true;
    }

    private void ReadTrailer(ReadOnlySpan<byte> input, ref int used)
    {
        while (_frameCount < TrailerLength && used < input.Length) _frame[_frameCount++] = input[used++];
        if (_frameCount < TrailerLength) return;
        if (BinaryPrimitives.ReadUInt32BigEndian(_frame) != _checksum)
        {
            throw new InvalidDataException("The checksum of the zlib data differs.");
        }

        _state = State.Done;
    }
}
