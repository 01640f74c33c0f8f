using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions.Paging;

public sealed class PageLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static readonly PageStrategy Function = PageStrategy.FromFunction(
        static response => response.Text.Length == 0 ? null : new NextPage { Url = response.Text });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{"users":[{}],"groups":[{}],"next":"/2"}""")]
    [InlineData("""{"next":"/2","users":["a"],"groups":["b"]}""")]
    public async Task The_next_page_is_found_beside_several_arrays(string json)
    {
        foreach (var strategy in (PageStrategy[])[PageStrategy.Automatic, PageStrategy.FromPath("next")])
        {
            using var session = Session(out var adapter, Json(json), Json("{}"));

            Assert.Equal(2, await Count(session, "http://h/1", strategy));
            Assert.Equal("http://h/2", adapter.Seen[1].Url);
        }
    }

    [Fact]
    public async Task A_page_with_several_arrays_says_that_more_follow()
    {
        using var session = Session(out _, Json("""{"users":[{}],"groups":[{}],"has_more":true}"""));

        await Assert.ThrowsAsync<IncompletePagesException>(() => Count(session, "http://h/1", PageStrategy.Automatic));
    }

    [Fact]
    public async Task The_next_page_beside_several_arrays_is_found_in_a_file()
    {
        using var session = Session(out _, Json("""{"users":[{}],"groups":[{}],"next":"/2"}"""), Json("{}"));

        Assert.Equal(2, await CountSaved(session, "GET", _folder));
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    public async Task A_header_names_the_next_page_of_one_without_a_file(string method, int status)
    {
        using var session = Session(out _, ReplyText(status, "", ("Link", "</2>; rel=next")), Reply(status));

        Assert.Equal(2, await CountSaved(session, method, _folder));
    }

    [Theory]
    [InlineData("/2?$filter=name eq 'a'")]
    [InlineData("items?$filter=name eq 'a'")]
    [InlineData("http://h/my list/2")]
    public async Task A_URL_can_have_spaces(string url)
    {
        foreach (var (strategy, reply) in new[]
        {
            (PageStrategy.Automatic, Json($$"""{"nextLink":"{{url}}"}""")),
            (PageStrategy.FromPath("a"), Json($$"""{"a":"{{url}}"}""")),
            (PageStrategy.LinkHeader, Json("{}", ("Link", $"<{url}>; rel=next"))),
            (Function, ReplyText(200, url)),
        })
        {
            using var session = Session(out var adapter, reply, Reply(200));

            Assert.Equal(2, await Count(session, "http://h/1", strategy));
            Assert.Contains("%20", adapter.Seen[1].Url, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_Link_header_can_have_a_relative_word()
    {
        using var session = Session(out var adapter, Json("{}", ("Link", "<page2>; rel=next")), Json("{}"));

        Assert.Equal(2, await Count(session, "http://h/list/page1", PageStrategy.LinkHeader));
        Assert.Equal("http://h/list/page2", adapter.Seen[1].Url);
    }

    [Theory]
    [InlineData("aGk/Zm9v=")]
    [InlineData("Zm9v:1")]
    [InlineData("word")]
    public async Task A_cursor_at_a_path_is_not_a_URL(string cursor)
    {
        using var session = Session(out var adapter, Json($$"""{"next_cursor":"{{cursor}}"}"""));

        await Assert.ThrowsAsync<InvalidUrlException>(() => Count(session, "http://h/1", PageStrategy.FromPath("next_cursor")));
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_path_ends_where_its_member_does_although_an_array_has_links()
    {
        using var session = Session(out _, Json("""{"a":null,"links":[{"rel":"next","href":"/2"}]}"""));

        Assert.Equal(1, await Count(session, "http://h/1", PageStrategy.FromPath("a")));
    }

    [Fact]
    public async Task A_loop_is_found_although_the_authentication_makes_each_request_different()
    {
        var page = Json("""{"next":"/1?page=1"}""");
        using var session = Session(out _, page, page, page);
        var calls = 0;
        session.Auth = new QueryAuth(() => ++calls);

        await Assert.ThrowsAsync<PagingLoopException>(() => Count(session, "http://h/1?page=1", PageStrategy.Automatic));
    }

    private static Func<PreparedRequest, Response> Json(string text, params (string Name, string Value)[] headers) =>
        ReplyText(200, text, [("Content-Type", "application/json"), .. headers]);

    private static async Task<int> Count(RequestSession session, string url, PageStrategy strategy)
    {
        var request = session.PrepareRequest(new Request("GET", url));
        return await Count(session.SendPagesAsync(request, strategy, cancellationToken: TestContext.Current.CancellationToken));
    }

    private static async Task<int> CountSaved(RequestSession session, string method, string folder)
    {
        var request = session.PrepareRequest(new Request(method, "http://h/1"));
        var target = new DownloadTarget(folder);
        return await Count(session.DownloadPagesAsync(
            request, target, PageStrategy.Automatic, cancellationToken: TestContext.Current.CancellationToken));
    }

    private static async Task<int> Count(IAsyncEnumerable<Response> pages)
    {
        var count = 0;
        await foreach (var page in pages) count++;
        return count;
    }

    private sealed class QueryAuth(Func<int> next) : AuthBase
    {
        public override void Apply(PreparedRequest request) => request.Url += $"&nonce={next()}";
    }
}
