using System.Text;
using AngleSharp.Html.Dom;
using static Requests.Tests.Html.HtmlFormTests;

namespace Requests.Tests.Html;

/// <summary>Tests the document and the links of a page.</summary>
public class HtmlPageTests
{
    [Fact]
    public void The_document_knows_its_url_and_runs_and_loads_nothing()
    {
        var document = (IHtmlDocument)Page(
            "<title>t</title><body><script>document.title = 'x'</script><noscript><p>n</p></noscript><a href=b>x</a>"
            + "<img src=http://127.0.0.1:1/><meta http-equiv=refresh content='0; url=/'>").ReadHtml();

        Assert.Equal("t", document.Title);
        Assert.NotNull(document.QuerySelector("noscript p"));
        Assert.Equal("http://h/d/b", ((IHtmlAnchorElement)document.QuerySelector("a")!).Href);
    }

    [Theory]
    [InlineData("<a href=x>a</a>", "http://h/d/x")]
    [InlineData("<a href=''>a</a>", "http://h/d/page?x=1")]
    [InlineData("<a href='#f'>a</a>", "http://h/d/page?x=1#f")]
    [InlineData("<a href='//o/x'>a</a>", "http://o/x")]
    [InlineData("<base href='http://o/b/c'><a href='../x'>a</a>", "http://o/x")]
    [InlineData("<base href='data:x'><a href=x>a</a>", "http://h/d/x")]
    [InlineData("<base target=_top><base href=sub/><a href=x>a</a>", "http://h/d/sub/x")]
    [InlineData("<a href='mailto:a@b'>a</a>", "mailto:a@b")]
    [InlineData("<a href='http://['>a</a>", "http://[")]
    [InlineData("<map><area href=x alt=a></map>", "http://h/d/x")]
    public void A_link_is_absolute(string page, string expected)
    {
        var link = Assert.Single(Page(page).ReadHtmlLinks());

        Assert.Equal((expected, "a"), (link.Url, link.Text));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public void A_page_has_a_largest_size(int maximum)
    {
        var page = Page("<p>0123456");

        Assert.Equal(10, page.Content!.Length);
        Assert.Empty(page.ReadHtmlLinks(maximum));
        Assert.Equal(page, Assert.Throws<ResponseTooLargeException>(() => page.ReadHtmlForms(maximumSize: 9)).Response);
        Assert.Contains("10 bytes", Assert.Throws<ResponseTooLargeException>(() => page.ReadHtml(9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_has_its_attributes_as_written()
    {
        var page = Page("<a>none</a><a href=' x ' title=T rel='next NoFollow' id=i>\n A <b>b</b>\t c </a><link href=style>");
        var links = page.ReadHtmlLinks();

        var link = Assert.Single(links);
        Assert.Equal((" x ", "A b c", "T", "next NoFollow", "i"), (link.Href, link.Text, link.Title, link.Rel, link.Id));
    }

    [Fact]
    public void The_text_of_a_link_does_not_show_a_secret_of_its_url() =>
        Assert.Equal("http://h/d/out?token=********", Page("<a href='out?token=abc'>x</a>").ReadHtmlLinks()[0].ToString());

    [Theory]
    [InlineData("text/html", 65001, "", "ж")]
    [InlineData("text/html", 1251, "<meta charset=windows-1251>", "ж")]
    [InlineData("text/html; charset=windows-1251", 1251, "<meta charset=utf-8>", "ж")]
    [InlineData("text/html", 65001, "<meta charset=utf-16>", "ж")]
    [InlineData("text/html; charset=iso-8859-1", 1252, "", "€")]
    [InlineData("application/xhtml+xml", 1251, "<?xml version='1.0' encoding='windows-1251'?>", "ж")]
    public void The_encoding_is_that_of_the_header_the_page_or_the_bytes(string type, int codePage, string head, string text)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);

        Assert.Equal(text, Page($"{head}<a href=x>{text}</a>", type, encoding).ReadHtmlLinks()[0].Text);
    }

    [Fact]
    public void A_byte_order_mark_and_an_encoding_of_the_caller_take_precedence()
    {
        var marked = new string([(char)0xFEFF]) + "<meta charset=windows-1251><a href=x>ж</a>";
        Assert.Equal("ж", Page(marked).ReadHtmlLinks()[0].Text);

        var page = Page("<a href=x>ж</a>", "text/html; charset=utf-8", CodePagesEncodingProvider.Instance.GetEncoding(1251));
        page.Encoding = "windows-1251";
        Assert.Equal("ж", page.ReadHtmlLinks()[0].Text);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("image/png", "\u0089PNG")]
    [InlineData("application/pdf", "%PDF")]
    public void A_body_that_is_not_a_page_is_an_error(string type, string body)
    {
        var error = Assert.Throws<UnexpectedContentTypeException>(() => Page(body, type).ReadHtml());

        Assert.Contains(type, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Response);
    }

    [Theory]
    [InlineData("text/html", "")]
    [InlineData("text/plain", "no markup")]
    [InlineData("", "<p>")]
    [InlineData("application/octet-stream", " \n<!doctype html><p>")]
    [InlineData("application/json", "")]
    public void Other_text_and_an_empty_body_are_read_as_browsers_do(string type, string body) =>
        Assert.Empty(Page(body, type).ReadHtmlForms());

    [Theory]
    [InlineData("<div>")]
    [InlineData("<font><b>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<b a=1><i b=2>")]
    public void A_page_that_nests_100_000_elements_is_an_error(string tags)
    {
        var page = Page(string.Concat(Enumerable.Repeat(tags, 100_000)));

        var error = Assert.Throws<ResponseException>(() => page.ReadHtmlLinks());

        Assert.Contains("deeper than 2000 levels", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Response);
    }

    [Fact]
    public void A_page_whose_elements_multiply_is_an_error()
    {
        var formatting = string.Concat(Enumerable.Range(0, 200).Select(static i => $"<b a={i}>"));
        var page = Page($"<p>{formatting}{string.Concat(Enumerable.Repeat("</p><p>x", 20_000))}");

        Assert.Contains("memory", Assert.Throws<ResponseException>(() => page.ReadHtml()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_600_levels_and_20_000_links_is_read_with_a_small_stack()
    {
        var deep = string.Concat(Enumerable.Repeat("<div>", 600));
        var closed = string.Concat(Enumerable.Repeat("</div>", 600));
        var page = Page(deep + closed + string.Concat(Enumerable.Repeat("<a href=x>y</a>", 20_000)));
        Exception? failure = null;
        var thread = new Thread(
            () => failure = Record.Exception(() =>
            {
                Assert.Equal(20_000, page.ReadHtmlLinks().Count);
                Assert.Empty(page.ReadHtmlForms());
                Assert.Equal(20_000, ((IHtmlDocument)page.ReadHtml()).DocumentElement.TextContent.Length);
            }),
            maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        Assert.Null(failure);
    }
}
