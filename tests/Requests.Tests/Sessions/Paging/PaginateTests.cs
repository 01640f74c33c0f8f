using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Paging;

public class PaginateTests
{
    [Theory]
    [InlineData("x-next-page", "3", "http://h/1?page=3&q=a")]
    [InlineData("x-ms-continuationtoken", "a b", "http://h/1?page=2&q=a&continuationToken=a+b")]
    [InlineData("Link", "</7?x=1>; rel=next", "http://h/7?x=1")]
    public async Task Headers_name_the_next_page(string name, string value, string expected)
    {
        using var session = Session(out var adapter, Json("[]", (name, value)), Json("[]"));

        await All(session, new Request("GET", "http://h/1?page=2&q=a"));

        Assert.Equal(Sorted(expected), Sorted(adapter.Seen[1].Url));
    }

    [Fact]
    public async Task Continuation_headers_of_tables_replace_the_keys_of_the_page_before()
    {
        using var session = Session(
            out var adapter,
            Json("{}", ("x-ms-continuation-NextPartitionKey", "p1"), ("x-ms-continuation-NextRowKey", "r1")),
            Json("{}", ("x-ms-continuation-NextPartitionKey", "p2")),
            Json("{}"));

        await All(session, new Request("GET", "http://h/t"));

        Assert.Equal("http://h/t?NextPartitionKey=p1&NextRowKey=r1", adapter.Seen[1].Url);
        Assert.Equal("http://h/t?NextPartitionKey=p2", adapter.Seen[2].Url);
    }

    [Fact]
    public async Task A_continuation_header_is_sent_back_and_a_repeated_one_is_a_loop()
    {
        var page = Json("{}", ("x-ms-continuation", "t1"));
        using var session = Session(out var adapter, page, Json("{}", ("x-ms-continuation", "t2")), page);

        await Assert.ThrowsAsync<PagingLoopException>(() => All(session, new Request("POST", "http://h/q") { Body = new BytesBody("q") }));

        Assert.Equal([null, "t1", "t2"], adapter.Seen.Select(sent => sent.Headers["x-ms-continuation"]));
        Assert.Equal(["q", "q", "q"], adapter.Bodies);
    }

    [Fact]
    public async Task One_page_is_requested_ahead()
    {
        var sent = new TaskCompletionSource();
        var second = Json("""{"next":"/3"}""");
        using var session = Session(out var adapter, Json("""{"next":"/2"}"""), Signal, Json("{}"));
        await using var pages = Pages(session, new Request("GET", "http://h/1")).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        await pages.MoveNextAsync();
        await sent.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(2, adapter.Seen.Count);
        Assert.Equal("http://h/1", pages.Current.Url);

        Response Signal(PreparedRequest request)
        {
            sent.SetResult();
            return second(request);
        }
    }

    [Theory]
    [InlineData("""{"next":"cursor"}""", typeof(InvalidUrlException))]
    [InlineData("""{"nextLink":"word"}""", typeof(InvalidUrlException))]
    [InlineData("""{"nextLink":"https://"}""", typeof(InvalidUrlException))]
    [InlineData("""{"nextLink":"http://h/x"}""", typeof(InsecureRedirectException))]
    [InlineData("""{"nextLink":"?"}""", typeof(PagingLoopException))]
    [InlineData("""{"nextLink":"news://h/y"}""", typeof(PageOriginException))]
    [InlineData("""{"next":7}""", typeof(IncompletePagesException))]
    [InlineData("""{"next":""", typeof(JsonDecodeException))]
    public async Task A_next_page_that_cannot_be_used_is_an_error_after_the_page(string json, Type expected)
    {
        using var session = Session(out _, Json(json));
        var pages = new List<Response>();

        var error = await Record.ExceptionAsync(async () =>
        {
            await foreach (var page in Pages(session, new Request("GET", "https://h/1"))) pages.Add(page);
        });

        Assert.IsType(expected, error);
        Assert.Single(pages);
    }

    [Theory]
    [InlineData("""{"total":3,"items":[1],"next":"/2"}""", """{"total":3,"items":[2]}""", 3L, 2L)]
    [InlineData("""{"total":3,"items":[1],"next":"/2"}""", """{"total":2,"items":[2]}""", null, null)]
    [InlineData("""{"count":2,"value":[1,2],"next":"/2"}""", """{"count":1,"value":[3]}""", null, null)]
    [InlineData("""{"@odata.count":3,"value":[1],"next":"/2"}""", """{"value":[2]}""", 3L, 2L)]
    public async Task A_list_that_is_shorter_than_announced_is_an_error_after_its_pages(
        string first,
        string second,
        long? announced,
        long? received)
    {
        using var session = Session(out _, Json(first), Json(second));
        var pages = new List<Response>();

        var error = await Record.ExceptionAsync(async () =>
        {
            await foreach (var page in Pages(session, new Request("GET", "http://h/1"))) pages.Add(page);
        });

        Assert.Equal(2, pages.Count);
        Assert.Equal(announced, (error as IncompletePagesException)?.AnnouncedItems);
        Assert.Equal(received, (error as IncompletePagesException)?.ReceivedItems);
    }

    [Theory]
    [InlineData("http://h/1?$top=1")]
    [InlineData("http://h/1?page=2")]
    [InlineData("http://h/1?%24skip=3")]
    [InlineData("http://h/1?cursor=x")]
    [InlineData("http://h/1?$skip=1")]
    [InlineData("http://h/1?startAt=1")]
    [InlineData("http://h/1?sysparm_offset=1")]
    [InlineData("http://h/1?page[after]=x")]
    [InlineData("http://h/1?starting_after=x")]
    public async Task A_request_for_a_part_of_a_list_is_not_compared_with_the_count(string url)
    {
        using var session = Session(out _, Json("""{"total":3,"items":[1]}"""));

        Assert.Single(await All(session, new Request("GET", url)));
    }

    [Theory]
    [InlineData("""{"jql":"a","startAt":1}""", 1)]
    [InlineData("""{"variables":{"after":"x"}}""", 1)]
    [InlineData("""{"jql":"startAt","startAt":0,"page":1}""", 0)]
    public async Task The_JSON_of_a_request_can_name_a_part_of_a_list(string json, int pages)
    {
        using var session = Session(out _, Json("""{"total":3,"items":[1]}"""));
        var request = new Request("POST", "http://h/") { Body = new JsonBody(System.Text.Encoding.UTF8.GetBytes(json)) };

        if (pages == 0) await Assert.ThrowsAsync<IncompletePagesException>(() => All(session, request));
        else Assert.Single(await All(session, request));
    }

    [Fact]
    public async Task A_form_can_name_a_part_of_a_list()
    {
        using var session = Session(out _, Json("""{"total":3,"items":[1]}"""));
        var form = new FormBody([KeyValuePair.Create("offset", (string?)"1")]);

        Assert.Single(await All(session, new Request("POST", "http://h/") { Body = form }));
    }

    [Fact]
    public async Task The_maximum_of_pages_ends_a_list_that_says_that_more_follow()
    {
        using var session = Session(out _, Json("""{"has_more":true,"total":3,"items":[1]}"""));

        Assert.Single(await All(session, new Request("GET", "http://h/"), maximum: 1));
    }

    [Theory]
    [InlineData("X-Total-Count", "3")]
    [InlineData("Content-Range", "items 0-0/3")]
    public async Task A_count_in_a_header_is_compared_too_but_not_after_the_maximum_of_pages(string name, string value)
    {
        using var session = Session(
            out _,
            Json("[1]", (name, value)),
            Json("[1]", (name, value), ("Link", "</2>; rel=next")),
            Json("[1]", (name, "1")));

        await Assert.ThrowsAsync<IncompletePagesException>(() => All(session, new Request("GET", "http://h/?page=1")));
        Assert.Single(await All(session, new Request("GET", "http://h/"), maximum: 1));
    }

    [Fact]
    public async Task A_path_names_the_URL()
    {
        using var session = Session(out var adapter, Json("""{"a":{"b":"/2"},"next":"/9"}"""), Json("""{"a":{"b":null}}"""));

        await All(session, new Request("GET", "http://h/1"), PageStrategy.FromPath("A.b"));

        Assert.Equal(["http://h/1", "http://h/2"], adapter.Seen.Select(sent => sent.Url));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("https://h/2")]
    public void A_path_has_names(string path) => Assert.Throws<ArgumentException>(() => PageStrategy.FromPath(path));

    [Fact]
    public async Task A_function_changes_query_headers_and_form()
    {
        using var session = Session(out var adapter, Json("{}"), Json("{}"));
        var form = new FormBody([KeyValuePair.Create("a", (string?)"1"), KeyValuePair.Create("b", (string?)"2")]);
        var change = new NextPage
        {
            Params = new() { { "page", "2" }, { "old", null } },
            Headers = new() { ["X-Page"] = "2" },
            Body = new FormBody([KeyValuePair.Create("b", (string?)"3")]),
        };
        var calls = 0;

        await All(
            session,
            new Request("POST", "http://h/1?page=1&old=1&q=a%20b") { Body = form },
            PageStrategy.FromFunction(_ => calls++ == 0 ? change : null));

        Assert.Equal("http://h/1?q=a%20b&page=2", adapter.Seen[1].Url);
        Assert.Equal("2", adapter.Seen[1].Headers["X-Page"]);
        Assert.Equal(["a=1&b=2", "a=1&b=3"], adapter.Bodies);
        Assert.Equal("7", adapter.Seen[1].Headers["Content-Length"]);
    }

    [Theory]
    [InlineData("""{"variables":{"after":"x","first":null}}""", """{"query":"q","variables":{"after":"x"}}""")]
    [InlineData("""{"list":[2]}""", """{"query":"q","variables":{"first":5},"list":[2]}""")]
    [InlineData("""[1]""", "[1]")]
    public async Task JSON_is_merged_into_the_JSON_of_the_page(string change, string expected)
    {
        using var session = Session(out var adapter, Json("{}"), Json("{}"));
        var body = new JsonBody("""{"query":"q","variables":{"first":5}}"""u8.ToArray());

        await All(
            session,
            new Request("POST", "http://h/1") { Body = body },
            PageStrategy.FromFunction(response => response.Request.Body == body
                ? new NextPage { Body = new JsonBody(System.Text.Encoding.UTF8.GetBytes(change)) }
                : null));

        Assert.Equal(expected, adapter.Bodies[1]);
    }

    [Fact]
    public async Task The_query_of_an_authentication_is_written_once()
    {
        using var session = Session(out var adapter, Json("{}", ("x-next-page", "2")), Json("{}"));
        session.Auth = new QueryAuth();

        await All(session, new Request("GET", "http://h/1?page=1"));

        Assert.Equal(["http://h/1?page=1&key=1", "http://h/1?page=2&key=2"], adapter.Seen.Select(sent => sent.Url));
    }

    [Fact]
    public async Task The_error_of_a_function_follows_its_page()
    {
        using var session = Session(out _, Json("{}"));
        var pages = new List<Response>();

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            var strategy = PageStrategy.FromFunction(_ => throw new InvalidOperationException());
            await foreach (var page in Pages(session, new Request("GET", "http://h/1"), strategy)) pages.Add(page);
        });

        Assert.Single(pages);
    }

    [Fact]
    public async Task An_error_status_ends_the_pages()
    {
        using var session = Session(out var adapter, ReplyText(500, """{"next":"/2"}"""));

        Assert.Single(await All(session, new Request("GET", "http://h/1")));
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_body_that_is_streamed_is_read_where_only_the_body_names_the_next_page()
    {
        using var session = Session(out _, Json("[]", ("Link", "</2>; rel=next")), Json("""{"next":"/3"}"""), Json("{}"));
        var read = new List<bool>();

        await foreach (var page in session.SendPagesAsync(
            session.PrepareRequest(new Request("GET", "http://h/1")),
            PageStrategy.Automatic,
            new SendOptions { Stream = true },
            cancellationToken: TestContext.Current.CancellationToken))
        {
            read.Add(page.IsContentRead);
        }

        Assert.Equal([false, true, true], read);
    }

    [Theory]
    [InlineData("text/csv; charset=utf-8", false)]
    [InlineData("text/tab-separated-values", false)]
    [InlineData("application/atom+xml", false)]
    [InlineData("text/xml", false)]
    [InlineData("text/plain", true)]
    [InlineData("application/octet-stream", true)]
    public async Task A_streamed_body_that_cannot_name_a_page_is_not_read(string type, bool isRead)
    {
        using var session = Session(out _, ReplyText(200, "a,b\n1,2\n", ("Content-Type", type)));

        await foreach (var page in session.SendPagesAsync(
            session.PrepareRequest(new Request("GET", "http://h/1")),
            PageStrategy.Automatic,
            new SendOptions { Stream = true },
            cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal(isRead, page.IsContentRead);
        }
    }

    private static Func<PreparedRequest, Response> Json(string text, params (string Name, string Value)[] headers) =>
        ReplyText(200, text, [("Content-Type", "application/json"), .. headers]);

    private static string Sorted(string url)
    {
        var parts = url.Split('?');
        return $"{parts[0]}?{string.Join('&', parts[^1].Split('&').Order(StringComparer.Ordinal))}";
    }

    private static IAsyncEnumerable<Response> Pages(
        RequestSession session,
        Request request,
        PageStrategy? strategy = null,
        int maximum = int.MaxValue) => session.SendPagesAsync(
            session.PrepareRequest(request),
            strategy ?? PageStrategy.Automatic,
            options: null,
            maximum,
            TestContext.Current.CancellationToken);

    private static async Task<List<Response>> All(
        RequestSession session,
        Request request,
        PageStrategy? strategy = null,
        int maximum = int.MaxValue)
    {
        var pages = new List<Response>();
        await foreach (var page in Pages(session, request, strategy, maximum)) pages.Add(page);
        return pages;
    }

    private sealed class QueryAuth : AuthBase
    {
        private int _calls;

        public override void Apply(PreparedRequest request) => request.Url += $"&key={++_calls}";
    }
}
