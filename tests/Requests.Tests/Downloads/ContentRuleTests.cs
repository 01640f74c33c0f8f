using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

/// <summary>Tests which responses are saved to a file, by each method that saves.</summary>
public sealed class ContentRuleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    public enum Way
    {
        Plain,
        Resume,
        ResumePart,
        Folder,
        FolderResume,
        Pages,
        SaveStreamed,
        SaveRead,
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<Way, int> NoContent()
    {
        var rows = new TheoryData<Way, int>();
        foreach (var way in Enum.GetValues<Way>())
        {
            foreach (var status in new[] { 204, 205, 300, 301, 302, 304, 399 }) rows.Add(way, status);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(NoContent))]
    public async Task A_status_without_content_leaves_the_file_unchanged(Way way, int status)
    {
        using var session = Session(out _, [.. Enumerable.Repeat(ReplyText(status, "not content", ("Location", "http://h/other")), 3)]);

        var response = await Save(session, way);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == 304 ? PathOfFile : null, response.SavedTo);
        AssertUntouched(way);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_response_to_HEAD_leaves_the_file_unchanged(Way way)
    {
        using var session = Session(out _, [.. Enumerable.Repeat(Reply(200, ("Content-Length", "5")), 3)]);

        var response = await Save(session, way, "HEAD");

        Assert.Null(response.SavedTo);
        AssertUntouched(way);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_error_status_is_an_error_and_leaves_the_file_unchanged(Way way)
    {
        using var session = Session(out _, [.. Enumerable.Repeat(ReplyText(404, "error page"), 3)]);

        await Assert.ThrowsAsync<HttpErrorException>(() => Save(session, way));

        AssertUntouched(way);
    }

    [Theory]
    [InlineData(Way.Plain)]
    [InlineData(Way.Folder)]
    [InlineData(Way.Pages)]
    [InlineData(Way.SaveStreamed)]
    [InlineData(Way.SaveRead)]
    public async Task A_part_that_was_not_requested_is_an_incomplete_body(Way way)
    {
        (int, string?)[] replies =
        [
            (206, "bytes 0-3/10"), (206, "bytes 0-3/*"), (206, null), (206, "garbage"), (200, "bytes 0-3/10"), (200, "bytes 6-9/10"),
        ];
        foreach (var (status, range) in replies)
        {
            using var session = Session(
                out _,
                range is null ? ReplyText(status, "0123") : ReplyText(status, "0123", ("Content-Range", range)));

            await Assert.ThrowsAsync<ChunkedEncodingException>(() => Save(session, way));

            AssertUntouched(way);
        }
    }

    [Theory]
    [InlineData(Way.Plain)]
    [InlineData(Way.Folder)]
    [InlineData(Way.SaveStreamed)]
    public async Task The_requested_part_is_saved_and_another_part_is_an_error(Way way)
    {
        using var session = Session(
            out _,
            ReplyText(206, "23", ("Content-Range", "bytes 2-3/10")),
            ReplyText(206, "56", ("Content-Range", "bytes 5-6/10")));
        session.Headers["Range"] = "bytes=2-3";

        await Save(session, way);
        Assert.Equal("23", File.ReadAllText(PathOfFile));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Save(session, way, write: false));
        Assert.Equal("23", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(203, "")]
    [InlineData(201, "made")]
    [InlineData(226, "delta")]
    public async Task Content_of_a_successful_status_is_saved(int status, string text)
    {
        using var session = Session(out _, ReplyText(status, text));

        await Save(session, Way.Plain);

        Assert.Equal(text, File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData(Way.Plain, 201)]
    [InlineData(Way.Resume, 202)]
    [InlineData(Way.Folder, 202)]
    [InlineData(Way.SaveStreamed, 201)]
    [InlineData(Way.SaveRead, 202)]
    public async Task An_empty_body_of_another_status_is_not_content(Way way, int status)
    {
        using var session = Session(out _, [.. Enumerable.Repeat(Reply(status), 3)]);

        await Save(session, way);

        AssertUntouched(way);
    }

    [Theory]
    [InlineData(Way.Plain)]
    [InlineData(Way.Resume)]
    [InlineData(Way.SaveStreamed)]
    [InlineData(Way.SaveRead)]
    public async Task A_file_that_does_not_exist_is_not_the_file_of_a_304(Way way)
    {
        using var session = Session(out _, Reply(304));

        var response = await Save(session, way, write: false);

        Assert.Null(response.SavedTo);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_checksum_is_verified_when_the_file_is_left_unchanged()
    {
        using var session = Session(out _, Reply(304), Reply(204));
        var wrong = $"sha256:{new string('0', 64)}";

        await Assert.ThrowsAsync<ChecksumMismatchException>(() => Save(session, Way.Plain, checksum: wrong));
        await Assert.ThrowsAsync<ChecksumMismatchException>(() => Save(session, Way.Plain, checksum: wrong));

        AssertUntouched(Way.Plain);
    }

    [Fact]
    public async Task The_rest_of_a_streamed_body_is_not_saved_as_the_whole()
    {
        using var session = Session(out _, ReplyText(200, "0123456789"));
        var response = await session.RequestAsync(new Request("GET", "http://h/file"), new SendOptions { Stream = true });
        Assert.Equal("0123", Encoding.ASCII.GetString(response.IterContent(4).First()));

        await Assert.ThrowsAsync<StreamConsumedException>(() => response.SaveAsync(new DownloadTarget(PathOfFile)));

        Assert.False(File.Exists(PathOfFile));
    }

    private string PathOfFile => Path.Combine(_folder, "file");

    private void AssertUntouched(Way way)
    {
        Assert.Equal("old", File.ReadAllText(PathOfFile));
        if (way == Way.ResumePart) Assert.Equal("01", File.ReadAllText(PathOfFile + ".part"));
        else Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
    }

    private async Task<Response> Save(RequestSession session, Way way, string method = "GET", bool write = true, string? checksum = null)
    {
        if (write) File.WriteAllText(PathOfFile, "old");
        if (way == Way.ResumePart)
        {
            File.WriteAllText(PathOfFile + ".part", "01");
            File.WriteAllText(PathOfFile + ".part.validator", $"ETag: \"v1\"\nLength: 10\nUrl: {ResourceKey.FromUrl("http://h/file")}\n");
        }

        var target = new DownloadTarget(way is Way.Folder or Way.FolderResume or Way.Pages ? _folder : PathOfFile)
        {
            Resume = way is Way.Resume or Way.ResumePart or Way.FolderResume,
            Checksum = checksum is null ? null : Checksum.Parse(checksum),
        };
        var options = new SendOptions { AllowRedirects = false };
        var request = new Request(method, "http://h/file");
        if (way is Way.SaveStreamed or Way.SaveRead)
        {
            var response = await session.RequestAsync(request, options with { Stream = way == Way.SaveStreamed });
            var path = await response.SaveAsync(target);
            Assert.Equal(path, response.SavedTo);
            return response;
        }

        if (way != Way.Pages) return await session.DownloadAsync(session.PrepareRequest(request, target), target, options: options);
        var pages = session.DownloadPagesAsync(session.PrepareRequest(request, target), target, options: options);
        await foreach (var page in pages) return page;
        throw new InvalidOperationException("no page");
    }

    public static TheoryData<Way> Ways() => new(Enum.GetValues<Way>());
}
