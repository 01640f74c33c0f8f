using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Requests.Dependencies;

namespace Requests.Tests.Messages;

public class ResponseContentTests
{
    [Fact]
    public void A_response_without_a_body_has_no_content()
    {
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 200);

        Assert.Null(response.Content);
        Assert.Equal("", response.Text);
    }

    [Fact]
    public void Pieces_have_the_requested_size()
    {
        Assert.Equal([3, 3, 2], Of("12345678"u8.ToArray()).IterContent(3).Select(piece => piece.Length));
        Assert.Equal(8, Of("12345678"u8.ToArray()).IterContent(1).Count());
        Assert.Single(Of("12345678"u8.ToArray()).IterContent(null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of([]).IterContent(0));

        var read = Of("1234"u8.ToArray());
        _ = read.Content;
        Assert.Equal([3, 1], read.IterContent(3).Select(piece => piece.Length));
        Assert.Empty(Of([]).IterContent(1));
    }

    [Theory]
    [InlineData("a\nb\r\nc\rd", null, new[] { "a", "b", "c", "d" })]
    [InlineData("a\n\nb\n", null, new[] { "a", "", "b" })]
    [InlineData("", null, new string[0])]
    [InlineData("a||b|c||", "||", new[] { "a", "b|c" })]
    public void Lines_are_cut_wherever_the_pieces_end(string text, string? delimiter, string[] lines)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal(lines, Of(bytes).IterLines(delimiter));
        Assert.Equal(lines, Drip(bytes).IterLines(delimiter));
    }

    [Fact]
    public void Closing_lets_go_of_the_body()
    {
        var stream = new MemoryStream(new byte[10]);
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 200, stream);

        response.Dispose();

        Assert.False(response.ContentConsumed);
        Assert.False(stream.CanRead);
    }

    [Fact]
    public void A_second_reader_continues_and_a_consumed_stream_is_an_error()
    {
        var response = Of("a\nb\nc\n"u8.ToArray());

        Assert.Equal(2, response.IterContent(2).Take(1).Single().Length);
        Assert.Equal(["b", "c"], response.IterLines());
        Assert.Throws<StreamConsumedException>(() => response.IterContent(1));
        Assert.Throws<StreamConsumedException>(() => response.Content);
    }

    [Fact]
    public void Text_in_pieces_puts_characters_together() =>
        Assert.Equal(
            "\u00e9\u00e9",
            string.Concat(Of("\u00e9\u00e9"u8.ToArray(), ("Content-Type", "text/plain; charset=utf-8")).IterText(1)));

    [Fact]
    public void An_error_about_json_has_the_position_and_not_the_text()
    {
        var error = Assert.Throws<JsonDecodeException>(() => Of("{\n \"secret\": oops}"u8.ToArray()).ReadJson<JsonElement>());
        var empty = Assert.Throws<JsonDecodeException>(() => Of([]).ReadJson<JsonElement>());
        var wide = Assert.Throws<JsonDecodeException>(
            () => Of([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("no json")]).ReadJson<JsonElement>());

        Assert.Equal((2, 12, 13), (error.LineNumber, error.Column, error.Position));
        Assert.Equal("{\n \"secret\": oops}", error.Doc);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<ResponseException>(empty);
        Assert.DoesNotContain("json\"", wide.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Response);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void Json_is_read_in_every_utf_with_and_without_a_mark(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var bytes = encoding.GetBytes("{\"a\":1}");

        Assert.Equal(1, Of(bytes, ("Content-Type", "application/json")).ReadJson<Dictionary<string, int>>()!["a"]);
        Assert.Equal(1, Of([.. encoding.GetPreamble(), .. bytes]).ReadJson<Dictionary<string, int>>()!["a"]);
    }

    [Fact]
    public void Zeros_are_no_json() => Assert.Throws<JsonDecodeException>(() => Of([0, 0, 0, 0]).ReadJson<JsonElement>());

    [Theory]
    [InlineData("application/json; charset=utf-8", "utf-8")]
    [InlineData("text/plain", "ISO-8859-1")]
    [InlineData("text/html; charset", "ISO-8859-1")]
    [InlineData("text/html ; Charset = \"UTF-8\" ; x", "UTF-8")]
    [InlineData("text/html; 'charset=utf-8'", "utf-8")]
    [InlineData("text/html;; charset='utf-8'", "utf-8")]
    [InlineData("application/octet-stream", null)]
    [InlineData(null, null)]
    public void The_header_names_the_encoding(string? contentType, string? expected) =>
        Assert.Equal(expected, EncodingResolver.FromContentType(contentType));

    [Theory]
    [InlineData("text/plain", "caf\u00e9", "utf-8", "caf\u00e9")]
    [InlineData("text/plain", "caf\u00e9", "iso-8859-1", "caf\u00e9")]
    [InlineData("text/plain; charset=windows-1251", "\u043f\u0440\u0438", "windows-1251", "\u043f\u0440\u0438")]
    [InlineData("text/plain; charset=no-such", "caf\u00e9", "utf-8", "caf\u00e9")]
    public void Text_is_decoded_by_its_type_and_its_bytes(string contentType, string text, string encoding, string expected) =>
        Assert.Equal(expected, Of(EncodingResolver.Find(encoding)!.GetBytes(text), ("Content-Type", contentType)).Text);

    [Fact]
    public void Setting_the_encoding_decodes_anew_and_a_mark_is_dropped()
    {
        var response = Of([0xEF, 0xBB, 0xBF, .. "caf\u00e9"u8], ("Content-Type", "text/plain"));
        Assert.Equal("caf\u00e9", response.Text);

        response.Encoding = "iso-8859-1";
        Assert.Equal("\u00ef\u00bb\u00bfcaf\u00c3\u00a9", response.Text);
        response.Encoding = "unknown-charset";
        Assert.Equal("caf\u00e9", response.Text.TrimStart('\uFEFF'));
    }

    [Fact]
    public void An_encoding_that_is_not_named_is_guessed()
    {
        var text = string.Concat(
            Enumerable.Repeat("\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430? ", 20));

        Assert.Equal(text, Of(EncodingResolver.Find("windows-1251")!.GetBytes(text)).Text);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("raw")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void Codings_are_decoded_and_a_truncated_or_invalid_body_is_an_error(string coding)
    {
        var plain = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i * 7919 % 1000}\n")));
        var coded = Code(coding, plain);
        var name = coding == "raw" ? "deflate" : coding;

        Assert.Equal(plain, Of(coded, ("Content-Encoding", name)).Content);
        Assert.Equal(plain, Drip(coded, ("Content-Encoding", name)).Content);
        Assert.Empty(Of([], ("Content-Encoding", name)).Content!);
        foreach (var length in new[] { 5, coded.Length / 2, coded.Length - 1 })
        {
            var error = Assert.Throws<ContentDecodingException>(() => Of(coded[..length], ("Content-Encoding", name)).Content);
            Assert.NotNull(error.Response);
            Assert.Throws<ContentDecodingException>(() => Of(coded[..length], ("Content-Encoding", name)).IterContent(100).Count());
        }

        Assert.Throws<ContentDecodingException>(() => Of("this is not of that coding"u8.ToArray(), ("Content-Encoding", name)).Content);
    }

    [Fact]
    public void Gzip_has_members_and_perhaps_rubbish_behind()
    {
        byte[] coded = [.. Code("gzip", "one,"u8.ToArray()), .. Code("gzip", "two"u8.ToArray()), .. "rubbish after the end"u8];

        Assert.Equal("one,two", Encoding.UTF8.GetString(Of(coded, ("Content-Encoding", "gzip")).Content!));
    }

    [Fact]
    public void A_wrong_checksum_is_an_error()
    {
        var coded = Code("gzip", "hello"u8.ToArray());
        coded[^5] ^= 1;

        Assert.Throws<ContentDecodingException>(() => Of(coded, ("Content-Encoding", "gzip")).Content);
    }

    [Fact]
    public void Several_codings_are_decoded_in_order() =>
        Assert.Equal("x"u8.ToArray(), Of(Code("br", Code("gzip", "x"u8.ToArray())), ("Content-Encoding", "gzip, br")).Content);

    [Fact]
    public void A_fault_while_reading_carries_the_response()
    {
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 200, new FaultyStream());

        var error = Assert.Throws<ChunkedEncodingException>(() => response.Content);

        Assert.Same(response, error.Response);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(196608)]
    [InlineData(1_000_000)]
    public void A_body_of_any_size_is_complete(int size)
    {
        var bytes = new byte[size];
        new Random(1).NextBytes(bytes);

        Assert.Equal(bytes, Of(bytes).Content);
        Assert.Equal(bytes, Of(bytes, ("Content-Length", $"{size}")).Content);
        Assert.Equal(bytes, Of(bytes, ("Content-Length", "3")).Content);
    }

    [Fact]
    public void A_forbidden_charset_is_treated_as_an_unknown_one() =>
        Assert.Equal("AB", Of("AB"u8.ToArray(), ("Content-Type", "text/plain; charset=utf-7")).Text);

    private static Response Of(byte[] body, params (string Name, string Value)[] headers) => Of(new MemoryStream(body), headers);

    private static Response Drip(byte[] body, params (string Name, string Value)[] headers) => Of(new DripStream(body), headers);

    private static Response Of(Stream body, (string Name, string Value)[] headers) =>
        new(new PreparedRequest("GET", "http://h/", []), 200, body)
        {
            Headers = new(headers.Select(header => KeyValuePair.Create(header.Name, (string?)header.Value))),
        };

    private static byte[] Code(string coding, byte[] plain)
    {
        using var bytes = new MemoryStream();
        using (Stream coder = coding switch
        {
            "br" => new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(bytes, CompressionLevel.Fastest, leaveOpen: true),
            "raw" => new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true),
            "zstd" => ZstdEncoder.CreateStream(bytes),
            _ => new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true),
        }) coder.Write(plain);
        return bytes.ToArray();
    }

    private sealed class DripStream(byte[] bytes) : ReadOnlyStream
    {
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_at == bytes.Length || buffer.IsEmpty) return ValueTask.FromResult(0);
            buffer.Span[0] = bytes[_at++];
            return ValueTask.FromResult(1);
        }
    }

    private sealed class FaultyStream : ReadOnlyStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new ChunkedEncodingException("cut");
    }
}
