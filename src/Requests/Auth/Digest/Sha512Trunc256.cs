using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Requests;

/// <summary>
/// Computes SHA-512/256, which .NET does not have: SHA-512 with other initial values, truncated to 256 bits. The constants are computed as
/// the standard defines them.
/// </summary>
/// <remarks>FIPS 180-4 sections 4.2.3, 5.3.6 and 6.4.</remarks>
internal static class Sha512Trunc256
{
    private const int BlockSize = 128;

    // The fractional parts of the cube roots of the first eighty primes.
    private static readonly ulong[] Constants = [.. Primes().Take(80).Select(prime => Root(prime, 3))];

    private static readonly ulong[] Initial = CreateInitial();

    /// <summary>Computes the hash.</summary>
    /// <param name="data">The bytes to hash.</param>
    internal static byte[] HashData(ReadOnlySpan<byte> data)
    {
        var hash = new byte[64];
        var state = Hash(Initial, data);
        for (var i = 0; i < state.Length; i++) BinaryPrimitives.WriteUInt64BigEndian(hash.AsSpan(i * 8), state[i]);
        return hash[..32];
    }

    /// <summary>
    /// Hashes the name of the algorithm by SHA-512 with modified initial values (the square roots of eight primes, xor a5).
    /// </summary>
    private static ulong[] CreateInitial() =>
        Hash([.. Primes().Take(8).Select(prime => Root(prime, 2) ^ 0xa5a5a5a5a5a5a5a5)], Encoding.ASCII.GetBytes("SHA-512/256"));

    private static IEnumerable<int> Primes()
    {
        for (var number = 2; ; number++)
        {
            var isPrime = true;
            for (var divisor = 2; divisor * divisor <= number; divisor++) isPrime &= number % divisor != 0;
            if (isPrime) yield return number;
        }
    }

    /// <summary>Computes the first 64 bits of the fraction of a root.</summary>
    private static ulong Root(int number, int degree)
    {
        var target = (BigInteger)number << (64 * degree);
        var low = BigInteger.Zero;
        var high = (BigInteger)number << 64;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (BigInteger.Pow(middle, degree) <= target) low = middle;
            else high = middle - 1;
        }

        return (ulong)(low & ulong.MaxValue);
    }

    private static ulong[] Hash(ulong[] initial, ReadOnlySpan<byte> data)
    {
        var state = (ulong[])initial.Clone();
        var whole = data.Length / BlockSize * BlockSize;
        for (var at = 0; at < whole; at += BlockSize) Compress(state, data.Slice(at, BlockSize));
        var rest = data[whole..];
        var last = new byte[rest.Length < BlockSize - 16 ? BlockSize : 2 * BlockSize];
        rest.CopyTo(last);
        last[rest.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(last.AsSpan(last.Length - 8), (ulong)data.Length * 8);
        for (var at = 0; at < last.Length; at += BlockSize) Compress(state, last.AsSpan(at, BlockSize));
        return state;
    }

    private static void Compress(ulong[] state, ReadOnlySpan<byte> block)
    {
        Span<ulong> words = stackalloc ulong[80];
        for (var i = 0; i < 16; i++) words[i] = BinaryPrimitives.ReadUInt64BigEndian(block[(i * 8)..]);
        for (var i = 16; i < 80; i++)
        {
            words[i] = SmallSigma(words[i - 2], 19, 61, 6) + words[i - 7] + SmallSigma(words[i - 15], 1, 8, 7) + words[i - 16];
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var i = 0; i < 80; i++)
        {
            var first = h + LargeSigma(e, 14, 18, 41) + ((e & f) ^ (~e & g)) + Constants[i] + words[i];
            var second = LargeSigma(a, 28, 34, 39) + ((a & b) ^ (a & c) ^ (b & c));
            (a, b, c, d, e, f, g, h) = (first + second, a, b, c, d + first, e, f, g);
        }

        ReadOnlySpan<ulong> added = [a, b, c, d, e, f, g, h];
        for (var i = 0; i < added.Length; i++) state[i] += added[i];
    }

    private static ulong SmallSigma(ulong word, int first, int second, int shift) =>
        BitOperations.RotateRight(word, first) ^ BitOperations.RotateRight(word, second) ^ (word >> shift);

    private static ulong LargeSigma(ulong word, int first, int second, int third) =>
        BitOperations.RotateRight(word, first) ^ BitOperations.RotateRight(word, second) ^ BitOperations.RotateRight(word, third);
}
