namespace Requests;

/// <summary>The fixed tables of deflate (RFC 1951 sections 3.2.5 to 3.2.7), in the format of <see cref="HuffmanTable"/>.</summary>
internal static class InflateTables
{
    /// <summary>The number of bits that index the primary table of literals and lengths.</summary>
    internal const int LiteralBits = 11;

    /// <summary>The number of bits that index the primary table of distances.</summary>
    internal const int DistanceBits = 8;

    /// <summary>The number of bits that index the table of code lengths, whose codes are not longer.</summary>
    internal const int CodeLengthBits = 7;

    /// <summary>The maximum size of the table of literals and lengths, second tables included.</summary>
    internal const int LiteralSize = 2342;

    /// <summary>The maximum size of the table of distances, second tables included.</summary>
    internal const int DistanceSize = 402;

    /// <summary>The entries of literals and lengths, without the length of their codes.</summary>
    internal static readonly uint[] Literals = CreateLiterals();

    /// <summary>The entries of distances, without the length of their codes.</summary>
    internal static readonly uint[] Distances = CreateDistances();

    /// <summary>The entries of code lengths, without the length of their codes.</summary>
    internal static readonly uint[] CodeLengths = [.. Enumerable.Range(0, 19).Select(symbol => (uint)symbol << 16)];

    /// <summary>The table of literals and lengths of a block with fixed codes.</summary>
    internal static readonly uint[] FixedLiterals = CreateFixedLiterals();

    /// <summary>The table of distances of a block with fixed codes.</summary>
    internal static readonly uint[] FixedDistances = CreateFixedDistances();

    /// <summary>The order in which a block with dynamic codes gives the lengths of its code lengths.</summary>
    internal static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static uint[] CreateLiterals()
    {
        var results = new uint[288];
        for (var symbol = 0u; symbol < 256; symbol++) results[symbol] = HuffmanTable.Literal | (symbol << 16);
        results[256] = HuffmanTable.Exceptional | HuffmanTable.EndOfBlock;
        for (uint symbol = 257, start = 3; symbol < 285; symbol++)
        {
            var extra = symbol < 261 ? 0 : (symbol - 261) / 4;
            results[symbol] = (start << 16) | extra;
            start += 1u << (int)extra;
        }

        results[285] = 258u << 16;
        results[286] = results[287] = HuffmanTable.Exceptional;
        return results;
    }

    private static uint[] CreateDistances()
    {
        var results = new uint[32];
        for (uint symbol = 0, start = 1; symbol < 30; symbol++)
        {
            var extra = symbol < 2 ? 0 : (symbol - 2) / 2;
            results[symbol] = (start << 16) | extra;
            start += 1u << (int)extra;
        }

        results[30] = results[31] = HuffmanTable.Exceptional;
        return results;
    }

    private static uint[] CreateFixedLiterals()
    {
        var lengths = new byte[288];
        lengths.AsSpan(0, 144).Fill(8);
        lengths.AsSpan(144, 112).Fill(9);
        lengths.AsSpan(256, 24).Fill(7);
        lengths.AsSpan(280, 8).Fill(8);
        var table = new uint[1 << LiteralBits];
        HuffmanTable.TryBuild(lengths, Literals, LiteralBits, table, mayBeIncomplete: false);
        return table;
    }

    private static uint[] CreateFixedDistances()
    {
        var lengths = new byte[32];
        lengths.AsSpan().Fill(5);
        var table = new uint[1 << DistanceBits];
        HuffmanTable.TryBuild(lengths, Distances, DistanceBits, table, mayBeIncomplete: false);
        return table;
    }
}
