namespace Requests;

/// <summary>The checksum of zlib (RFC 1950 section 8.2).</summary>
internal static class Adler32
{
    private const uint Base = 65521;

    // The number of bytes that can be added before a sum exceeds 32 bits.
    private const int MaximumRun = 5552;

    /// <summary>Returns the checksum of the bytes so far and these.</summary>
    /// <param name="checksum">The checksum so far; 1 at the start.</param>
    /// <param name="bytes">The bytes.</param>
    internal static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var sum = checksum & 0xffff;
        var sums = checksum >> 16;
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(bytes.Length, MaximumRun)];
            foreach (var value in piece)
            {
                sum += value;
                sums += sum;
            }

            sum %= Base;
            sums %= Base;
            bytes = bytes[piece.Length..];
        }

        return (sums << 16) | sum;
    }
}
