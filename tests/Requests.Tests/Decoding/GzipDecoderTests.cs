using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Requests.Tests.Decoding;

public class GzipDecoderTests
{
    private static readonly byte[] Empty = Member([], CompressionLevel.Optimal);
    private static readonly byte[] Fixed = Member("fixed;"u8.ToArray(), CompressionLevel.Fastest);
    private static readonly byte[] Stored = Member("stored;"u8.ToArray(), CompressionLevel.NoCompression);
    private static readonly byte[] Dynamic = Member(Lines(300), CompressionLevel.Optimal);
    private static readonly byte[] EmptyStored = [.. Head(), 1, 0, 0, 0xff, 0xff, .. new byte[8]];
    private static readonly byte[] EmptyFlushed = [.. Head(), 0, 0, 0, 0xff, 0xff, 3, 0, .. new byte[8]];

    [Fact]
    public void Members_in_every_order_are_read_completely_at_every_piece_size()
    {
        byte[][] members = [Empty, Fixed, Stored, Dynamic, EmptyStored, EmptyFlushed];
        foreach (var first in members)
        {
            foreach (var second in members)
            {
                foreach (var third in new[] { Empty, Fixed })
                {
                    byte[] coded = [.. first, .. second, .. third];
                    var plain = string.Concat(Plain(first), Plain(second), Plain(third));
                    Assert.Equal(plain, Decode(coded));
                    Assert.Equal(plain, Decode(coded, pieceSize: 1));
                    Assert.Equal(plain, Decode(coded, pieceSize: 7, bufferSize: 3));
                }
            }
        }
    }

    [Fact]
    public void Two_pieces_cut_at_every_byte_give_the_same()
    {
        byte[] coded = [.. Empty, .. Dynamic, .. EmptyFlushed, .. Stored, .. Empty];
        var plain = Plain(Dynamic) + Plain(Stored);

        for (var cut = 0; cut <= coded.Length; cut++)
        {
            Assert.Equal(plain, Decode(new GivenPiecesStream([coded[..cut], coded[cut..]]), bufferSize: 4096));
        }
    }

    [Fact]
    public void Data_that_is_truncated_within_a_member_is_an_error()
    {
        byte[] coded = [.. Empty, .. Fixed, .. EmptyStored];
        int[] whole = [0, Empty.Length, Empty.Length + Fixed.Length];

        for (var length = 1; length < coded.Length; length++)
        {
            if (whole.Contains(length)) continue;
            var error = Assert.Throws<ContentDecodingException>(() => Decode(coded[..length]));
            Assert.Contains("ends early", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Data_that_contains_a_trailer_and_a_header_does_not_end_there()
    {
        // CRC-32 is linear, so four bytes can produce any checksum. This content has the checksum that it contains.
        var trailer = new byte[8];
        var content = new byte[8 + 10 + 4];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, 0x12345678);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), (uint)content.Length);
        trailer.CopyTo(content, 0);
        Head().CopyTo(content, 8);
        Forge(content, 0x12345678);
        byte[] coded = [.. Head(), 1, (byte)content.Length, 0, (byte)~content.Length, 0xff, .. content, .. trailer, .. Fixed];

        Assert.Equal(Encoding.Latin1.GetString(content) + "fixed;", Decode(coded));
        Assert.Equal(Encoding.Latin1.GetString(content) + "fixed;", Decode(coded, pieceSize: 1));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(31)]
    public void Every_field_of_a_header_is_read(int flags)
    {
        var coded = WithFields(flags);

        Assert.Equal("fixed;fixed;", Decode([.. coded, .. coded], pieceSize: 1));
        for (var length = 1; length < coded.Length; length++) Assert.Throws<ContentDecodingException>(() => Decode(coded[..length]));
    }

    [Fact]
    public void A_wrong_checksum_length_header_checksum_or_flag_is_an_error()
    {
        foreach (var at in new[] { Fixed.Length - 8, Fixed.Length - 4, 3 })
        {
            var coded = Fixed.ToArray();
            coded[at] ^= 0x80;
            Assert.Throws<ContentDecodingException>(() => Decode([.. coded, .. Fixed]));
            Assert.Throws<ContentDecodingException>(() => Decode([.. Fixed, .. coded]));
        }

        var checksum = WithFields(2);
        checksum[10] ^= 1;
        Assert.Throws<ContentDecodingException>(() => Decode(checksum));
    }

    [Fact]
    public void Zeros_are_skipped_and_other_bytes_behind_a_member_end_the_data()
    {
        Assert.Equal("fixed;", Decode([.. Fixed, .. new byte[1000]]));
        Assert.Equal("fixed;stored;", Decode([.. Fixed, .. new byte[3], .. Stored]));
        Assert.Equal("fixed;", Decode([.. Fixed, .. "rubbish"u8, .. Stored]));
        Assert.Equal("fixed;", Decode([.. Fixed, 0x1f, 0x8b, 9, 0]));
        Assert.Equal("fixed;", Decode(new GivenPiecesStream([Fixed, .. Enumerable.Repeat(new byte[1024], 1_000_000)]), bufferSize: 100));
    }

    [Fact]
    public async Task A_stream_whose_first_flush_is_empty_is_decoded_as_it_arrives()
    {
        using var coded = new MemoryStream();
        using var coder = new GZipStream(coded, CompressionLevel.Optimal);
        await coder.FlushAsync(TestContext.Current.CancellationToken);
        byte[] start = [.. Head(), 0, 0, 0, 0xff, 0xff];
        await coder.WriteAsync("first\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await coder.FlushAsync(TestContext.Current.CancellationToken);
        var flushed = coded.ToArray()[10..];
        using var source = new GivenPiecesStream([start, flushed], mayEnd: false);
        using var decoder = ContentDecoder.Decode(source, "gzip");
        var buffer = new byte[100];

        var count = await decoder.ReadAsync(buffer, TestContext.Current.CancellationToken);

        Assert.Equal("first\n", Encoding.ASCII.GetString(buffer, 0, count));
    }

    private static string Decode(byte[] coded, int? pieceSize = null, int bufferSize = 65536) =>
        Decode(new GivenPiecesStream([.. coded.Chunk(pieceSize ?? int.MaxValue)]), bufferSize);

    private static string Decode(Stream coded, int bufferSize)
    {
        using var decoder = ContentDecoder.Decode(coded, "gzip");
        using var plain = new MemoryStream();
        decoder.CopyTo(plain, bufferSize);
        return Encoding.Latin1.GetString(plain.ToArray());
    }

    private static string Plain(byte[] member)
    {
        using var stream = new GZipStream(new MemoryStream(member), CompressionMode.Decompress);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static byte[] Lines(int count) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, count).Select(i => $"line {i * 7919 % 1000}\n")));

    private static byte[] Head() => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];

    private static byte[] Member(byte[] plain, CompressionLevel level)
    {
        using var deflated = new MemoryStream();
        using (var coder = new DeflateStream(deflated, level, leaveOpen: true)) coder.Write(plain);
        var trailer = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.Append(0, plain));
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(4), plain.Length);
        return plain.Length == 0 ? [.. Head(), 3, 0, .. trailer] : [.. Head(), .. deflated.ToArray(), .. trailer];
    }

    private static byte[] WithFields(int flags)
    {
        byte[] head = [0x1f, 0x8b, 8, (byte)flags, 0, 0, 0, 0, 0, 3];
        if ((flags & 4) != 0) head = [.. head, 3, 0, 0x1f, 0x8b, 8];
        if ((flags & 8) != 0) head = [.. head, .. "name.txt\0"u8];
        if ((flags & 16) != 0) head = [.. head, .. "a comment\0"u8];
        var checksum = Crc32.Append(0, head);
        if ((flags & 2) != 0) head = [.. head, (byte)checksum, (byte)(checksum >> 8)];
        return [.. head, .. Fixed[10..]];
    }

    /// <summary>
    /// Sets the last four bytes so that the content has the checksum. They are found bit by bit, by the change that each bit causes.
    /// </summary>
    private static void Forge(byte[] content, uint checksum)
    {
        var tail = content.AsSpan(content.Length - 4);
        tail.Clear();
        var start = Crc32.Append(0, content);
        var changes = new (uint Change, uint Bit)[32];
        for (var bit = 0; bit < 32; bit++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(tail, 1u << bit);
            changes[bit] = (Crc32.Append(0, content) ^ start, 1u << bit);
        }

        uint missing = start ^ checksum, bits = 0;
        for (var place = 0; place < 32; place++)
        {
            var found = Array.FindIndex(changes, place, item => (item.Change >> place & 1) != 0);
            (changes[place], changes[found]) = (changes[found], changes[place]);
            for (var other = 0; other < 32; other++)
            {
                if (other != place && (changes[other].Change >> place & 1) != 0)
                {
                    changes[other] = (changes[other].Change ^ changes[place].Change, changes[other].Bit ^ changes[place].Bit);
                }
            }

            if ((missing >> place & 1) == 0) continue;
            missing ^= changes[place].Change;
            bits ^= changes[place].Bit;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(tail, bits);
        Assert.Equal(checksum, Crc32.Append(0, content));
    }
}
