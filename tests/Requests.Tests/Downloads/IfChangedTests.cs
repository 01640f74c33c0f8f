using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

/// <summary>A file is downloaded only if the server has another version, or if the file is not the one that was downloaded.</summary>
public sealed class IfChangedTests : IDisposable
{
    private const string Monday = "Mon, 03 Jan 2022 00:00:00 GMT";
    private const string Tuesday = "Tue, 04 Jan 2022 00:00:00 GMT";

    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    private string PathOfFile => Path.Combine(_folder, "file");

    private string Note => Path.Combine(_folder, ".file.version");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_noted_version_is_sent_and_304_keeps_the_file()
    {
        using var session = Session(out var adapter, ReplyText(200, "one", ("ETag", "W/\"v1\""), ("Last-Modified", Monday)), Reply(304));

        await Get(session);
        var response = await Get(session);

        Assert.Equal((null, null), GetCondition(adapter.Seen[0]));
        Assert.Equal(("W/\"v1\"", Monday), GetCondition(adapter.Seen[1]));
        Assert.Equal((304, PathOfFile), (response.StatusCode, response.SavedTo));
        Assert.Equal("one", File.ReadAllText(PathOfFile));
        Assert.Equal([Note, PathOfFile], Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_changed_version_replaces_file_and_note()
    {
        using var session = Session(
            out var adapter,
            ReplyText(200, "one", ("ETag", "\"v1\"")),
            ReplyText(200, "second", ("ETag", "\"v2\"")),
            Reply(304));

        for (var i = 0; i < 3; i++) await Get(session);

        Assert.Equal("second", File.ReadAllText(PathOfFile));
        Assert.Equal("\"v2\"", adapter.Seen[2].Headers["If-None-Match"]);
    }

    [Fact]
    public async Task A_file_without_a_note_is_compared_by_its_date()
    {
        File.WriteAllText(PathOfFile, "old");
        File.SetLastWriteTimeUtc(PathOfFile, new DateTime(2022, 1, 3, 0, 0, 0, 900, DateTimeKind.Utc));
        using var session = Session(out var adapter, Reply(304));

        var response = await Get(session);

        Assert.Equal((null, Monday), GetCondition(adapter.Seen[0]));
        Assert.Equal(PathOfFile, response.SavedTo);
        Assert.False(File.Exists(Note));
    }

    [Theory]
    [InlineData("size")]
    [InlineData("time")]
    [InlineData("file")]
    [InlineData("note")]
    [InlineData("url")]
    [InlineData("accept")]
    [InlineData("raw")]
    public async Task A_file_that_is_not_the_downloaded_one_is_downloaded_again(string change)
    {
        using var session = Session(out var adapter, ReplyText(200, "one", ("ETag", "\"v1\"")), ReplyText(200, "one", ("ETag", "\"v1\"")));
        await Get(session);

        if (change == "size") File.AppendAllText(PathOfFile, "more");
        if (change == "time") File.SetLastWriteTimeUtc(PathOfFile, File.GetLastWriteTimeUtc(PathOfFile).AddSeconds(1));
        if (change == "file") File.Delete(PathOfFile);
        if (change == "note") File.WriteAllText(Note, "ETag: \"v1\"\n");
        var url = change == "url" ? "http://h/file?other" : "http://h/file";
        if (change == "accept") session.Headers["Accept"] = "text/csv";
        await Get(session, new DownloadTarget(PathOfFile) { IfChanged = true, Raw = change == "raw" }, url);

        Assert.Equal((null, null), GetCondition(adapter.Seen[1]));
        Assert.Equal("one", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_304_without_a_file_is_an_error()
    {
        using var session = Session(out _, Reply(304), Reply(304));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));
        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, new DownloadTarget(_folder) { IfChanged = true }));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_file_that_changes_during_the_request_is_downloaded()
    {
        var again = false;
        using var session = Session(
            out var adapter,
            ReplyText(200, "one", ("ETag", "\"v1\"")),
            request =>
            {
                File.WriteAllText(PathOfFile, "changed");
                return Reply(304)(request);
            },
            request =>
            {
                again = true;
                return ReplyText(200, "one", ("ETag", "\"v1\""))(request);
            });

        await Get(session);
        await Get(session);

        Assert.True(again);
        Assert.Equal((null, null), GetCondition(adapter.Seen[2]));
        Assert.Equal("one", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task In_a_folder_the_name_in_the_url_names_the_file()
    {
        using var session = Session(
            out var adapter,
            Redirect(302, "http://cdn/x"),
            ReplyText(200, "one", ("ETag", "\"v1\""), ("Content-Disposition", "attachment; filename=file")),
            Redirect(302, "http://cdn/x"),
            Reply(304),
            ReplyText(200, "other", ("ETag", "\"v1\"")));
        var target = () => new DownloadTarget(_folder) { IfChanged = true };

        await Get(session, target());
        var both = target();
        var kept = await Get(session, both);
        var other = await Get(session, both, "http://h/b/file");

        Assert.Equal("\"v1\"", adapter.Seen[3].Headers["If-None-Match"]);
        Assert.Equal(PathOfFile, kept.SavedTo);
        Assert.Equal((null, null), GetCondition(adapter.Seen[4]));
        Assert.Equal(Path.Combine(_folder, "file (2)"), other.SavedTo);
    }

    [Fact]
    public async Task A_failed_transfer_leaves_file_and_note()
    {
        using var session = Session(
            out var adapter,
            ReplyText(200, "one", ("ETag", "\"v1\"")),
            ReplyText(500, "failed"),
            BrokenBody.Reply("half", ("ETag", "\"v2\"")),
            Reply(304));

        await Get(session);
        await Assert.ThrowsAsync<HttpErrorException>(() => Get(session));
        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));
        await Get(session);

        Assert.Equal("\"v1\"", adapter.Seen[3].Headers["If-None-Match"]);
        Assert.Equal("one", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_part_of_an_earlier_transfer_is_continued_without_a_condition()
    {
        using var session = Session(
            out var adapter,
            ReplyText(200, "one", ("ETag", "\"v1\"")),
            BrokenBody.Reply("0123", ("ETag", "\"v2\"")),
            ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8"), ("ETag", "\"v2\"")),
            Reply(304));
        var target = () => new DownloadTarget(PathOfFile) { IfChanged = true, Resume = true };

        await Get(session, target());
        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, target()));
        await Get(session, target());
        await Get(session, target());

        Assert.Equal(("\"v1\"", null), (adapter.Seen[1].Headers["If-None-Match"], adapter.Seen[1].Headers["Range"]));
        Assert.Equal((null, "bytes=4-"), (adapter.Seen[2].Headers["If-None-Match"], adapter.Seen[2].Headers["Range"]));
        Assert.Equal(("\"v2\"", null), (adapter.Seen[3].Headers["If-None-Match"], adapter.Seen[3].Headers["Range"]));
        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task With_resume_a_file_without_a_note_may_be_incomplete()
    {
        File.WriteAllText(PathOfFile, "0123");
        using var session = Session(out var adapter, ReplyText(200, "whole"));

        await Get(session, new DownloadTarget(PathOfFile) { IfChanged = true, Resume = true });

        Assert.Equal((null, "bytes=4-"), (adapter.Seen[0].Headers["If-Modified-Since"], adapter.Seen[0].Headers["Range"]));
        Assert.Equal("whole", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData("If-None-Match")]
    [InlineData("If-Modified-Since")]
    [InlineData("Range")]
    public async Task A_condition_of_the_caller_is_refused(string header)
    {
        using var session = Session(out var adapter);
        session.Headers[header] = "x";

        await Assert.ThrowsAsync<InvalidHeaderException>(() => Get(session));

        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public async Task Another_method_than_get_is_refused()
    {
        using var session = Session(out var adapter);
        var target = new DownloadTarget(PathOfFile) { IfChanged = true };

        await Assert.ThrowsAsync<InvalidParameterException>(
            () => session.DownloadAsync(session.PrepareRequest(new Request("POST", "http://h/file"), target), target));

        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public async Task A_prepared_request_is_signed_again_with_the_condition()
    {
        File.WriteAllText(PathOfFile, "old");
        using var session = Session(out var adapter, Reply(304));
        var prepared = session.PrepareRequest(new Request("GET", "http://h/file") { Auth = new BasicAuth("u", "p") });

        await session.DownloadAsync(prepared, new DownloadTarget(PathOfFile) { IfChanged = true });

        Assert.NotNull(adapter.Seen[0].Headers["If-Modified-Since"]);
        Assert.Equal("Basic dTpw", adapter.Seen[0].Headers["Authorization"]);
    }

    [Theory]
    [InlineData(Tuesday, true)]
    [InlineData("Tuesday, 04-Jan-22 00:00:00 GMT", true)]
    [InlineData("Tue, 04 Jan 2122 00:00:00 GMT", false)]
    [InlineData("Tue, 04 Jan 1955 00:00:00 GMT", false)]
    [InlineData("yesterday", false)]
    [InlineData(null, false)]
    public async Task A_file_gets_the_time_of_the_server(string? date, bool isSet)
    {
        using var session = Session(out _, date is null ? ReplyText(200, "x") : ReplyText(200, "x", ("Last-Modified", date)));
        var before = DateTime.UtcNow.AddMinutes(-1);

        await Get(session, new DownloadTarget(PathOfFile) { RemoteTime = true });

        var time = File.GetLastWriteTimeUtc(PathOfFile);
        if (isSet) Assert.Equal(new DateTime(2022, 1, 4, 0, 0, 0, DateTimeKind.Utc), time);
        else Assert.InRange(time, before, before.AddMinutes(5));
    }

    [Fact]
    public async Task A_file_with_the_time_of_the_server_is_compared_by_it()
    {
        using var session = Session(out var adapter, ReplyText(200, "x", ("Last-Modified", Tuesday)), Reply(304), Reply(304));
        var target = () => new DownloadTarget(PathOfFile) { RemoteTime = true, IfChanged = true };

        await Get(session, target());
        await Get(session, target());
        File.Delete(Note);
        await Get(session, target());

        Assert.Equal([(null, Tuesday), (null, Tuesday)], adapter.Seen.Skip(1).Select(GetCondition));
        Assert.Equal(new DateTime(2022, 1, 4, 0, 0, 0, DateTimeKind.Utc), File.GetLastWriteTimeUtc(PathOfFile));
    }

    private static (string? Tag, string? Date) GetCondition(PreparedRequest request) =>
        (request.Headers["If-None-Match"], request.Headers["If-Modified-Since"]);

    private Task<Response> Get(RequestSession session) => Get(session, new DownloadTarget(PathOfFile) { IfChanged = true });

    private static Task<Response> Get(RequestSession session, DownloadTarget target, string url = "http://h/file") =>
        session.DownloadAsync(session.PrepareRequest(new Request("GET", url), target), target);
}
