using System.Buffers.Binary;

namespace Requests;

/// <summary>
/// Decodes gzip (RFC 1952): any number of members, empty ones included. The checksum and the length of each member are verified. Zeros
/// between and behind members are skipped, and other bytes behind a member end the data, as in gzip(1) and urllib3.
/// </summary>
/// <param name="source">The coded body.</param>
internal sealed class GzipDecoder(Stream source) : DecodingStream("gzip", source)
{
    private const int TrailerLength = 8;

    private readonly Inflater _inflater = new();
    private readonly GzipHeader _header = new();
    private readonly byte[] _trailer = new byte[TrailerLength];
    private int _trailerCount;
    private uint _checksum;
    private uint _length;
    private State _state;

    private enum State
    {
        First,
        Header,
        Data,
        Trailer,
        Between,
        Done,
    }

    protected override bool IsComplete => _state == State.Done;

    protected override bool MayEnd => _state == State.Between && _header.IsEmpty;

    protected override int Decode(ReadOnlySpan<byte> input, Span<byte> destination, out int used)
    {
        used = 0;
        while (true)
        {
            switch (_state)
            {
                case State.Data:
                    if (Inflate(input, destination, ref used) is > 0 and var count) return count;
                    if (!_inflater.IsDone) return 0;
                    _state = State.Trailer;
                    break;
                case State.Done:
                    return 0;
                default:
                    if (used == input.Length) return 0;
                    Take(input[used++]);
                    break;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inflater.Dispose();
        base.Dispose(disposing);
    }

    private int Inflate(ReadOnlySpan<byte> input, Span<byte> destination, ref int used)
    {
        if (_inflater.Output.IsEmpty) used += _inflater.Inflate(input[used..]);
        var count = _inflater.Take(destination);
        _checksum = Crc32.Append(_checksum, destination[..count]);
        _length += (uint)count;
        return count;
    }

    /// <summary>Handles a byte of a header or trailer, or one between two members.</summary>
    private void Take(byte value)
    {
        switch (_state)
        {
            case State.Trailer:
                _trailer[_trailerCount++] = value;
                if (_trailerCount == TrailerLength) EndMember();
                break;
            case State.Between when value == 0 && _header.IsEmpty:
                break;
            case State.Between when !_header.MayFollow(value):
                // Bytes that do not begin a member end the data.
                _state = State.Done;
                break;
            default:
                if (!_header.Add(value)) break;
                _header.Clear();
                BeginMember();
                break;
        }

        if (_state == State.Between && _header.IsMember) _state = State.Header;
    }

    private void BeginMember()
    {
        _inflater.Reset();
        _checksum = 0;
        _length = 0;
        _trailerCount = 0;
        _state = State.Data;
    }

    private void EndMember()
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(_trailer) != _checksum)
        {
            throw new InvalidDataException("The checksum of a gzip member differs.");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(_trailer.AsSpan(4)) != _length)
        {
            throw new InvalidDataException("The length of a gzip member differs.");
        }

        _state = State.Between;
    }
}
