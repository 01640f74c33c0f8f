using System.Text;

namespace Requests.Tests.Text;

public class EncodingTests
{
    private const string Umlauts = "<a>M\u00fcller</a>\nzwei\n";

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("text/html")]
    [InlineData("text/xml")]
    [InlineData("application/xml")]
    [InlineData("application/atom+xml")]
    [InlineData("application/soap+xml")]
    [InlineData("application/octet-stream")]
    [InlineData("application/x-ndjson")]
    [InlineData("image/svg+xml")]
    public void Valid_UTF8_is_decoded_as_UTF8_for_every_type_and_by_every_reader(string? type)
    {
        foreach (var prolog in new[] { "", "<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"utf-8\"?>" })
        {
            var text = prolog + Umlauts;
            AllForms(text, Encoding.UTF8.GetBytes(text), type);
            AllForms(text, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)], type);
        }

        // The first character outside ASCII may arrive late.
        var late = string.Concat(Enumerable.Repeat("only ascii so far\n", 20_000)) + "\u00fc\n";
        AllForms(late, Encoding.UTF8.GetBytes(late), type);
    }

    [Theory]
    [InlineData("text/plain; charset=utf-16")]
    [InlineData("text/plain; charset=utf-32")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("text/plain; charset=iso-8859-1")]
    [InlineData("application/xml")]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public void A_byte_order_mark_determines_the_encoding(string? type)
    {
        var bigEndian = new UTF32Encoding(bigEndian: true, byteOrderMark: true);
        foreach (Encoding encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, bigEndian, Encoding.UTF8 })
        {
            if (type?.Contains("utf-16", StringComparison.Ordinal) == true && encoding.CodePage == Encoding.UTF32.CodePage) continue;
            AllForms(Umlauts, [.. encoding.GetPreamble(), .. encoding.GetBytes(Umlauts)], type);
        }
    }

    [Theory]
    [InlineData("us-ascii")]
    [InlineData("gb18030")]
    [InlineData("utf-8")]
    public void A_byte_without_a_character_is_not_replaced_by_a_question_mark(string charset) =>
        AllForms("a\ufffdb\n", [(byte)'a', 0xff, (byte)'b', (byte)'\n'], $"text/plain; charset={charset}");

    [Fact]
    public void A_mark_of_UTF16_before_a_zero_character_is_not_that_of_UTF32() =>
        Assert.Equal("\0a", Of([0xff, 0xfe, 0, 0, (byte)'a', 0], "text/plain; charset=utf-16").Text);

    [Theory]
    [InlineData("iso-8859-1", "iso-8859-1")]
    [InlineData("windows-1251", "windows-1251")]
    [InlineData("utf-16", "utf-8")]
    [InlineData("no-such", "utf-8")]
    public void The_prolog_of_xml_determines_the_encoding(string declared, string encoding)
    {
        var text = $"<?xml version='1.0' encoding='{declared}'?>\n<a>{(
            encoding == "windows-1251" ? "\u041f\u0440\u0438" : "M\u00fcller")}</a>\n";
        foreach (var type in new[] { "application/xml", "text/xml; x=1", "application/rss+xml" })
        {
            AllForms(text, EncodingResolver.Find(encoding)!.GetBytes(text), type);
        }
    }

    [Fact]
    public void Xml_in_UTF16_without_a_mark_is_recognized_by_its_first_bytes()
    {
        var text = "<?xml version='1.0' encoding='utf-16'?>\n<a>\u00fc</a>\n";

        AllForms(text, Encoding.BigEndianUnicode.GetBytes(text), "application/xml");
        AllForms(text, Encoding.Unicode.GetBytes(text), "text/xml");
    }

    [Theory]
    [InlineData("text/plain", "iso-8859-1", "Stra\u00dfe\nM\u00fcller\n")]
    [InlineData("text/html; charset=no-such", "iso-8859-1", "caf\u00e9\n")]
    [InlineData("text/plain; charset=windows-1252", "windows-1252", "\u20ac 5\n")]
    [InlineData("text/plain", "us-ascii", "plain\n")]
    [InlineData("application/octet-stream", "us-ascii", "plain\n")]
    [InlineData("application/json", "utf-8", "{\"a\":\"\u00fc\"}\n")]
    [InlineData("application/json", "utf-16", "{\"a\":\"\u00fc\"}\n")]
    public void Other_texts_are_the_same_for_every_reader(string type, string encoding, string text) =>
        AllForms(text, EncodingResolver.Find(encoding)!.GetBytes(text), type);

    [Fact]
    public void A_guessed_charset_is_the_same_for_every_reader()
    {
        var text = string.Concat(
            Enumerable.Repeat("\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430?\n", 20));

        AllForms(text, EncodingResolver.Find("windows-1251")!.GetBytes(text), "application/octet-stream");
    }

    [Fact]
    public void The_encoding_that_the_caller_sets_is_used_by_every_reader()
    {
        foreach (var size in new[] { 1, 1000 })
        {
            var response = Of("caf\u00e9\n"u8.ToArray(), "text/plain; charset=utf-8", size);
            response.Encoding = "iso-8859-1";
            Assert.Equal(["caf\u00c3\u00a9"], response.IterLines());
        }
    }

    [Fact]
    public void A_reader_waits_only_for_the_bytes_that_determine_the_encoding()
    {
        foreach (var type in new[] { "text/plain", "application/x-ndjson", "application/xml", "application/json" })
        {
            using var markup = new GivenPiecesStream(["<?xml\n"u8.ToArray()], mayEnd: false);
            if (type == "text/plain")
            {
                Assert.Equal(
                    "<?xml",
                    new Response(
                        new PreparedRequest("GET", "http://h/", []),
                        200,
                        markup)
                    { Headers = new() { ["Content-Type"] = type } }.IterLines().First());
            }

            using var source = new GivenPiecesStream(["12\n"u8.ToArray()], mayEnd: false);
            var request = new PreparedRequest("GET", "http://h/", []);
            var response = new Response(request, 200, source) { Headers = new() { ["Content-Type"] = type } };
            Assert.Equal("12", response.IterLines().First());
        }
    }

    [Theory]
    [InlineData("", "utf-8")]
    [InlineData("00", "utf-8")]
    [InlineData("31", "utf-8")]
    [InlineData("3132", "utf-8")]
    [InlineData("3100", "utf-16")]
    [InlineData("0031", "utf-16BE")]
    [InlineData("310032", "utf-16")]
    [InlineData("003100", "utf-16BE")]
    [InlineData("31323334", "utf-8")]
    [InlineData("01323334", "utf-8")]
    [InlineData("31003200", "utf-16")]
    [InlineData("00310032", "utf-16BE")]
    [InlineData("31000000", "utf-32")]
    [InlineData("00000031", "utf-32BE")]
    [InlineData("00000000", null)]
    [InlineData("00323334", null)]
    [InlineData("31003334", null)]
    [InlineData("31320034", null)]
    [InlineData("31323300", null)]
    public void The_zeros_among_the_first_bytes_of_json_show_its_encoding(string bytes, string? encoding) =>
        Assert.Equal(encoding, EncodingResolver.GuessJson(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("utf8 utf-8-sig utf_8 UTF-8", "utf-8")]
    [InlineData("utf16 utf-16-le utf-16le utf-16", "utf-16")]
    [InlineData("utf-16-be utf-16be", "utf-16BE")]
    [InlineData("utf-32-le utf-32le utf-32", "utf-32")]
    [InlineData("utf-32-be utf-32be", "utf-32BE")]
    [InlineData("latin-1 latin1 latin_1 iso8859-1 8859 l1 iso-8859-1", "iso-8859-1")]
    [InlineData("ascii us-ascii", "us-ascii")]
    [InlineData("cp1252", "windows-1252")]
    [InlineData("cp1250", "windows-1250")]
    [InlineData("x-sjis sjis shift-jis shift_jis", "shift_jis")]
    public void Python_names_of_charsets_are_known(string names, string expected) =>
        Assert.All(names.Split(' '), name => Assert.Equal(expected, EncodingResolver.Find(name)?.WebName));

    private static void AllForms(string text, byte[] bytes, string? type)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal(text, Of(bytes, type).Text);
        foreach (var size in new[] { 1, 3, 1000, 65536 })
        {
            if (bytes.Length > 10_000 && size < 1000) continue;
            Assert.Equal(lines, Of(bytes, type, size).IterLines());
            Assert.Equal(text, string.Concat(Of(bytes, type, size).IterText(null)));
            Assert.Equal(text, string.Concat(Of(bytes, type, size).IterText(10)));
        }

        var read = Of(bytes, type);
        _ = read.Content;
        Assert.Equal(lines, read.IterLines());
        Assert.Equal(text, string.Concat(read.IterText(7)));
    }

    private static Response Of(byte[] body, string? type, int pieceSize = int.MaxValue) =>
        new(new PreparedRequest("GET", "http://h/", []), 200, new GivenPiecesStream([.. body.Chunk(pieceSize)]))
        {
            Headers = type is null ? [] : new() { ["Content-Type"] = type },
        };
}
