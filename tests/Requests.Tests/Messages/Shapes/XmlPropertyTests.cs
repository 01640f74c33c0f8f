using System.Text;
using CsCheck;

namespace Requests.Tests.Messages;

/// <summary>Any body is read as XML, as a feed and as the time of a feed, or refused with an error of the module.</summary>
[Trait(Property.Kind, Property.Name)]
public class XmlPropertyTests
{
    private static readonly Grammar Xml = new(
        [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><a b=\"c\"><![CDATA[x]]><!-- y --></a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "<rss version=\"2.0\"><channel><item><title>t</title><link>/a</link><guid>g</guid><pubDate>2 Oct 2002</pubDate>"
                + "<enclosure url=\"u\" length=\"1\"/></item></channel></rss>",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"b/\"><entry><link href=\"x\"/><author><name>n</name></author>"
                + "<content type=\"xhtml\"><div/></content><updated>2003-12-13T18:30:02Z</updated></entry></feed>",
        ],
        "<", ">", "</a>", "<a>", "<!DOCTYPE", "<!ENTITY", "&amp;", "&#x0;", "&#1;", "xml:base=\"\"", "xml:base=\"http://[\"", "<item>",
        "<link>http:</link>", "xmlns=\"\"", "<?xml", "?>", "encoding=\"utf-16\"");

    private static readonly Grammar Times = new(
        ["Wed, 02 Oct 2002 13:00:00 GMT", "2 Oct 02 13:00 PDT", "2003-12-13T18:30:02.25+01:00"],
        "Oct", ",", ":", "+0100", "+", "-9999", "Z", "02", "99999", "24:00", "1.00:00:00", "-1:00", " ");

    private static readonly string[] Types = ["text/xml", "text/xml; charset=iso-8859-1", "application/xml; charset=utf-16"];

    [Fact]
    public void Any_body_is_read_or_refused() => Property.Holds(
        Gen.Select(Xml.Bytes, Gen.OneOfConst(Types)),
        static sample => Property.FailsWithModuleErrors(() =>
        {
            var response = new Response(new PreparedRequest("GET", "http://h/", []), 200, new MemoryStream(sample.Item1))
            {
                Headers = new() { ["Content-Type"] = sample.Item2 },
            };
            foreach (var item in response.ReadFeed()) Assert.NotNull(item.ToString());
        }),
        count: 5000,
        bytesPerCharacter: 10_000);

    [Fact]
    public void Any_time_is_read_or_refused() => Property.Holds(Times.Texts, static text => FeedDate.Parse(text), count: 20_000);

    [Fact]
    public void A_time_is_read_as_it_was_written() => Property.Holds(
        Gen.Date[new DateTime(1970, 1, 1), new DateTime(2100, 1, 1)],
        static date =>
        {
            var time = new DateTimeOffset(date.Date, TimeSpan.Zero).AddSeconds(86399);
            Assert.Equal(time, FeedDate.Parse(time.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
            Assert.Equal(time, FeedDate.Parse(time.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
        },
        count: 20_000);
}
