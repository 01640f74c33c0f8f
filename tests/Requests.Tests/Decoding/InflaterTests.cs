using System.Buffers;
using System.IO.Compression;
using CsCheck;

namespace Requests.Tests.Decoding;

public class InflaterTests
{
    private static readonly Gen<CompressionLevel> Levels =
        Gen.OneOfConst(CompressionLevel.Fastest, CompressionLevel.Optimal, CompressionLevel.NoCompression);

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Data_larger_than_the_window_is_complete_and_its_end_is_found(CompressionLevel level)
    {
        var plain = Mixed(1_000_000);
        var coded = Deflate(plain, level);

        foreach (var pieceSize in new[] { 1, 5, 17, 1000, 65536 })
        {
            var (inflated, used) = Inflate([.. coded, .. "behind"u8], pieceSize);
            Assert.Equal(plain, inflated);
            Assert.Equal(coded.Length, used);
        }
    }

    // A case deflates first.
    [Fact]
    [Trait(Property.Kind, Property.Name)]
    public void Any_data_is_decompressed_and_its_end_is_found() =>
        Property.Holds(
            Gen.Select(
                Gen.Byte[0, 3].Array[0, 400],
                Gen.OneOfConst(CompressionLevel.Fastest, CompressionLevel.Optimal, CompressionLevel.NoCompression),
                Gen.Int[1, 40]),
            sample =>
            {
                var (plain, level, pieceSize) = sample;
                var coded = Deflate(plain, level);
                var (inflated, used) = Inflate([.. coded, 1, 2, 3], pieceSize);
                Assert.Equal(plain, inflated);
                Assert.Equal(coded.Length, used);
            },
            count: 50_000);

    // A case inflates 3,000 bytes twice: fewer cases than others.
    [Fact]
    [Trait(Property.Kind, Property.Name)]
    public void Changed_bytes_give_other_data_or_an_InvalidDataException()
    {
        var coded = Deflate(Mixed(3000), CompressionLevel.Optimal);
        Property.Holds(
            Gen.Select(Gen.Int[0, coded.Length - 1], Gen.Byte, Gen.Int[1, 64]),
            sample =>
            {
                var (at, value, pieceSize) = sample;
                var changed = coded.ToArray();
                changed[at] = value;
                Assert.Equal(Outcome(changed, int.MaxValue), Outcome(changed, pieceSize));
            },
            count: 20_000);
    }

    [Fact]
    [Trait(Property.Kind, Property.Name)]
    public void Random_bytes_are_read_as_DeflateStream_reads_them() => Property.Holds(
        Gen.Byte.Array[1, 200],
        bytes =>
        {
            var outcome = Outcome(bytes, 7);
            if (outcome == "cut") return;
            if (outcome != "invalid")
            {
                Assert.Equal(OutcomeOfNet(bytes), outcome);
                return;
            }

            // DeflateStream reports some faults some bits later, and none where the data ends before them.
            Assert.Equal("invalid", OutcomeOfNet([.. bytes, .. new byte[1000]]));
            Assert.Equal("invalid", OutcomeOfNet([.. bytes, .. Enumerable.Repeat((byte)0xff, 1000)]));
        });

    // A block with fixed codes whose first code is that of length 286, which has no meaning (RFC 1951 section 3.2.6).
    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void A_code_without_a_meaning_is_refused(int pieceSize) =>
        Assert.Equal("invalid", Outcome([0x1b, 0x03, .. new byte[500]], pieceSize));

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    public void A_repetition_of_each_length_is_copied(CompressionLevel level)
    {
        for (var length = 3; length <= 258; length++)
        {
            byte[] plain = [.. Mixed(300).Take(length), 1, .. Mixed(300).Take(length), 2, .. new byte[300]];
            Assert.Equal(plain, Inflate(Deflate(plain, level), int.MaxValue).Plain);
        }
    }

    [Fact]
    public void What_is_disposed_twice_gives_its_buffers_back_once()
    {
        var inflater = new Inflater();
        var coded = Deflate(Mixed(3000), CompressionLevel.Optimal);
        inflater.Inflate(coded.AsSpan()[..^100]);

        inflater.Dispose();
        inflater.Dispose();

        Assert.NotSame(ArrayPool<byte>.Shared.Rent(128 * 1024), ArrayPool<byte>.Shared.Rent(128 * 1024));
        Assert.NotSame(ArrayPool<uint>.Shared.Rent(2744), ArrayPool<uint>.Shared.Rent(2744));
        Assert.Throws<ObjectDisposedException>(() => inflater.Inflate(coded.AsSpan()[^100..]));
    }

    private static string Outcome(byte[] coded, int pieceSize)
    {
        try
        {
            var (inflated, used) = Inflate(coded, pieceSize);
            return used < 0 ? "cut" : Convert.ToHexString(inflated);
        }
        catch (InvalidDataException)
        {
            return "invalid";
        }
    }

    private static string OutcomeOfNet(byte[] coded)
    {
        try
        {
            using var stream = new DeflateStream(new MemoryStream(coded), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            stream.CopyTo(plain);
            return Convert.ToHexString(plain.ToArray());
        }
        catch (InvalidDataException)
        {
            return "invalid";
        }
    }

    private static (byte[] Plain, int Used) Inflate(byte[] coded, int pieceSize)
    {
        using var inflater = new Inflater();
        using var plain = new MemoryStream();
        var buffer = new byte[999];
        var used = 0;
        while (!inflater.IsDone || !inflater.Output.IsEmpty)
        {
            var piece = coded.AsSpan(used, Math.Min(pieceSize, coded.Length - used));
            if (piece.IsEmpty && !inflater.IsDone && inflater.Output.IsEmpty) return (plain.ToArray(), -1);
            used += inflater.Inflate(piece);
            while (inflater.Take(buffer) is > 0 and var count) plain.Write(buffer, 0, count);
        }

        return (plain.ToArray(), used);
    }

    private static byte[] Deflate(byte[] plain, CompressionLevel level)
    {
        using var coded = new MemoryStream();
        using (var coder = new DeflateStream(coded, level, leaveOpen: true)) coder.Write(plain);
        return plain.Length == 0 ? [3, 0] : coded.ToArray();
    }

    /// <summary>Text, runs, noise, and repetitions from as far back as deflate can reach.</summary>
    private static byte[] Mixed(int size)
    {
        var random = new Random(7);
        var bytes = new byte[size];
        for (var at = 0; at < size;)
        {
            var piece = bytes.AsSpan(at, Math.Min(random.Next(1, 400), size - at));
            switch (random.Next(4))
            {
                case 0:
                    piece.Fill((byte)random.Next(256));
                    break;
                case 1:
                    random.NextBytes(piece);
                    break;
                case 2 when at > 32_768:
                    bytes.AsSpan(at - 32_768, piece.Length).CopyTo(piece);
                    break;
                default:
                    for (var i = 0; i < piece.Length; i++) piece[i] = (byte)"etaoin shrdlu"[random.Next(13)];
                    break;
            }

            at += piece.Length;
        }

        return bytes;
    }
}
