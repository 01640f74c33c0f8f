using System.Text;

namespace Requests.Tests.Messages;

public class FeedTests
{
    private const string Rss = """
        <?xml version="1.0"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
             xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
        <channel><title>News</title><link>http://h/</link><atom:link href="http://h/rss" rel="self"/>
        <item>
          <media:title>other</media:title><title>One &amp; only</title><atom:link href="/self" rel="self"/><link> /posts/1?a=b </link>
          <guid isPermaLink="false">id-1</guid><pubDate>Wed, 02 Oct 2002 08:00:00 EST</pubDate>
          <dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator>
          <description>&lt;b&gt;short&lt;/b&gt;</description><content:encoded><![CDATA[<p>long</p>]]></content:encoded>
          <category>x</category><category domain="d">y</category>
          <enclosure url="audio/1.mp3" length="1234" type="audio/mpeg"/><enclosure url="" length="?"/>
        </item>
        <item><guid>http://h/posts/2</guid></item>
        </channel></rss>
        """;

    private const string Atom = """
        <feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://other/">
        <author><name>Everyone</name></author><title>News</title>
        <entry xml:base="blog/">
          <title type="html">A &lt;i&gt;b&lt;/i&gt;</title><id>urn:1</id>
          <link rel="self" href="self"/><link href="1.html"/><link rel="enclosure" href="1.mp3" type="audio/mpeg" length="7"/>
          <published>2003-12-13T08:29:29-04:00</published><updated>2003-12-13T18:30:02.25Z</updated>
          <author><name>Ann</name></author><author><email>b@h</email></author>
          <summary>short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <b>c</b></div></content>
          <category term="x"/><category/>
        </entry>
        <entry><title/></entry>
        </feed>
        """;

    private const string Rdf = """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
                 xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="http://h/"><title>News</title></channel>
        <item rdf:about="urn:a"><title>One</title><link>http://h/1</link><dc:date>2002-10-02</dc:date><dc:subject>x</dc:subject></item>
        </rdf:RDF>
        """;

    [Fact]
    public void Items_of_rss_are_read()
    {
        var items = Read(Rss);

        Assert.Equal(2, items.Count);
        Assert.Equal("One & only", items[0].Title);
        Assert.Equal("http://h/posts/1?a=b", items[0].Link);
        Assert.Equal("id-1", items[0].Id);
        Assert.Equal(new DateTimeOffset(2002, 10, 2, 8, 0, 0, TimeSpan.FromHours(-5)), items[0].Published);
        Assert.Equal("Ann, Bob", items[0].Author);
        Assert.Equal("<b>short</b>", items[0].Summary);
        Assert.Equal("<p>long</p>", items[0].Content);
        Assert.Equal(["x", "y"], items[0].Categories);
        Assert.Equal(new FeedEnclosure("http://h/audio/1.mp3", "audio/mpeg", 1234), Assert.Single(items[0].Enclosures));
        Assert.Equal("item", items[0].Element.Name);
        Assert.Equal(("http://h/posts/2", "http://h/posts/2"), (items[1].Id, items[1].Link));
    }

    [Fact]
    public void Entries_of_atom_are_read()
    {
        var items = Read(Atom);

        Assert.Equal("A <i>b</i>", items[0].Title);
        Assert.Equal("http://other/blog/1.html", items[0].Link);
        Assert.Equal("urn:1", items[0].Id);
        Assert.Equal(new DateTimeOffset(2003, 12, 13, 8, 29, 29, TimeSpan.FromHours(-4)), items[0].Published);
        Assert.Equal(new DateTimeOffset(2003, 12, 13, 18, 30, 2, 250, TimeSpan.Zero), items[0].Updated);
        Assert.Equal("Ann, b@h", items[0].Author);
        Assert.Equal("short", items[0].Summary);
        Assert.StartsWith("a <b", items[0].Content, StringComparison.Ordinal);
        Assert.Equal(["x"], items[0].Categories);
        Assert.Equal(new FeedEnclosure("http://other/blog/1.mp3", "audio/mpeg", 7), Assert.Single(items[0].Enclosures));
        Assert.Equal((null, "Everyone", null), (items[1].Title, items[1].Author, items[1].Link));
    }

    [Fact]
    public void Items_of_rss_1_and_a_single_entry_are_read()
    {
        var item = Assert.Single(Read(Rdf));
        Assert.Equal(("One", "http://h/1", "urn:a"), (item.Title, item.Link, item.Id));
        Assert.Equal(new DateTimeOffset(2002, 10, 2, 0, 0, 0, TimeSpan.Zero), item.Published);
        Assert.Equal(["x"], item.Categories);

        Assert.Equal("T", Assert.Single(Read("<entry xmlns='http://www.w3.org/2005/Atom'><title>T</title></entry>")).Title);
    }

    [Fact]
    public void Xml_that_is_not_a_feed_is_an_error() =>
        Assert.Contains("'html'", Assert.Throws<XmlDecodeException>(() => Read("<html/>")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Wed, 02 Oct 2002 13:00:00 GMT", "2002-10-02T13:00:00+00:00")]
    [InlineData("2 Oct 02 13:00 PDT", "2002-10-02T13:00:00-07:00")]
    [InlineData("Wed, 2 October 1999 13:00:00 +0130", "1999-10-02T13:00:00+01:30")]
    [InlineData("Wed, 02 Oct 2002 13:00:00 -05:00", "2002-10-02T13:00:00-05:00")]
    [InlineData("02 Oct 2002", "2002-10-02T00:00:00+00:00")]
    [InlineData("2002-10-02T13:00:00Z", "2002-10-02T13:00:00+00:00")]
    [InlineData("2002-10-02 13:00:00", "2002-10-02T13:00:00+00:00")]
    [InlineData("Wed, 32 Oct 2002 13:00:00 GMT", null)]
    [InlineData("Wed, 02 Oct 2002 25:00:00 GMT", null)]
    [InlineData("Wed, 02 Oct 2002 13:00:00 +9900", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void Times_are_read(string text, string? expected) => Assert.Equal(
        expected,
        FeedDate.Parse(text)?.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));

    private static IReadOnlyList<FeedItem> Read(string xml) =>
        new Response(new PreparedRequest("GET", "http://h/feed?x=1", []), 200, new MemoryStream(Encoding.UTF8.GetBytes(xml))).ReadFeed();
}
