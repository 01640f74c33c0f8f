namespace Requests.Tests.Messages;

public class LinkHeaderTests
{
    [Fact]
    public void Links_are_found_by_relation()
    {
        var links = LinkHeader.Parse(
            "<https://api.github.com/users?page=2&per_page=10>; rel=\"next\", "
                + "<https://api.github.com/users?page=7&per_page=10>; rel=\"last\"",
            "https://api.github.com/users");

        Assert.Equal("https://api.github.com/users?page=2&per_page=10", links["next"].Url);
        Assert.Equal("next", links["NEXT"].Rel);
        Assert.Equal(2, links.Count);
    }

    [Theory]
    [InlineData("<http://h/front.jpeg>; rel=front; type=\"image/jpeg\"", "front", "http://h/front.jpeg")]
    [InlineData("<http://h/front.jpeg>", "http://h/front.jpeg", "http://h/front.jpeg")]
    [InlineData("<http://h/front.jpeg>;", "http://h/front.jpeg", "http://h/front.jpeg")]
    [InlineData("<http://h/a>; type=x,<http://h/b>; rel=b", "b", "http://h/b")]
    [InlineData("</a,b>; rel=\"x y\"", "y", "http://h/a,b")]
    [InlineData("<c>; title=\"a; b, c\"; rel=q", "q", "http://h/c")]
    [InlineData("</p?page=2>; rel='next'", "next", "http://h/p?page=2")]
    [InlineData("</p?a=1,2;3>; rel='prev', </n?x='y'>; rel = 'next'", "next", "http://h/n?x='y'")]
    [InlineData("</a>; rel='start next'", "next", "http://h/a")]
    [InlineData("</a>; title='it, really'; rel=next", "next", "http://h/a")]
    [InlineData("</a>; title='unclosed; rel=next", "next", "http://h/a")]
    [InlineData("</a>; title=\"unclosed; rel=next", "next", "http://h/a")]
    [InlineData("</a>;rel=\"next\";,</b>;;rel=last", "last", "http://h/b")]
    [InlineData("</a>; crossorigin; rel=next", "next", "http://h/a")]
    [InlineData("</a>; crossorigin, </b>; rel=next", "next", "http://h/b")]
    [InlineData("</a>; REL=\"next\"; rel=prev", "next", "http://h/a")]
    [InlineData("</a> rel=next, </b>; rel=\"next", "next", "http://h/a")]
    [InlineData("noise, </a>; rel=next, <unclosed", "next", "http://h/a")]
    [InlineData("</a>; rel=\"next\tlast\"", "last", "http://h/a")]
    public void Each_form_is_read(string header, string name, string url) =>
        Assert.Equal(url, LinkHeader.Parse(header, "http://h/").GetValueOrDefault(name)?.Url);

    [Fact]
    public void A_title_in_another_charset_is_read()
    {
        var link = LinkHeader.Parse("</a>; rel=next; title=plain; title*=UTF-8'de'n%c3%a4chste", "http://h/")["next"];

        Assert.Equal("n\u00e4chste", link.Title);
    }

    [Fact]
    public void All_named_parameters_are_kept()
    {
        var link = LinkHeader.Parse("</a>; rel=next; n=1; =2; flag", "http://h/")["next"];

        Assert.Equal(["flag", "n", "rel"], link.Parameters.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("1", null), (link.Parameters["n"], link.Parameters["flag"]));
    }

    [Fact]
    public void An_empty_header_has_no_links() => Assert.Empty(LinkHeader.Parse("", "http://h/"));
}
