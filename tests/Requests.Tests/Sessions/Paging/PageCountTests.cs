using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Paging;

/// <summary>
/// A list that is shorter than announced is an error, unless the items that did not come may be before the page that was requested: some
/// APIs count pages from 0.
/// </summary>
public class PageCountTests
{
    private const string Two = """{"total":5,"items":[1,2],"next":"/?page=2"}""";

    [Theory]
    [InlineData("?page=1", Two, """{"total":5,"items":[5],"next":null}""")] // pages 1 and 2 of 0, 1, 2
    [InlineData("?page=1", """{"total":3,"items":[3],"next":null}""")] // the last of 2 pages
    [InlineData("?page=1", """{"total":3,"items":[3],"has_more":false}""")]
    [InlineData("?page=1", """{"total":3,"items":[3],"last":true,"isLast":true}""")]
    [InlineData("?page[number]=1", """{"total":3,"items":[3],"links":{"next":""}}""")]
    [InlineData("?startIndex=1", """{"totalResults":3,"resources":[2,3]}""")]
    [InlineData("?page=1", """{"total":9,"items":[3],"prev":"/?page=0"}""")]
    [InlineData("?page=1", """{"total":9,"items":[3],"previous":{"href":"/?page=0"}}""")]
    [InlineData("?page=1", """{"total":9,"items":[3],"first":false,"number":1}""")]
    [InlineData("?page=1", """{"total":9,"items":[3],"pagination":{"prev_page":1}}""")]
    [InlineData("?from_here=x", """{"total":9,"items":[3],"hasPreviousPage":true}""")]
    [InlineData("?page=2", """{"total":9,"items":[3]}""")]
    public async Task Items_before_the_requested_page_are_not_missing(string query, params string[] pages) =>
        Assert.Equal(pages.Length, await Count(query, pages));

    [Theory]
    [InlineData("", """{"total":3,"items":[3],"next":null}""")]
    [InlineData("?page=0", """{"total":3,"items":[3],"next":null}""")]
    [InlineData("?page=1", """{"total":9,"items":[1]}""")] // no page says that it is the last
    [InlineData("?page=1", """{"total":5,"items":[1,2,3],"next":null}""")] // the page before would be smaller
    [InlineData("?page=1", Two, """{"total":9,"items":[5],"next":null}""")] // more than one page is missing
    [InlineData("?page=1", Two, """{"total":4,"items":[5],"next":null}""")] // less than one page is missing
    [InlineData("?startIndex=1", """{"totalResults":4,"resources":[2,3]}""")]
    [InlineData("", """{"total":9,"items":[1],"prev":null,"first":true,"pagination":{"prev_page":0},"hasPreviousPage":false}""")]
    [InlineData("", Two, """{"total":5,"items":[5],"next":null,"prev":"/?page=1"}""")] // only the first page shows where the list begins
    public async Task A_list_that_is_shorter_than_announced_is_an_error(string query, params string[] pages) =>
        await Assert.ThrowsAsync<IncompletePagesException>(() => Count(query, pages));

    [Theory]
    [InlineData("Link", "</?page=0>; rel=\"prev\"", 9)]
    [InlineData("Link", "</?page=0>; rel=\"first\"", 3)]
    [InlineData("x-prev-page", "1", 9)]
    [InlineData("x-next-page", "", 3)]
    public async Task A_header_says_so_too(string name, string value, int total)
    {
        using var session = Session(
            out _,
            ReplyText(200, "[1]", ("Content-Type", "application/json"), ("X-Total-Count", $"{total}"), (name, value)));

        Assert.Equal(1, await Count(session, "?page=1"));
    }

    private static async Task<int> Count(string query, string[] pages)
    {
        using var session = Session(out _, [.. pages.Select(page => ReplyText(200, page, ("Content-Type", "application/json")))]);
        return await Count(session, query);
    }

    private static async Task<int> Count(RequestSession session, string query)
    {
        var count = 0;
        var first = session.PrepareRequest(new Request("GET", $"http://h/{query}"));
        var pages = session.SendPagesAsync(first, PageStrategy.Automatic, cancellationToken: TestContext.Current.CancellationToken);
        await foreach (var page in pages) count++;
        return count;
    }
}
