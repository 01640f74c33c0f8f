using System.Text;

namespace Requests.Tests.Sessions.Paging;

public class JsonPageTests
{
    [Theory]
    [InlineData("""[1,{"a":[2]},"x"]""", "1|{\"a\":[2]}|\"x\"")]
    [InlineData("""{"value":[{"id":1},{"id":2}],"@odata.nextLink":"/2"}""", """{"id":1}|{"id":2}""")]
    [InlineData("""{"Resources":[1]}""", "1")]
    [InlineData("""{"d":{"results":[1,2]}}""", "1|2")]
    [InlineData("""{"hits":{"total":{"value":2},"hits":[1,2]}}""", "1|2")]
    [InlineData("""{"_embedded":{"users":[1,2]}}""", "1|2")]
    [InlineData("""{"startAt":0,"issues":[{"k":1}],"names":[]}""", """{"k":1}""")]
    [InlineData("""{"errors":["e"],"issues":[{"k":1}]}""", """{"k":1}""")]
    [InlineData("""{"other":[9],"items":[1]}""", "1")]
    [InlineData("""{"items":[]}""", "")]
    [InlineData("""{"a":[],"b":[]}""", "")]
    [InlineData("""{"items":null,"total":0}""", "")]
    [InlineData("""{"items":null,"warnings":["w"]}""", "")]
    [InlineData("""{"items":null,"value":[1]}""", "1")]
    [InlineData("""{"result":null,"error":{"code":7}}""", """{"result":null,"error":{"code":7}}""")]
    [InlineData("""{"data":null,"errors":["e"]}""", "\"e\"")]
    [InlineData("""{"issues":[],"warnings":["w"]}""", "")]
    [InlineData("""{"names":["n"],"errors":[]}""", "\"n\"")]
    [InlineData("""{"link":[{"relation":"self"}],"entry":[{"k":1}]}""", """{"k":1}""")]
    [InlineData("""{"name":"only","age":3}""", """{"name":"only","age":3}""")]
    [InlineData("""{"value":5}""", """{"value":5}""")]
    public void The_items_of_a_page_are_found(string json, string items)
    {
        for (var size = 1; size <= json.Length; size++) Assert.Equal(items, string.Join('|', Read(json, size, out _)));
    }

    [Theory]
    [InlineData("data.users.nodes", """{"data":{"users":{"nodes":[1,2],"other":[3]}}}""", "1|2")]
    [InlineData("DATA.Users", """{"data":{"users":{"id":1}}}""", """{"id":1}""")]
    [InlineData("data", """{"data":"text","items":[1]}""", "\"text\"")]
    [InlineData("data", """{"data":null,"items":[1]}""", "")]
    [InlineData("a.b.c", """{"a.b":{"c":[1]}}""", "1")]
    [InlineData("missing", """{"data":[1]}""", "")]
    [InlineData("missing", "[1,2]", "")]
    public void The_path_of_the_items_can_be_given(string path, string json, string items)
    {
        for (var size = 1; size <= json.Length; size++) Assert.Equal(items, string.Join('|', Read(json, size, out _, itemPath: path)));
    }

    [Theory]
    [InlineData("""{"@odata.nextLink":"U","value":[]}""")]
    [InlineData("""{"value":[1],"nextLink":"U"}""")]
    [InlineData("""{"odata.nextLink":"U"}""")]
    [InlineData("""{"links":{"self":"/1","next":"U"},"data":[]}""")]
    [InlineData("""{"links":{"next":{"href":"U","meta":{}}},"data":[]}""")]
    [InlineData("""{"_links":{"next":{"href":"U"}}}""")]
    [InlineData("""{"next":"U","previous":null,"results":[1,2]}""")]
    [InlineData("""{"next":{"href":"U"}}""")]
    [InlineData("""{"paging":{"next":{"after":"x","link":"U"}}}""")]
    [InlineData("""{"paging":{"cursors":{"after":"x"},"next":"U"}}""")]
    [InlineData("""{"pagination":{"next":"U"}}""")]
    [InlineData("""{"pagination":{"next_url":"U"}}""")]
    [InlineData("""{"d":{"results":[],"__next":"U"}}""")]
    [InlineData("""{"next":"cursor","next_url":"U"}""")]
    [InlineData("""{"link":[{"relation":"self","url":"/1"},{"relation":"next","url":"U"}],"entry":[]}""")]
    [InlineData("""{"items":[],"links":[{"rel":"next","href":"U","x":{"rel":"a"}},{"rel":"first","href":"/0"}]}""")]
    public void The_next_page_is_found(string json)
    {
        const string url = "https://h/2?a=\\u0026";
        for (var size = 1; size <= json.Length; size++)
        {
            Read(json.Replace("\"U\"", $"\"{url}\"", StringComparison.Ordinal), size, out var page);
            Assert.Equal("https://h/2?a=&", page.Next?.Url);
            Assert.False(page.Next!.IsCursor);
        }
    }

    [Theory]
    [InlineData("""{"value":[{"nextLink":"/2","next":"/2"}]}""")]
    [InlineData("""{"next":null,"nextLink":"","paging":{"next":false}}""")]
    [InlineData("""{"unknown":[{"next":"/2"}],"items":[{"next":"/2"}]}""")]
    [InlineData("""["next","/2"]""")]
    public void The_text_of_items_and_empty_members_name_no_page(string json)
    {
        Read(json, 7, out var page);

        Assert.Null(page.Next);
        Assert.Null(page.MoreMarker);
    }

    [Theory]
    [InlineData("""{"has_more":true,"data":[1]}""", "has_more")]
    [InlineData("""{"response_metadata":{"next_cursor":"abc"}}""", "response_metadata.next_cursor")]
    [InlineData("""{"data":{"users":{"pageInfo":{"hasNextPage":true}}}}""", "data.users.pageInfo.hasNextPage")]
    [InlineData("""{"isLastPage":false,"values":[]}""", "isLastPage")]
    [InlineData("""{"next":2}""", "next")]
    [InlineData("""{"next":{"page":2}}""", "next")]
    [InlineData("""{"paging":{"next":{"after":"x"}}}""", "paging.next")]
    [InlineData("""{"_links":{"next":{"href":null}},"next":{},"pagination":{"next":{"url":""}}}""", null)]
    [InlineData("""{"has_more":false,"next_cursor":"","isLastPage":true,"nextToken":null}""", null)]
    public void A_member_that_says_that_more_follow_is_kept(string json, string? marker)
    {
        Read(json, 5, out var page);

        Assert.Equal(marker, page.MoreMarker);
    }

    [Theory]
    [InlineData("""{"@odata.count":12,"value":[1]}""", 12L)]
    [InlineData("""{"d":{"__count":"12","results":[1]}}""", 12L)]
    [InlineData("""{"count":1,"total":12,"items":[1]}""", 12L)]
    [InlineData("""{"total":12.5,"items":[1]}""", null)]
    [InlineData("""{"total":"many","items":[1]}""", null)]
    public void The_announced_number_of_items_is_read(string json, long? announced)
    {
        Read(json, 6, out var page);

        Assert.Equal(announced, page.Announced);
        Assert.Equal(1, page.ItemCount);
    }

    [Theory]
    [InlineData("""{"value":[1,2""")]
    [InlineData("""{"value":[1,2]""")]
    [InlineData("""{"value":[1,2],x}""")]
    [InlineData("""{"value":[{} {}]}""")]
    [InlineData("""{"value":[1]} {}""")]
    public void A_page_that_is_not_complete_JSON_is_an_error(string json)
    {
        for (var size = 1; size <= json.Length; size++) Assert.Throws<JsonDecodeException>(() => Read(json, size, out _));
    }

    [Theory]
    [InlineData("""{"users":[{}],"groups":[{}]}""")]
    [InlineData("""{"users":["u"],"groups":[]}""")]
    public void Arrays_without_a_known_name_are_an_error_that_names_them_where_none_is_the_only_one_of_objects(string json)
    {
        var error = Assert.Throws<JsonConversionException>(() => Read(json, 9, out _));

        Assert.Contains("users, groups", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"issues":[],"tags":["t"]}""")]
    [InlineData("""{"issues":null,"tags":["t"]}""")]
    [InlineData("""{"issues":null,"total":1}""")]
    [InlineData("""{"tags":["t"]}""")]
    public void The_only_array_of_objects_of_the_first_page_has_the_items_of_a_later_one_too(string json)
    {
        var layout = new JsonPageLayout(PageStrategy.Automatic, itemPath: null);
        Assert.Equal(["{}"], Read("""{"issues":[{}],"tags":["t"]}""", 100, out _, layout: layout));

        Assert.Empty(Read(json, 100, out _, layout: layout));
    }

    [Fact]
    public void A_sequence_has_no_value_at_a_path()
    {
        var layout = new JsonPageLayout(PageStrategy.Automatic, "value");

        Assert.Empty(Read("{\"value\":[1]}\n{\"value\":[2]}", 3, out _, layout: layout, isSequence: true));
        Assert.False(layout.HasFoundItems);
    }

    [Fact]
    public void The_only_array_of_the_first_page_is_read_while_later_pages_arrive()
    {
        var layout = new JsonPageLayout(PageStrategy.Automatic, itemPath: null);
        Read("""{"issues":[1]}""", 100, out _, layout: layout);
        var page = new JsonPage(layout, isSequence: false, limit: 1000);
        var items = new List<JsonItem>();

        page.Add("""{"issues":[1,2"""u8, items);

        Assert.Single(items);
    }

    [Fact]
    public void Text_around_the_items_and_an_item_have_a_limit()
    {
        var pad = new string('x', 2000);
        Assert.Throws<ResponseTooLargeException>(() => Read($$"""{"a":"{{pad}}","value":[]}""", 100, out _));
        Assert.Throws<ResponseTooLargeException>(() => Read($$"""{"value":["{{pad}}"]}""", 100, out _));
        Assert.Equal(500, Read($$"""{"value":[{{string.Join(',', Enumerable.Range(1, 500))}}],"b":1}""", 100, out _).Count);
    }

    [Fact]
    public void A_sequence_of_objects_has_no_members_of_a_list()
    {
        var items = Read("{\"next\":\"/2\"}\n{\"value\":[1]}", 3, out var page, isSequence: true);

        Assert.Equal(["{\"next\":\"/2\"}", "{\"value\":[1]}"], items);
        Assert.Null(page.Next);
    }

    private static List<string> Read(
        string json,
        int size,
        out JsonPage page,
        string? itemPath = null,
        JsonPageLayout? layout = null,
        bool isSequence = false)
    {
        page = new JsonPage(layout ?? new JsonPageLayout(PageStrategy.Automatic, itemPath), isSequence, limit: 1000);
        var texts = new List<string>();
        var items = new List<JsonItem>();
        foreach (var piece in Encoding.UTF8.GetBytes(json).Chunk(size))
        {
            page.Add(piece, items);
            Take(items, texts);
        }

        page.Finish(items);
        Take(items, texts);
        return texts;
    }

    private static void Take(List<JsonItem> items, List<string> texts)
    {
        texts.AddRange(items.Select(static item => Encoding.UTF8.GetString(item.Utf8.Span).Trim()));
        items.Clear();
    }
}
