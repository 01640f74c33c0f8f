using System.IO.Compression;
using System.Text;
using Requests.Dependencies;

namespace Requests.Tests.Decoding;

public class ContentDecoderTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(5_000)]
    public void More_than_five_codings_over_all_lines_are_an_error(int count)
    {
        byte[] body = "x"u8.ToArray();
        for (var i = 0; i < Math.Min(count, 5); i++) body = Gzip(body);
        var response = Of(body, [.. Enumerable.Repeat("gzip", count)]);

        if (count == 5)
        {
            Assert.Equal("x", response.Text);
            return;
        }

        var error = Assert.Throws<ContentDecodingException>(() => response.Content);
        Assert.Contains($"{count} content codings", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("identity, none,,8bit ", true)]
    [InlineData("identity, gzip", false)]
    [InlineData("br", false)]
    public void A_list_of_codings_that_change_nothing_is_known(string? codings, bool changesNothing) =>
        Assert.Equal(changesNothing, ContentDecoder.ChangesNothing(codings));

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    public void A_decoder_that_is_disposed_disposes_its_source(string coding)
    {
        var source = new MemoryStream();

        ContentDecoder.Decode(source, coding).Dispose();

        Assert.False(source.CanRead);
    }

    [Fact]
    public void More_than_five_codings_in_one_line_are_an_error() =>
        Assert.Throws<ContentDecodingException>(() => Of("x"u8.ToArray(), string.Join(',', Enumerable.Repeat("identity", 5_000))).Content);

    [Theory]
    [InlineData("compress", "'compress'")]
    [InlineData("gzip, exi", "'exi'")]
    [InlineData("bad coding\u001b[31m", "not a token")]
    public void A_coding_that_is_not_known_is_an_error_that_names_it(string coding, string named)
    {
        var response = Of("{}"u8.ToArray(), coding);

        var error = Assert.Throws<ContentDecodingException>(() => response.ReadJson<object>());

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Same(response, error.Response);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData(" , IDENTITY,")]
    [InlineData("none")]
    [InlineData("aws-chunked")]
    public void A_name_that_is_not_a_coding_changes_nothing(string coding) => Assert.Equal("x", Of("x"u8.ToArray(), coding).Text);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, br, gzip, br, gzip, br")]
    public void An_empty_body_is_empty_in_every_coding(string coding) => Assert.Empty(Of([], coding).Content!);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void Each_piece_that_the_server_flushes_is_decoded_at_once(string coding)
    {
        using var coded = new MemoryStream();
        using Stream coder = coding switch
        {
            "gzip" => new GZipStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "zstd" => ZstdEncoder.CreateStream(coded),
            _ => new BrotliStream(coded, CompressionLevel.Fastest, leaveOpen: true),
        };
        coder.Write("first"u8);
        coder.Flush();
        using var source = new GivenPiecesStream([coded.ToArray()], mayEnd: false);
        using var decoder = ContentDecoder.Decode(source, coding);
        var buffer = new byte[100];

        Assert.Equal("first", Encoding.ASCII.GetString(buffer, 0, decoder.Read(buffer)));
    }

    [Fact]
    public void Zlib_with_a_preset_dictionary_or_a_wrong_checksum_is_an_error()
    {
        using var coded = new MemoryStream();
        using (var coder = new ZLibStream(coded, CompressionLevel.Fastest, leaveOpen: true)) coder.Write("hello"u8);
        var wrong = coded.ToArray();
        wrong[^1] ^= 1;

        Assert.Throws<ContentDecodingException>(() => Of([0x78, 0xbb, 1, 2, 3, 4, 5, 6], "deflate").Content);
        Assert.Throws<ContentDecodingException>(() => Of(wrong, "deflate").Content);
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var bytes = new MemoryStream();
        using (var coder = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true)) coder.Write(plain);
        return bytes.ToArray();
    }

    private static Response Of(byte[] body, params string[] codings)
    {
        var headers = new HeaderDictionary();
        foreach (var coding in codings) headers.Append("Content-Encoding", coding);
        return new Response(new PreparedRequest("GET", "http://h/", []), 200, new MemoryStream(body)) { Headers = headers };
    }
}
