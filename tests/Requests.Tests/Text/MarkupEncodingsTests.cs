using System.Text;

namespace Requests.Tests.Text;

public class MarkupEncodingsTests
{
    [Theory]
    [InlineData("""<meta charset="UTF-8">""")]
    [InlineData("""<META Charset = 'UTF-8'/>""")]
    [InlineData("""<meta charset=UTF-8>""")]
    [InlineData("""<meta http-equiv="Content-type" content="text/html;charset=UTF-8">""")]
    [InlineData("""<meta http-equiv="Content-type" content="text/html; charset=UTF-8" />""")]
    [InlineData("""<?xml version="1.0" encoding="UTF-8"?>""")]
    public void A_declaration_is_found_once(string markup) => Assert.Equal(["UTF-8"], In(markup));

    [Fact]
    public void Meta_charset_precedes_http_equiv_and_the_prolog() => Assert.Equal(["HTML5", "HTML4", "XML"], In("""
        <?xml version="1.0" encoding="XML"?>
        <html><head>
        <meta http-equiv="Content-type" content="text/html;charset=HTML4" />
        <meta charset="HTML5">
        """));

    [Theory]
    [InlineData("")]
    [InlineData("charset=UTF-8")]
    [InlineData("""<p data-charset="UTF-8">""")]
    [InlineData("""text <?xml version="1.0" encoding="UTF-8"?>""")]
    public void Markup_without_a_declaration_has_no_encoding(string markup) => Assert.Empty(In(markup));

    [Fact]
    public void Text_uses_a_declared_encoding_when_the_caller_sets_it()
    {
        var markup = Encoding.Latin1.GetBytes("""<meta charset="windows-1251">""").Concat(new byte[] { 0xE4, 0xE0 }).ToArray();
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 200, new MemoryStream(markup))
        {
            Headers = new() { ["Content-Type"] = "text/html" },
        };

        Assert.EndsWith("äà", response.Text, StringComparison.Ordinal);
        response.Encoding = response.DeclaredEncodings[0];

        Assert.EndsWith("да", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<?xml version='1.0' encoding='windows-1251'?><a/>", "windows-1251")]
    [InlineData("<?xml version='1.0' encoding='utf-16'?><a/>", null)]
    [InlineData("<?xml version='1.0'?><a/>", null)]
    [InlineData("<a encoding='windows-1251'/>", null)]
    public void A_prolog_determines_the_encoding_unless_it_cannot_be_in_it(string markup, string? encoding) =>
        Assert.Equal(encoding, MarkupEncodings.FromProlog(Encoding.UTF8.GetBytes(markup)));

    private static IReadOnlyList<string> In(string markup) => MarkupEncodings.Find(Encoding.UTF8.GetBytes(markup));

    [Theory]
    [InlineData("", true)]
    [InlineData("<", true)]
    [InlineData("<?xm", true)]
    [InlineData("<?xml", true)]
    [InlineData("<?xml version=\"1.0\"", true)]
    [InlineData("<?xml version=\"1.0\"?>", false)]
    [InlineData("<?xn", false)]
    [InlineData("<?php", false)]
    [InlineData("<feed>", false)]
    [InlineData("x", false)]
    [InlineData("\0", true)]
    [InlineData("\0\0\0", true)]
    [InlineData("\0\0\0<", false)]
    public void Only_the_start_of_a_prolog_makes_a_reader_wait_for_more(string start, bool waits) =>
        Assert.Equal(waits, MarkupEncodings.NeedsMoreOfProlog(System.Text.Encoding.Latin1.GetBytes(start)));

    [Theory]
    [InlineData(1023, true)]
    [InlineData(1024, false)]
    public void A_prolog_without_an_end_makes_a_reader_wait_for_1024_bytes(int length, bool waits) =>
        Assert.Equal(waits, MarkupEncodings.NeedsMoreOfProlog(System.Text.Encoding.Latin1.GetBytes("<?xml ".PadRight(length))));
}
