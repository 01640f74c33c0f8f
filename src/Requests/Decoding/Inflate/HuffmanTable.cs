namespace Requests;

/// <summary>
/// Builds the tables that decode the Huffman codes of deflate (RFC 1951 section 3.2.2). The low bits of the input index a primary table.
/// Its entries for longer codes refer to a second table behind it.
/// </summary>
/// <remarks>
/// An entry holds, from its lowest bit: 8 bits for the number of bits to take, extra bits included; 4 bits for the length of the code
/// alone; 4 flags; 15 bits for the value (a literal, the base of a length or distance, or the position of a second table); 1 bit for a
/// literal.
/// </remarks>
internal static class HuffmanTable
{
    /// <summary>Marks a literal: the entry is negative as a signed number.</summary>
    internal const uint Literal = 0x8000_0000;

    /// <summary>Marks an entry that is neither a literal nor the base of a length or distance.</summary>
    internal const uint Exceptional = 0x8000;

    /// <summary>Marks, together with <see cref="Exceptional"/>, a reference to a second table.</summary>
    internal const uint SecondTable = 0x4000;

    /// <summary>Marks, together with <see cref="Exceptional"/>, the end of a block.</summary>
    internal const uint EndOfBlock = 0x2000;

    private const int LongestCode = 15;

    /// <summary>Builds a table.</summary>
    /// <param name="lengths">The code length of each symbol, 0 for a symbol without a code.</param>
    /// <param name="results">The entry of each symbol, without the length of its code.</param>
    /// <param name="primaryBits">The number of bits that index the primary table.</param>
    /// <param name="table">The table, large enough for every valid code.</param>
    /// <param name="mayBeIncomplete">Whether no code, or one code of one bit, is allowed.</param>
    /// <returns>Whether the lengths are those of a valid code.</returns>
    internal static bool TryBuild(
        ReadOnlySpan<byte> lengths,
        ReadOnlySpan<uint> results,
        int primaryBits,
        Span<uint> table,
        bool mayBeIncomplete)
    {
        Span<int> counts = stackalloc int[LongestCode + 1];
        counts.Clear();
        foreach (var length in lengths) counts[length]++;
        counts[0] = 0;
        if (!IsValid(counts, mayBeIncomplete, out var isComplete)) return false;
        Span<ushort> sorted = stackalloc ushort[288];
        Sort(lengths, counts, sorted);
        if (!isComplete) table[..(1 << primaryBits)].Fill(Exceptional);
        Fill(counts, sorted, results, primaryBits, table);
        return true;
    }

    private static bool IsValid(ReadOnlySpan<int> counts, bool mayBeIncomplete, out bool isComplete)
    {
        var left = 1;
        var codes = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            left = (left << 1) - counts[length];
            codes += counts[length];
            if (left < 0) break;
        }

        isComplete = left == 0;
        return isComplete || (left > 0 && mayBeIncomplete && (codes == 0 || (codes == 1 && counts[1] == 1)));
    }

    private static void Sort(ReadOnlySpan<byte> lengths, ReadOnlySpan<int> counts, Span<ushort> sorted)
    {
        Span<int> places = stackalloc int[LongestCode + 2];
        places[1] = 0;
        for (var length = 1; length <= LongestCode; length++) places[length + 1] = places[length] + counts[length];
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0) sorted[places[lengths[symbol]]++] = (ushort)symbol;
        }
    }

    private static void Fill(Span<int> counts, ReadOnlySpan<ushort> sorted, ReadOnlySpan<uint> results, int primaryBits, Span<uint> table)
    {
        int code = 0, next = 0, end = 1 << primaryBits, secondStart = 0, secondBits = 0, prefix = -1;
        for (var length = 1; length <= LongestCode; length++, code <<= 1)
        {
            for (; counts[length] > 0; counts[length]--, code++)
            {
                var result = results[sorted[next++]];
                var reversed = Reverse(code, length);
                if (length <= primaryBits)
                {
                    Spread(table[..(1 << primaryBits)], reversed, 1 << length, result + (uint)(length * 0x101));
                    continue;
                }

                if ((reversed & ((1 << primaryBits) - 1)) != prefix)
                {
                    prefix = reversed & ((1 << primaryBits) - 1);
                    secondBits = SecondBits(counts, length, primaryBits);
                    secondStart = end;
                    end += 1 << secondBits;
                    table[prefix] = ((uint)secondStart << 16) | Exceptional | SecondTable | ((uint)secondBits << 8) | (uint)primaryBits;
                }

                var rest = length - primaryBits;
                Spread(table.Slice(secondStart, 1 << secondBits), reversed >> primaryBits, 1 << rest, result + (uint)(rest * 0x101));
            }
        }
    }

    /// <summary>Gets the number of bits that index a second table: the longest code with its prefix decides.</summary>
    private static int SecondBits(ReadOnlySpan<int> counts, int length, int primaryBits)
    {
        var bits = length - primaryBits;
        for (var used = counts[length]; used < 1 << bits; bits++) used = (used << 1) + counts[primaryBits + bits + 1];
        return bits;
    }

    private static void Spread(Span<uint> table, int first, int step, uint entry)
    {
        for (var i = first; i < table.Length; i += step) table[i] = entry;
    }

    /// <summary>Reverses the bits of a code, because they arrive in that order.</summary>
    private static int Reverse(int code, int length)
    {
        code = ((code & 0x5555) << 1) | ((code >> 1) & 0x5555);
        code = ((code & 0x3333) << 2) | ((code >> 2) & 0x3333);
        code = ((code & 0x0f0f) << 4) | ((code >> 4) & 0x0f0f);
        code = ((code & 0x00ff) << 8) | ((code >> 8) & 0x00ff);
        return code >> (16 - length);
    }
}
