using System.Text;
using System.Xml;

namespace Requests.Tests.Messages;

public class XmlContentTests
{
    [Theory]
    [InlineData("application/xml", "<a>\u00e9</a>", "utf-8")]
    [InlineData("application/xml", "<?xml version='1.0' encoding='iso-8859-1'?><a>\u00e9</a>", "iso-8859-1")]
    [InlineData("text/xml; charset=iso-8859-1", "<?xml version='1.0' encoding='utf-8'?><a>\u00e9</a>", "iso-8859-1")]
    [InlineData("text/xml", "<?xml version='1.0' encoding='utf-16'?><a>\u00e9</a>", "utf-16")]
    [InlineData("text/xml; charset=iso-8859-1", "<a>\u00e9</a>", "utf-16")]
    [InlineData("", "<?xml version='1.0' encoding='windows-1252'?><a>\u00e9</a>", "windows-1252")]
    [InlineData("text/plain", "\r\n <?xml version='1.0'?>\n<!-- x --><a>\u00e9</a>", "utf-8")]
    public void The_encoding_is_that_of_the_mark_or_the_charset_or_the_declaration(string type, string xml, string encoding)
    {
        var from = EncodingResolver.Find(encoding)!;

        Assert.Equal("\u00e9", Read(type, [.. from.GetPreamble(), .. from.GetBytes(xml)]).DocumentElement!.InnerText);
    }

    [Fact]
    public void Utf_16_without_a_mark_is_recognized() =>
        Assert.Equal("\u00e9", Read("text/xml", Encoding.Unicode.GetBytes("<?xml version='1.0'?><a>\u00e9</a>")).InnerText);

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>")]
    [InlineData("<?xml version='1.0'?>\n<!-- <a> -->\n<!DOCTYPE a SYSTEM 'http://h/a.dtd'><a/>")]
    [InlineData("<!DOCTYPE html><html/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>")]
    public void A_document_type_is_refused(string xml)
    {
        var error = Assert.Throws<XmlDecodeException>(() => Read("application/xml", Encoding.UTF8.GetBytes(xml)));

        Assert.Contains("DTD", error.Message, StringComparison.Ordinal);
        Assert.Equal(200, error.Response!.StatusCode);
    }

    [Theory]
    [InlineData("<a><b></a>", "not XML: line 1 column 9")]
    [InlineData("{\"a\":1}", "not XML: line 1 column 1")]
    [InlineData("<a>&b;</a>", "not XML")]
    [InlineData("", "is empty")]
    [InlineData("<a/><b/>", "not XML")]
    [InlineData("<a>\u0001</a>", "not XML")]
    [InlineData("<?xml version='1.0' encoding='unheard-of'?><a/>", "'unheard-of'")]
    public void What_is_not_xml_is_an_error_without_the_text(string xml, string message)
    {
        var error = Assert.Throws<XmlDecodeException>(() => Read("application/xml", Encoding.UTF8.GetBytes(xml)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_an_error_until_the_encoding_is_set()
    {
        var response = Create("text/xml", Encoding.Latin1.GetBytes("<a>\u00e9</a>"));

        Assert.Contains("Encoding", Assert.Throws<XmlDecodeException>(response.ReadXml).Message, StringComparison.Ordinal);
        response.Encoding = "latin-1";
        Assert.Equal("\u00e9", response.ReadXml().InnerText);
    }

    [Fact]
    public void The_depth_is_bounded()
    {
        var levels = LimitedXmlReader.MaximumDepth;
        Assert.NotEmpty(Read("text/xml", Encoding.UTF8.GetBytes(Nest(levels))).OuterXml);

        Assert.Contains(
            "levels",
            Assert.Throws<XmlDecodeException>(() => Read("text/xml", Encoding.UTF8.GetBytes(Nest(levels * 100)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Whitespace_is_kept() => Assert.Equal("<a> <b>\n</b></a>", Read("text/xml", "<a> <b>\r\n</b></a>"u8.ToArray()).OuterXml);

    private static string Nest(int levels) =>
        $"{string.Concat(Enumerable.Repeat("<a>", levels))}{string.Concat(Enumerable.Repeat("</a>", levels))}";

    private static XmlDocument Read(string type, byte[] content) => Create(type, content).ReadXml();

    private static Response Create(string type, byte[] content) =>
        new(new PreparedRequest("GET", "http://h/", []), 200, new MemoryStream(content)) { Headers = new() { ["Content-Type"] = type } };
}
