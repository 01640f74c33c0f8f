using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

/// <summary>A file is kept only where the server says that it is the content of this request.</summary>
public sealed class FileConditionTests : IDisposable
{
    private const string Monday = "Mon, 03 Jan 2022 00:00:00 GMT";

    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    private string PathOfFile => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    public async Task With_resume_the_complete_file_of_another_url_is_not_continued(string place)
    {
        using var session = Session(out var adapter, ReplyText(200, "one", ("ETag", "\"1\"")), ReplyText(200, "two", ("ETag", "\"2\"")));
        var target = () => new DownloadTarget(place == "file" ? PathOfFile : _folder) { IfChanged = true, Resume = true };

        await Get(session, target(), "http://h/a/file");
        await Get(session, target(), "http://h/b/file");

        Assert.Null(adapter.Seen[1].Headers["Range"]);
        Assert.Equal("two", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData(null, "new")]
    [InlineData("Tue, 04 Jan 2022 00:00:00 GMT", "new")]
    [InlineData(Monday, "old")]
    public async Task With_resume_the_length_alone_does_not_keep_a_file(string? date, string expected)
    {
        File.WriteAllText(PathOfFile, "old");
        File.SetLastWriteTimeUtc(PathOfFile, new DateTime(2022, 1, 3, 0, 0, 0, DateTimeKind.Utc));
        var refusal = date is null
            ? Reply(416, ("Content-Range", "bytes */3"))
            : Reply(416, ("Content-Range", "bytes */3"), ("Last-Modified", date));
        using var session = Session(out var adapter, refusal, ReplyText(200, "new"));

        await Get(session, new DownloadTarget(PathOfFile) { IfChanged = true, Resume = true });

        Assert.Equal("bytes=3-", adapter.Seen[0].Headers["Range"]);
        Assert.Equal(expected, File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_304_of_another_target_of_a_redirect_keeps_no_file()
    {
        using var session = Session(
            out var adapter,
            Redirect(302, "http://h/v1"),
            ReplyText(200, "one", ("ETag", "\"1\"")),
            Redirect(302, "http://h/v1"),
            Reply(304),
            Redirect(302, "http://h/v2"),
            Reply(304),
            Redirect(302, "http://h/v2"),
            ReplyText(200, "two", ("ETag", "\"1\"")));

        await Get(session);
        Assert.Equal(304, (await Get(session)).StatusCode);
        Assert.Equal(200, (await Get(session)).StatusCode);

        Assert.Equal("\"1\"", adapter.Seen[5].Headers["If-None-Match"]);
        Assert.Null(adapter.Seen[7].Headers["If-None-Match"]);
        Assert.Equal("two", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData(
        "https://cdn/asset/1?sp=r&sv=2018-11-09&se=2026-01-01T00%3A00%3A00Z&sig=one%3D&jwt=a&rscd=attachment",
        "https://cdn/asset/1?sp=r&sv=2018-11-09&se=2026-01-02T00%3A00%3A00Z&sig=two%3D&jwt=b&rscd=attachment",
        true)]
    [InlineData(
        "https://s3/file?X-Amz-Date=1&X-Amz-Credential=a&X-Amz-Signature=b",
        "https://s3/file?X-Amz-Date=2&X-Amz-Credential=c&X-Amz-Signature=d",
        true)]
    [InlineData("https://cdn/asset/1?sv=1&sig=a", "https://cdn/asset/2?sv=1&sig=a", false)]
    [InlineData("https://s3/file?versionId=1&X-Amz-Signature=b", "https://s3/file?versionId=2&X-Amz-Signature=b", false)]
    [InlineData("https://s3/file?token=1", "https://s3/file?token=2", false)]
    public async Task A_304_of_a_url_that_was_signed_again_keeps_the_file(string first, string second, bool isKept)
    {
        using var session = Session(
            out var adapter,
            Redirect(302, first),
            ReplyText(200, "one", ("ETag", "\"1\"")),
            Redirect(302, second),
            Reply(304),
            Redirect(302, second),
            ReplyText(200, "two", ("ETag", "\"1\"")));

        await Get(session);
        var response = await Get(session);

        Assert.Equal(("\"1\"", "\"1\""), (adapter.Seen[2].Headers["If-None-Match"], adapter.Seen[3].Headers["If-None-Match"]));
        Assert.Equal(isKept ? 4 : 6, adapter.Seen.Count);
        Assert.Equal(isKept ? (304, "one") : (200, "two"), (response.StatusCode, File.ReadAllText(PathOfFile)));
    }

    [Fact]
    public async Task A_url_of_the_caller_that_was_signed_again_has_the_same_key()
    {
        using var session = Session(out var adapter, ReplyText(200, "one", ("ETag", "\"1\"")), Reply(304));
        var target = () => new DownloadTarget(PathOfFile) { IfChanged = true };

        await Get(session, target(), "https://s3/file?X-Amz-Date=1&X-Amz-Signature=b");
        var response = await Get(session, target(), "https://s3/file?X-Amz-Date=2&X-Amz-Signature=c");

        Assert.Equal("\"1\"", adapter.Seen[1].Headers["If-None-Match"]);
        Assert.Equal(PathOfFile, response.SavedTo);
    }

    [Fact]
    public async Task A_304_of_the_redirecting_server_itself_keeps_no_file()
    {
        using var session = Session(
            out var adapter,
            Redirect(302, "https://cdn/1"),
            ReplyText(200, "one", ("ETag", "\"1\"")),
            Reply(304),
            ReplyText(200, "two"));

        await Get(session);
        await Get(session);

        Assert.Null(adapter.Seen[3].Headers["If-None-Match"]);
        Assert.Equal("two", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_version_without_validators_is_noted_and_gives_no_condition()
    {
        using var session = Session(
            out var adapter,
            ReplyText(200, "one", ("Last-Modified", Monday), ("Date", Monday)),
            ReplyText(200, "two", ("Last-Modified", Monday), ("Date", Monday)));

        await Get(session);
        await Get(session);

        Assert.Equal((null, null), (adapter.Seen[1].Headers["If-None-Match"], adapter.Seen[1].Headers["If-Modified-Since"]));
        Assert.Equal("two", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_authentication_that_changes_the_url_does_not_change_the_key(bool isPlanned)
    {
        using var session = Session(out var adapter, ReplyText(200, "one", ("ETag", "\"1\"")), Reply(304));
        session.Auth = new QueryAuth();

        for (var i = 0; i < 2; i++)
        {
            var target = new DownloadTarget(PathOfFile) { IfChanged = true };
            var request = new Request("GET", "http://h/file");
            await session.DownloadAsync(isPlanned ? session.PrepareRequest(request, target) : session.PrepareRequest(request), target);
        }

        Assert.NotEqual(adapter.Seen[0].Url, adapter.Seen[1].Url);
        Assert.Equal("\"1\"", adapter.Seen[1].Headers["If-None-Match"]);
        Assert.Equal("one", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task The_key_has_the_url_of_the_request_and_not_that_of_its_page()
    {
        using var session = Session(out var adapter, ReplyText(200, "one", ("ETag", "\"1\"")), ReplyText(200, "two", ("ETag", "\"2\"")));

        foreach (var url in new[] { "http://h/search?q=1", "http://h/search?q=2" })
        {
            var request = session.PrepareRequest(new Request("GET", url));
            request.CallerUrl = "http://page/";
            await session.DownloadAsync(request, new DownloadTarget(PathOfFile) { IfChanged = true });
        }

        Assert.Null(adapter.Seen[1].Headers["If-None-Match"]);
        Assert.Equal("two", File.ReadAllText(PathOfFile));
    }

    private Task<Response> Get(RequestSession session) => Get(session, new DownloadTarget(PathOfFile) { IfChanged = true });

    private static Task<Response> Get(RequestSession session, DownloadTarget target, string url = "http://h/file") =>
        session.DownloadAsync(session.PrepareRequest(new Request("GET", url), target), target);

    private sealed class QueryAuth : AuthBase
    {
        private int _nonce;

        public override void Apply(PreparedRequest request) => request.Url += $"?nonce={++_nonce}";
    }
}
