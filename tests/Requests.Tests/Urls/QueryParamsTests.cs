namespace Requests.Tests.Urls;

/// <summary>Tests how the queries of a session and of a call are combined.</summary>
public class QueryParamsTests
{
    [Theory]
    [InlineData("a=1", "b=2", "a=1&b=2")]
    [InlineData("a=1&b=1", "b=2", "a=1&b=2")]
    [InlineData("?a=1", "?b=2", "a=1&b=2")]
    [InlineData("a=1", "", "a=1")]
    [InlineData("", "b=2", "b=2")]
    [InlineData("%61=1&c+d=1", "a=2&c%20d=2", "a=2&c%20d=2")]
    [InlineData("a&&b", "c", "a&b&c")]
    public void Raw_texts_are_combined_and_the_second_takes_precedence(string first, string second, string expected) =>
        Assert.Equal(expected, new QueryParams(first).Merge(new QueryParams(second)).Encode());

    [Fact]
    public void A_text_and_pairs_are_combined_in_order()
    {
        var pairs = new QueryParams([KeyValuePair.Create("b", (string?)"x y"), KeyValuePair.Create("a", (string?)null)]);

        Assert.Equal("c=1&b=x+y", new QueryParams("a=1&c=1").Merge(pairs).Encode());
        Assert.Equal("b=x+y&a=1&c=1", pairs.Merge(new QueryParams("a=1&c=1")).Encode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a=1")]
    [InlineData("a&&b=%zz")]
    public void A_text_stays_as_it_was_written(string text) => Assert.Equal(text, new QueryParams(text).Raw);

    [Fact]
    public void A_query_of_pairs_has_no_raw_text()
    {
        Assert.Null(new QueryParams([KeyValuePair.Create("a", (string?)"1")]).Raw);
        Assert.Null(new QueryParams().Raw);
    }
}
