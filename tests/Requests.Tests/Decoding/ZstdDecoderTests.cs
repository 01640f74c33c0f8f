using System.Text;
using Requests.Dependencies;

namespace Requests.Tests.Decoding;

/// <summary>Tests the content coding zstd (RFC 8878, RFC 9659) with data of the tool zstd 1.5.4.</summary>
public class ZstdDecoderTests
{
    // "hello from the zstd tool", with a checksum.
    private const string Hello = "28b52ffd0458c1000068656c6c6f2066726f6d20746865207a73746420746f6f6cc74797f6";

    // The text x, with windows of 8 MB and of 16 MB.
    private const string Window8 = "28b52ffd04680900007823110483";
    private const string Window16 = "28b52ffd04700900007823110483";

    // A frame without content, and one that the dictionary 5 has to decode.
    private const string Empty = "28b52ffd2000010000";
    private const string WithDictionary = "28b52ffd010005010000";

    // Skippable frames with three bytes and without bytes.
    private const string Skippable = "502a4d1803000000616263";
    private const string EmptySkippable = "5f2a4d1800000000";

    [Theory]
    [InlineData(Hello, "hello from the zstd tool")]
    [InlineData(Hello + Hello, "hello from the zstd toolhello from the zstd tool")]
    [InlineData(Skippable + Hello, "hello from the zstd tool")]
    [InlineData(Empty + Hello + EmptySkippable + Window8 + Empty + Skippable, "hello from the zstd toolx")]
    [InlineData(Skippable + EmptySkippable, "")]
    [InlineData(Empty, "")]
    [InlineData(Window8, "x")]
    public void All_frames_are_decoded_however_they_arrive(string hex, string text)
    {
        var coded = Convert.FromHexString(hex);
        for (var size = 1; size <= coded.Length; size++)
        {
            Assert.Equal(text, Of(coded.Chunk(size)).Text);
            Assert.Equal(text, string.Concat(Of(coded.Chunk(size)).IterContent(3).Select(Encoding.ASCII.GetString)));
        }
    }

    [Theory]
    [InlineData(Hello)]
    [InlineData(Hello + Window8)]
    [InlineData(Hello + Skippable)]
    public void A_body_that_ends_inside_a_frame_is_an_error(string hex)
    {
        var coded = Convert.FromHexString(hex);
        for (var length = 1; length < coded.Length; length++)
        {
            // A body that ends with the first frame is whole.
            if (length == Hello.Length / 2) continue;
            var error = Assert.Throws<ContentDecodingException>(() => Of([coded[..length]]).Content);
            Assert.Contains("ends early", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Hello + "00")]
    [InlineData(Hello + "1f8b08000000000000030300000000000000000000")]
    [InlineData("6e6f74207a737464")]
    [InlineData(WithDictionary)]
    public void Bytes_that_are_not_a_frame_and_a_dictionary_are_errors(string hex)
    {
        var response = Of([Convert.FromHexString(hex)]);

        var error = Assert.ThrowsAny<ContentDecodingException>(() => response.Content);

        Assert.Contains("zstd", error.Message, StringComparison.Ordinal);
        Assert.Same(response, error.Response);
    }

    [Fact]
    public void A_wrong_checksum_is_an_error()
    {
        var coded = Convert.FromHexString(Hello);
        coded[^1] ^= 1;

        Assert.Throws<ContentDecodingException>(() => Of([coded]).Content);
    }

    [Fact]
    public void A_window_above_8_MB_is_an_error_that_says_so()
    {
        var error = Assert.Throws<ContentDecodingException>(() => Of([Convert.FromHexString(Window16)]).Content);

        Assert.Contains("a window of more than 8 MB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_body_that_decodes_to_a_large_one_stops_at_the_maximum_size()
    {
        using var coded = new MemoryStream();
        using (var encoder = ZstdEncoder.CreateStream(coded))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 64; i++) encoder.Write(zeros);
        }

        Assert.True(coded.Length < 64 * 1024);
        var response = Of([coded.ToArray()]);
        response.Body.MaximumSize = 100_000;
        Assert.Throws<ResponseTooLargeException>(() => response.Content);
    }

    [Fact]
    public void Codings_are_stacked_with_others()
    {
        using var inner = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(inner, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("text"u8);
        }

        using var outer = new MemoryStream();
        using (var encoder = ZstdEncoder.CreateStream(outer)) encoder.Write(inner.ToArray());

        Assert.Equal("text", Of([outer.ToArray()], "gzip, ZSTD").Text);
    }

    [Fact]
    public void A_decoder_that_is_disposed_decodes_no_more()
    {
        var decoder = new ZstdDecoder(ZstdDecoding.WindowLog);
        decoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => decoder.Decode(Convert.FromHexString(Hello), new byte[100], out _));
    }

    private static Response Of(IEnumerable<byte[]> pieces, string coding = "zstd") =>
        new(new PreparedRequest("GET", "http://h/", []), 200, new GivenPiecesStream([.. pieces]))
        {
            Headers = new() { ["Content-Encoding"] = coding },
        };
}
