using System.Text;
using System.Xml;

namespace Requests.Tests.Bodies;

public class XmlBodyTests
{
    [Theory]
    [InlineData(null, null, "utf-8", null)]
    [InlineData("iso-8859-1", null, "iso-8859-1", "iso-8859-1")]
    [InlineData("utf-8", null, "utf-8", "utf-8")]
    [InlineData("utf-16", null, "utf-16", "utf-16")]
    [InlineData("windows-1251", "text/xml", "windows-1251", "windows-1251")]
    [InlineData("iso-8859-1", "text/xml; charset=iso-8859-1", "iso-8859-1", "iso-8859-1")]
    [InlineData("iso-8859-1", "text/xml; charset=utf-8", "utf-8", "utf-8")]
    [InlineData("utf-8", "application/xml; charset=\"iso-8859-15\"", "iso-8859-15", "iso-8859-15")]
    [InlineData("utf-8", "text/xml; charset=utf-16", "utf-16", "utf-16")]
    [InlineData(null, "text/xml; charset=latin1", "iso-8859-1", null)]
    [InlineData("no-such", null, "utf-8", "utf-8")]
    public void The_prolog_names_the_encoding_of_the_bytes(string? declared, string? contentType, string encoding, string? prolog)
    {
        const string text = "<a>\u00fc \u20ac \u041f</a>";
        var document = new XmlDocument();
        document.LoadXml(text);
        if (declared is not null)
        {
            document.InsertBefore(document.CreateXmlDeclaration("1.0", declared, standalone: null), document.DocumentElement);
        }

        var bytes = ((BytesBody)new XmlBody(document).WithCharset(contentType)).Bytes.ToArray();

        var read = EncodingResolver.Decode(bytes, EncodingResolver.Find(encoding)!);
        Assert.Equal(
            prolog is null ? "<a>" : $"<?xml version=\"1.0\" encoding=\"{prolog}\"?><a>",
            read[..(read.IndexOf("<a>", StringComparison.Ordinal) + 3)]);
        var again = new XmlDocument();
        again.LoadXml(read);
        Assert.Equal("\u00fc \u20ac \u041f", again.DocumentElement!.InnerText);
        Assert.Equal(encoding == "utf-16", bytes is [0xff, 0xfe, ..]);
    }

    [Fact]
    public void A_charset_that_is_not_known_is_an_error()
    {
        var document = new XmlDocument();
        document.LoadXml("<a/>");

        Assert.Throws<InvalidBodyException>(() => new XmlBody(document).WithCharset("text/xml; charset=no-such"));
    }
}
