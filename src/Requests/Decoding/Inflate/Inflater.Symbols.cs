using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Requests;

/// <content>Literals and matches.</content>
internal sealed partial class Inflater
{
    private const uint LiteralMask = (1 << InflateTables.LiteralBits) - 1;
    private const uint DistanceMask = (1 << InflateTables.DistanceBits) - 1;

    // Two loads of up to 8 bytes for each round.
    private const int FastInput = 16;

    private bool DecodeSymbols(ReadOnlySpan<byte> input, ref int position)
    {
        while (true)
        {
            if (!MakeRoom())
            {
                ReturnUnusedBytes(ref position);
                return false;
            }

            var isEnd = input.Length - position >= FastInput && DecodeFast(input, ref position);
            if (!isEnd)
            {
                if (_written >= WindowLimit) continue;
                if (DecodeOne(input, ref position) is not { } ended) return false;
                isEnd = ended;
            }

            if (!isEnd) continue;
            ReturnUnusedBytes(ref position);
            EndBlock();
            return true;
        }
    }

    /// <summary>Decodes one literal, match or end of block.</summary>
    /// <returns>Whether the block has ended; null when the input does not suffice.</returns>
    private bool? DecodeOne(ReadOnlySpan<byte> input, ref int position)
    {
        Load(56, input, ref position);
        var entry = Find(_literals, 0, LiteralMask, _bits, InflateTables.LiteralBits, out var used);
        used += (int)(entry & 0xff);
        if (used > _bitCount) return null;
        if ((int)entry < 0)
        {
            TakeBits(used);
            Window[_written++] = (byte)(entry >> 16);
            return false;
        }

        if ((entry & HuffmanTable.EndOfBlock) != 0)
        {
            TakeBits(used);
            return true;
        }

        if ((entry & HuffmanTable.Exceptional) != 0) return NotACode();
        var length = (int)(entry >> 16) + GetExtraBits(_bits, entry, used);
        var distanceEntry = Find(
            _distances,
            _distancesStart,
            DistanceMask,
            _bits >> used,
            InflateTables.DistanceBits,
            out var usedByDistance);
        used += usedByDistance + (int)(distanceEntry & 0xff);
        if (used > _bitCount) return null;
        if ((distanceEntry & HuffmanTable.Exceptional) != 0) return NotACode();
        var distance = (int)(distanceEntry >> 16) + GetExtraBits(_bits, distanceEntry, used);
        if (distance > _written) throw BeforeStart();
        TakeBits(used);
        for (var end = _written + length; _written < end; _written++) Window[_written] = Window[_written - distance];
        return false;
    }

    /// <summary>Throws for bits that are not a code, once there are as many bits as the longest symbol has.</summary>
    private bool? NotACode() => _bitCount < 48 ? null : throw Invalid("a code has no meaning");

    private static InvalidDataException BeforeStart() => Invalid("a match begins before the data");

    private static uint Find(uint[] table, int start, uint mask, ulong bits, int primaryBits, out int used)
    {
        used = 0;
        var entry = table[start + (int)((uint)bits & mask)];
        if ((entry & HuffmanTable.SecondTable) == 0) return entry;
        used = primaryBits;
        return table[start + (int)(entry >> 16) + (int)((bits >> primaryBits) & ((1UL << (int)((entry >> 8) & 15)) - 1))];
    }

    private static int GetExtraBits(ulong bits, uint entry, int used)
    {
        var extra = (int)(entry & 0xff) - (int)((entry >> 8) & 15);
        return (int)((bits >> (used - extra)) & ((1UL << extra) - 1));
    }

    /// <summary>
    /// Decodes while there are at least 16 bytes of input and room for the longest match. Bounds are checked once a round. The accesses are
    /// not checked again, because the entries of the tables are trusted and distances are compared with the number of bytes written.
    /// </summary>
    /// <returns>Whether the block has ended.</returns>
    [SuppressMessage("Design", "MA0051:Method is too long", Justification = "One loop whose state stays in registers is fast.")]
    private bool DecodeFast(ReadOnlySpan<byte> input, ref int position)
    {
        ref var source = ref MemoryMarshal.GetReference(input);
        ref var target = ref MemoryMarshal.GetArrayDataReference(Window);
        ref var literals = ref MemoryMarshal.GetArrayDataReference(_literals);
        ref var distances = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_distances), _distancesStart);
        var lastInput = input.Length - FastInput;
        var at = position;
        var written = _written;
        var bits = _bits;
        var count = _bitCount;
        var ended = false;
        while (at <= lastInput && written < WindowLimit)
        {
            Refill(ref source, ref at, ref bits, ref count);
            var entry = Unsafe.Add(ref literals, (uint)bits & LiteralMask);
            if ((int)entry < 0)
            {
                // Up to three literals are within the bits that are loaded; a match may need more.
                entry = TakeLiterals(entry, ref literals, ref target, ref written, ref bits, ref count);
                if ((int)entry < 0) continue;
                Refill(ref source, ref at, ref bits, ref count);
            }

            if ((entry & HuffmanTable.SecondTable) != 0)
            {
                entry = ReadSecondTable(entry, ref literals, InflateTables.LiteralBits, ref bits, ref count);
            }

            if ((int)entry < 0)
            {
                Unsafe.Add(ref target, written++) = (byte)(entry >> 16);
                Skip(entry, ref bits, ref count);
                continue;
            }

            if ((entry & HuffmanTable.Exceptional) != 0)
            {
                if ((entry & HuffmanTable.EndOfBlock) == 0) throw Invalid("a code has no meaning");
                Skip(entry, ref bits, ref count);
                ended = true;
                break;
            }

            var length = ReadValue(entry, ref bits, ref count);
            entry = Unsafe.Add(ref distances, (uint)bits & DistanceMask);
            if ((entry & HuffmanTable.SecondTable) != 0)
            {
                entry = ReadSecondTable(entry, ref distances, InflateTables.DistanceBits, ref bits, ref count);
            }

            if ((entry & HuffmanTable.Exceptional) != 0) throw Invalid("a code has no meaning");
            var distance = ReadValue(entry, ref bits, ref count);
            if (distance > written) throw BeforeStart();
            Copy(ref Unsafe.Add(ref target, written), distance, length);
            written += length;
        }

        position = at;
        _written = written;
        _bitCount = count;
        _bits = bits & ((1UL << count) - 1);
        return ended;
    }

    /// <summary>
    /// Loads at least 56 bits. The bits beyond the count are those that are loaded next, so setting them twice is harmless.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ref byte source, ref int at, ref ulong bits, ref int count)
    {
        var next = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at));
        bits |= (BitConverter.IsLittleEndian ? next : BinaryPrimitives.ReverseEndianness(next)) << count;
        at += (63 - count) >> 3;
        count |= 56;
    }

    /// <summary>Writes up to three literals.</summary>
    /// <returns>The entry behind the first or second literal; the entry of the third when there were three.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint TakeLiterals(uint entry, ref uint literals, ref byte target, ref int written, ref ulong bits, ref int count)
    {
        Unsafe.Add(ref target, written++) = (byte)(entry >> 16);
        Skip(entry, ref bits, ref count);
        entry = Unsafe.Add(ref literals, (uint)bits & LiteralMask);
        if ((int)entry >= 0) return entry;
        Unsafe.Add(ref target, written++) = (byte)(entry >> 16);
        Skip(entry, ref bits, ref count);
        entry = Unsafe.Add(ref literals, (uint)bits & LiteralMask);
        if ((int)entry >= 0) return entry;
        Unsafe.Add(ref target, written++) = (byte)(entry >> 16);
        Skip(entry, ref bits, ref count);
        return entry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ReadSecondTable(uint entry, ref uint table, int primaryBits, ref ulong bits, ref int count)
    {
        bits >>= primaryBits;
        count -= primaryBits;
        return Unsafe.Add(ref table, (entry >> 16) + ((uint)bits & ((1u << (int)((entry >> 8) & 15)) - 1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Skip(uint entry, ref ulong bits, ref int count)
    {
        bits >>= (byte)entry;
        count -= (byte)entry;
    }

    /// <summary>Reads a length or distance: its base and its extra bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadValue(uint entry, ref ulong bits, ref int count)
    {
        var value = (int)(entry >> 16) + (int)((bits & ((1UL << (byte)entry) - 1)) >> (byte)(entry >> 8));
        Skip(entry, ref bits, ref count);
        return value;
    }

    /// <summary>Repeats earlier bytes; may write up to 15 bytes more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte to, int distance, int length)
    {
        ref var from = ref Unsafe.Subtract(ref to, distance);
        if (distance >= 16)
        {
            var done = 0;
            do
            {
                Vector128.LoadUnsafe(ref from, (nuint)done).StoreUnsafe(ref to, (nuint)done);
                done += 16;
            }
            while (done < length);
        }
        else if (distance >= 8)
        {
            var done = 0;
            do
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, done), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, done)));
                done += 8;
            }
            while (done < length);
        }
        else if (distance == 1)
        {
            Unsafe.InitBlockUnaligned(ref to, from, (uint)length);
        }
        else
        {
            for (var i = 0; i < length; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
        }
    }
}
