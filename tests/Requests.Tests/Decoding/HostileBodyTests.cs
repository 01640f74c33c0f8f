using System.Text;
using CsCheck;

namespace Requests.Tests.Decoding;

/// <summary>Every reader ends for any bytes that a server sends, with content or an error of the module.</summary>
public class HostileBodyTests
{
    private static readonly string[] Codings = ["gzip", "x-gzip", "deflate", "br", "zstd", "identity", "gzip, br", "deflate, gzip"];
    private static readonly string?[] Types =
    [
        null, "text/plain", "text/xml", "application/json", "text/plain; charset=utf-16", "text/plain; charset=shift_jis",
        "text/plain; charset=gb18030", "text/event-stream", "application/octet-stream", "text/plain; charset=utf-7",
        "text/plain; charset=iso-2022-jp", "text/plain; charset=utf-32BE",
    ];

    private static readonly Gen<int> Sizes = Gen.Int[1, 20];
    private static readonly Gen<string?> Delimiters = Gen.OneOfConst<string?>(null, "|", "\u00e9");
    private static readonly Gen<string?> LineEndDelimiters = Gen.OneOfConst<string?>(null, "|", "\r\n", "\u00e9");

    private static readonly Gen<byte[]> Starts = Gen.OneOfConst<byte[]>(
        [],
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3],
        [0x1f, 0x8b, 8, 31],
        [0x78, 0x9c],
        [0x78, 0xbb],
        [0xef, 0xbb, 0xbf],
        [0xff, 0xfe],
        [0xff, 0xfe, 0, 0],
        [.. "<?xml version='1.0' encoding='utf-16'?>"u8],
        [.. "data: x\n\nid: 1\n"u8],
        [.. "[{\"a\":"u8]);

    private static readonly Gen<byte[]> Bodies = Gen.Select(Starts, Gen.Byte.Array[0, 60], (start, rest) => (byte[])[.. start, .. rest]);

    // Native decoders are costly to make: fewer cases than others.
    [Fact]
    [Trait(Property.Kind, Property.Name)]
    public void Every_decoder_ends_with_bytes_or_a_ContentDecodingException() => Property.Holds(
        Gen.Select(Bodies, Gen.OneOfConst(Codings), Gen.Int[1, 20]),
        sample =>
        {
            var (body, coding, size) = sample;
            try
            {
                _ = Of(body, size, null, coding).Content;
            }
            catch (ContentDecodingException)
            {
            }
        },
        count: 20_000);

    // A case reads its body four times.
    [Fact]
    [Trait(Property.Kind, Property.Name)]
    public void Every_text_reader_returns_the_whole_text() => Property.Holds(
        Gen.Select(Bodies, Gen.OneOfConst(Types), Gen.Int[1, 20], Gen.OneOfConst(null, "|", "\r\n", "\u00e9")),
        sample =>
        {
            var (body, type, size, delimiter) = sample;
            _ = Of(body, size, type).Text;
            _ = Of(body, size, type).IterLines(delimiter).Count();
            _ = Of(body, size, type).IterText(size).Count();
            Assert.Equal(body.Length, Of(body, size, type).IterContent(7).Sum(piece => piece.Length));
        },
        count: 50_000);

    [Fact]
    [Trait(Property.Kind, Property.Name)]
    public void Lines_do_not_depend_on_the_size_of_the_pieces() => Property.Holds(
        Gen.Select(Bodies, Gen.OneOfConst(Types), Gen.Int[1, 20], Gen.OneOfConst(null, "|", "\u00e9")),
        sample =>
        {
            var (body, type, size, delimiter) = sample;
            Assert.Equal(Of(body, int.MaxValue, type).IterLines(delimiter), Of(body, size, type).IterLines(delimiter));
        });

    [Fact]
    public void A_delimiter_beyond_ASCII_is_found_though_the_encoding_is_known_bytes_later() =>
        Assert.Equal(["a", "\u008c(b"], Of([(byte)'a', 0xe9, 0x8c, (byte)'(', (byte)'b'], 1, "text/plain").IterLines("\u00e9"));

    [Theory]
    [InlineData("\u00e9", "a", "\u0080b", "c")]
    [InlineData("a\u00e9", "", "\u0080b\u00e9c")]
    public void A_delimiter_that_might_begin_another_character_is_found_wherever_the_pieces_are_cut(string delimiter, params string[] lines)
    {
        foreach (var size in new[] { 1, 2, int.MaxValue })
        {
            Assert.Equal(lines, Of([(byte)'a', 0xe9, 0x80, (byte)'b', 0xe9, (byte)'c'], size, "text/plain").IterLines(delimiter));
        }
    }

    [Fact]
    public void A_zero_behind_two_bytes_of_JSON_does_not_change_its_encoding() =>
        Assert.Equal(Of([120, 156, 0], 1, "application/json").IterLines(), Of([120, 156, 0], int.MaxValue, "application/json").IterLines());

    [Fact]
    [Trait(Property.Kind, Property.Name)]
    public void Json_and_event_readers_end_with_items_or_errors_of_the_module() => Property.Holds(
        Gen.Select(Bodies, Gen.Int[1, 20]),
        sample => ReadItemsAsync(sample.Item1, sample.Item2).GetAwaiter().GetResult());

    [Fact]
    [Trait(Property.Kind, Property.Name)]
    public void Every_link_header_is_read() => Property.Holds(
        Gen.Char["<>;,= '\"\\arelnxt*\u0001\u00e9"].Array[0, 40].Select(static characters => new string(characters)),
        static text => Assert.NotNull(LinkHeader.Parse(text, "http://h/")));

    private static async Task ReadItemsAsync(byte[] body, int size)
    {
        try
        {
            await foreach (var _ in Of(body, size, "application/json").ReadJsonItemBatchesAsync())
            {
            }
        }
        catch (JsonDecodeException)
        {
        }

        await foreach (var _ in Of(body, size, "text/event-stream").ReadEventsAsync())
        {
        }
    }

    private static Response Of(byte[] body, int pieceSize, string? type, string? coding = null)
    {
        var headers = new HeaderDictionary();
        if (type is not null) headers["Content-Type"] = type;
        if (coding is not null) headers["Content-Encoding"] = coding;
        return new Response(new PreparedRequest("GET", "http://h/", []), 200, new GivenPiecesStream([.. body.Chunk(pieceSize)]))
        {
            Headers = headers,
        };
    }
}
