using System.Buffers;

namespace Requests;

/// <summary>
/// Decompresses deflate data (RFC 1951) in pieces of any size, and reports exactly how many bytes of a piece it used. .NET's DeflateStream
/// does not report that, so data behind it, such as the next member of a gzip body, could only be searched for.
/// </summary>
/// <remarks>
/// Output goes to a window that also holds the last 32 KB for matches. While input and output have room, <see cref="DecodeFast"/> decodes
/// without a check for each symbol; near the ends <see cref="DecodeOne"/> does. An incomplete symbol stays in the bit buffer.
/// </remarks>
internal sealed partial class Inflater : IDisposable
{
    private const int History = 32 * 1024;
    private const int LongestMatch = 258;

    // Matches are copied 16 bytes at a time and may write beyond their end.
    private const int Slack = 32;
    private const int WindowSize = 128 * 1024;
    private const int WindowLimit = WindowSize - Slack - LongestMatch;

    private readonly byte[] _lengths = new byte[320];
    private byte[]? _window = ArrayPool<byte>.Shared.Rent(WindowSize);
    private uint[]? _dynamicTables;
    private uint[] _literals = InflateTables.FixedLiterals;
    private uint[] _distances = InflateTables.FixedDistances;
    private int _distancesStart;
    private int _read;
    private int _written;
    private ulong _bits;
    private int _bitCount;
    private State _state;
    private bool _isLastBlock;
    private int _storedLeft;
    private int _literalCount;
    private int _distanceCount;
    private int _codeLengthCount;
    private int _index;

    private enum State
    {
        BlockHeader,
        StoredHeader,
        Stored,
        DynamicHeader,
        CodeLengthLengths,
        CodeLengths,
        Symbols,
        Done,
    }

    /// <summary>Gets a value that indicates whether the data is complete.</summary>
    internal bool IsDone => _state == State.Done;

    /// <summary>Gets the decompressed bytes that were not read yet.</summary>
    internal ReadOnlySpan<byte> Output => _window.AsSpan(_read, _written - _read);

    private byte[] Window => _window ?? throw new ObjectDisposedException(nameof(Inflater));

    /// <summary>Resets the decompressor for new data.</summary>
    internal void Reset()
    {
        _read = _written = 0;
        _bits = 0;
        _bitCount = 0;
        _isLastBlock = false;
        _state = State.BlockHeader;
    }

    /// <summary>Decompresses until the input is used up, the data ends, or the window is full.</summary>
    /// <param name="input">The next piece of the data, possibly with bytes that follow the data.</param>
    /// <returns>The number of input bytes that were used: all of them, unless the data has ended or the window is full.</returns>
    /// <exception cref="InvalidDataException">The bytes are not deflate data.</exception>
    internal int Inflate(ReadOnlySpan<byte> input)
    {
        var position = 0;
        while (Step(input, ref position))
        {
        }

        return position;
    }

    /// <summary>Reads decompressed bytes.</summary>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>The number of bytes that were read; 0 when all were read before.</returns>
    internal int Take(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, _written - _read);
        _window.AsSpan(_read, count).CopyTo(destination);
        _read += count;
        return count;
    }

    /// <summary>Releases the buffers.</summary>
    public void Dispose()
    {
        if (_window is { } window) ArrayPool<byte>.Shared.Return(window);
        if (_dynamicTables is { } tables) ArrayPool<uint>.Shared.Return(tables);
        _window = null;
        _dynamicTables = null;
        _literals = _distances = [];
    }

    private static InvalidDataException Invalid(string what) => new($"The deflate data is invalid: {what}.");

    /// <summary>Performs the next step; returns false when this input allows no further step.</summary>
    private bool Step(ReadOnlySpan<byte> input, ref int position) => _state switch
    {
        State.BlockHeader => ReadBlockHeader(input, ref position),
        State.StoredHeader => ReadStoredHeader(input, ref position),
        State.Stored => CopyStored(input, ref position),
        State.DynamicHeader => ReadDynamicHeader(input, ref position),
        State.CodeLengthLengths => ReadCodeLengthLengths(input, ref position),
        State.CodeLengths => ReadCodeLengths(input, ref position),
        State.Symbols => DecodeSymbols(input, ref position),
        _ => false,
    };

    /// <summary>Loads bytes until the bit buffer holds the given number of bits, and not one byte more.</summary>
    private bool Load(int bits, ReadOnlySpan<byte> input, ref int position)
    {
        while (_bitCount < bits)
        {
            if (position == input.Length) return false;
            _bits |= (ulong)input[position++] << _bitCount;
            _bitCount += 8;
        }

        return true;
    }

    private int TakeBits(int count)
    {
        var value = (int)(_bits & ((1UL << count) - 1));
        _bits >>= count;
        _bitCount -= count;
        return value;
    }

    /// <summary>Returns bytes that were loaded ahead to the input.</summary>
    private void ReturnUnusedBytes(ref int position)
    {
        var bytes = Math.Min(_bitCount >> 3, position);
        position -= bytes;
        _bitCount -= bytes * 8;
        _bits &= (1UL << _bitCount) - 1;
    }

    /// <summary>Makes room in the window; returns false when it is full of bytes that were not read yet.</summary>
    private bool MakeRoom()
    {
        if (_written < WindowLimit) return true;
        if (_read < _written) return false;
        Window.AsSpan(_written - History, History).CopyTo(_window);
        _read = _written = History;
        return true;
    }

    private bool ReadBlockHeader(ReadOnlySpan<byte> input, ref int position)
    {
        if (!Load(3, input, ref position)) return false;
        _isLastBlock = TakeBits(1) == 1;
        switch (TakeBits(2))
        {
            case 0:
                TakeBits(_bitCount & 7);
                _state = State.StoredHeader;
                break;
            case 1:
                _literals = InflateTables.FixedLiterals;
                _distances = InflateTables.FixedDistances;
                _distancesStart = 0;
                _state = State.Symbols;
                break;
            case 2:
                _state = State.DynamicHeader;
                break;
            default:
                throw Invalid("a block has an unknown type");
        }

        return true;
    }

    private bool ReadStoredHeader(ReadOnlySpan<byte> input, ref int position)
    {
        if (!Load(32, input, ref position)) return false;
        _storedLeft = TakeBits(16);
        if (TakeBits(16) != (_storedLeft ^ 0xffff)) throw Invalid("the length of a stored block and its complement differ");
        _state = State.Stored;
        return true;
    }

    private bool CopyStored(ReadOnlySpan<byte> input, ref int position)
    {
        while (_storedLeft > 0)
        {
            if (position == input.Length || !MakeRoom()) return false;
            var count = Math.Min(Math.Min(_storedLeft, input.Length - position), WindowLimit - _written);
            input.Slice(position, count).CopyTo(Window.AsSpan(_written));
            position += count;
            _written += count;
            _storedLeft -= count;
        }

        EndBlock();
        return true;
    }

    private void EndBlock() => _state = _isLastBlock ? State.Done : State.BlockHeader;

    private bool ReadDynamicHeader(ReadOnlySpan<byte> input, ref int position)
    {
        if (!Load(14, input, ref position)) return false;
        _literalCount = TakeBits(5) + 257;
        _distanceCount = TakeBits(5) + 1;
        _codeLengthCount = TakeBits(4) + 4;
        if (_literalCount > 286 || _distanceCount > 30) throw Invalid("a block has too many codes");
        _lengths.AsSpan(0, 19).Clear();
        _index = 0;
        _state = State.CodeLengthLengths;
        return true;
    }

    private bool ReadCodeLengthLengths(ReadOnlySpan<byte> input, ref int position)
    {
        for (; _index < _codeLengthCount; _index++)
        {
            if (!Load(3, input, ref position)) return false;
            _lengths[InflateTables.CodeLengthOrder[_index]] = (byte)TakeBits(3);
        }

        // Both tables share one array: literals and lengths first. Until they are built, the first part holds the code lengths.
        _dynamicTables ??= ArrayPool<uint>.Shared.Rent(InflateTables.LiteralSize + InflateTables.DistanceSize);
        var lengths = _lengths.AsSpan(0, 19);
        var isValid = HuffmanTable.TryBuild(
            lengths, InflateTables.CodeLengths, InflateTables.CodeLengthBits, _dynamicTables, mayBeIncomplete: false);
        if (!isValid) throw Invalid("the code of the code lengths is not complete");
        _index = 0;
        _state = State.CodeLengths;
        return true;
    }

    private bool ReadCodeLengths(ReadOnlySpan<byte> input, ref int position)
    {
        var total = _literalCount + _distanceCount;
        while (_index < total)
        {
            if (!ReadCodeLength(input, ref position)) return false;
            if (_index > total) throw Invalid("the code lengths are more than announced");
        }

        if (_lengths[256] == 0) throw Invalid("a block has no code for its end");
        var literals = _dynamicTables.AsSpan(0, InflateTables.LiteralSize);
        var distances = _dynamicTables.AsSpan(InflateTables.LiteralSize, InflateTables.DistanceSize);
        if (!TryBuild(0, _literalCount, InflateTables.Literals, InflateTables.LiteralBits, literals)
            || !TryBuild(_literalCount, _distanceCount, InflateTables.Distances, InflateTables.DistanceBits, distances))
        {
            throw Invalid("a code is not complete");
        }

        _literals = _distances = _dynamicTables!;
        _distancesStart = InflateTables.LiteralSize;
        _state = State.Symbols;
        return true;
    }

    private bool TryBuild(int start, int count, ReadOnlySpan<uint> results, int primaryBits, Span<uint> table) =>
        HuffmanTable.TryBuild(_lengths.AsSpan(start, count), results, primaryBits, table, mayBeIncomplete: true);

    private bool ReadCodeLength(ReadOnlySpan<byte> input, ref int position)
    {
        uint entry;
        do
        {
            entry = _dynamicTables![_bits & ((1 << InflateTables.CodeLengthBits) - 1)];
        }
        while ((int)(entry & 0xff) > _bitCount && Load(_bitCount + 1, input, ref position));

        var length = (int)(entry & 0xff);
        var symbol = (byte)(entry >> 16);
        var extra = symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 };
        if (length > _bitCount || !Load(length + extra, input, ref position)) return false;
        TakeBits(length);
        if (symbol < 16)
        {
            _lengths[_index++] = symbol;
            return true;
        }

        if (symbol == 16 && _index == 0) throw Invalid("a code length is repeated before there is one");
        var count = TakeBits(extra) + (symbol == 18 ? 11 : 3);
        if (_index + count > _literalCount + _distanceCount) throw Invalid("the code lengths are more than announced");
        _lengths.AsSpan(_index, count).Fill(symbol == 16 ? _lengths[_index - 1] : (byte)0);
        _index += count;
        return true;
    }
}
