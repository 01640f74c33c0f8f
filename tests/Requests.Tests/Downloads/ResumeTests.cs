using System.Security.Cryptography;
using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

/// <summary>A resumed download holds bytes of one version only.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(200, "bytes 4-7/8")]
    [InlineData(206, "bytes 4-7/8")]
    [InlineData(206, "bytes 4-7/*")]
    public async Task A_part_that_begins_where_the_bytes_end_is_appended_with_any_status(int status, string range)
    {
        Begin("0123", "ETag: \"v1\"\n");
        using var session = Session(out var adapter, ReplyText(status, "4567", ("Content-Range", range), ("ETag", "\"v1\"")));

        await Get(session);

        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
        Assert.Equal(
            ("bytes=4-", "\"v1\"", "identity"),
            (adapter.Seen[0].Headers["Range"], adapter.Seen[0].Headers["If-Range"], adapter.Seen[0].Headers["Accept-Encoding"]));
        Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
    }

    public static TheoryData<int, string?, string, string?, string?> Unfit() => new()
    {
        { 200, "bytes 6-7/8", "67", null, null },
        { 200, "bytes 0-3/8", "0123", null, null },
        { 200, "bytes=x", "4567", null, null },
        { 206, "bytes 6-7/8", "67", "\"v1\"", null },
        { 206, "bytes 3-7/8", "34567", "\"v1\"", null },
        { 206, null, "4567", "\"v1\"", null },
        { 206, "bytes 4-7/9", "4567", "\"v1\"", null },
        { 206, "bytes 4-9/8", "4567", "\"v1\"", null },
        { 206, "items 4-7/8", "4567", "\"v1\"", null },
        { 206, "bytes 4-7/8", "4567", "\"v2\"", null },
        { 206, "bytes 4-7/8", "4567", "W/\"v1\"", null },
        { 206, "bytes 4-7/8", "4567", "\"v1\"", "Sun, 02 Jan 2022 00:00:00 GMT" },
        { 416, "bytes */8", "", null, null },
        { 416, "bytes */2", "", null, null },
        { 416, "bytes */*", "", null, null },
        { 416, null, "", null, null },
        { 416, "bytes */4", "", "\"v2\"", null },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task A_part_that_does_not_match_makes_the_download_restart(
        int status,
        string? range,
        string text,
        string? tag,
        string? date)
    {
        Begin("0123", "ETag: \"v1\"\nLast-Modified: Sat, 01 Jan 2022 00:00:00 GMT\nLength: 8\n");
        (string, string)[] headers =
        [
            .. new[] { ("Content-Range", range), ("ETag", tag), ("Last-Modified", date) }
                .Where(item => item.Item2 is not null)
                .Select(item => (item.Item1, item.Item2!)),
        ];
        using var session = Session(out var adapter, ReplyText(status, text, headers), ReplyText(200, "all new"));

        await Get(session);

        Assert.Equal("all new", File.ReadAllText(PathOfFile));
        Assert.Null(adapter.Seen[1].Headers["Range"]);
        Assert.Null(adapter.Seen[1].Headers["If-Range"]);
        Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_multipart_response_is_not_saved()
    {
        Begin("0123", "ETag: \"v1\"\n");
        using var session = Session(
            out _,
            ReplyText(206, "--x\r\n", ("Content-Type", "multipart/byteranges; boundary=x")),
            ReplyText(200, "all new"));

        await Get(session);

        Assert.Equal("all new", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_partial_response_to_a_request_for_the_whole_is_an_error()
    {
        Begin("0123", "ETag: \"v1\"\n");
        var slice = ReplyText(200, "67", ("Content-Range", "bytes 6-7/8"));
        using var session = Session(out _, slice, slice);

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));

        Assert.False(File.Exists(PathOfFile));
    }

    [Fact]
    public async Task A_compressed_part_is_not_appended()
    {
        Begin("0123", "ETag: \"v1\"\n");
        using var session = Session(
            out _,
            ReplyText(206, "xxxx", ("Content-Range", "bytes 4-7/8"), ("Content-Encoding", "gzip")),
            ReplyText(200, "all new"));

        await Get(session);

        Assert.Equal("all new", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ETag: W/\"v1\"\n")]
    [InlineData("ETag: v1\n")]
    [InlineData("Last-Modified: yesterday\n")]
    [InlineData("ETag: \"v1\u0001\"\n")]
    public async Task Bytes_of_an_unknown_version_are_not_continued(string validator)
    {
        Begin("0123", validator);
        using var session = Session(out var adapter, ReplyText(200, "all new"));

        await Get(session);

        Assert.Equal("all new", File.ReadAllText(PathOfFile));
        Assert.Null(adapter.Seen[0].Headers["Range"]);
    }

    [Fact]
    public async Task A_validator_without_bytes_is_ignored()
    {
        File.WriteAllText(PathOfFile + ".part.validator", "ETag: \"v1\"\n");
        using var session = Session(out var adapter, ReplyText(200, "all new"));

        await Get(session);

        Assert.Null(adapter.Seen[0].Headers["If-Range"]);
        Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_complete_file_that_changed_on_the_server_is_not_continued()
    {
        using var session = Session(
            out _,
            ReplyText(200, "version1", ("ETag", "\"v1\"")),
            ReplyText(206, "-longer", ("Content-Range", "bytes 8-14/15"), ("ETag", "\"v2\"")),
            ReplyText(200, "version2-longer", ("ETag", "\"v2\"")));

        await Get(session);
        await Get(session);

        Assert.Equal("version2-longer", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_date_in_the_second_of_the_response_does_not_distinguish_versions()
    {
        const string Date = "Sat, 01 Jan 2022 00:00:00 GMT";
        using var session = Session(
            out var adapter,
            BrokenBody.Reply("0123", ("Last-Modified", Date), ("Date", Date)),
            ReplyText(200, "all new"));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));
        await Get(session);

        Assert.Null(adapter.Seen[1].Headers["Range"]);
        Assert.Equal("all new", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData("Sat, 01 Jan 2022 00:00:00 GMT", "01234567")]
    [InlineData("Sat, 01 Jan 2022 00:00:01 GMT", "all new")]
    [InlineData(null, "all new")]
    public async Task A_file_of_another_tool_is_continued_when_its_time_is_that_of_the_server(string? date, string expected)
    {
        File.WriteAllText(PathOfFile, "0123");
        File.SetLastWriteTimeUtc(PathOfFile, new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        (string, string)[] headers = date is null
            ? [("Content-Range", "bytes 4-7/8")]
            : [("Content-Range", "bytes 4-7/8"), ("Last-Modified", date)];
        using var session = Session(out var adapter, ReplyText(206, "4567", headers), ReplyText(200, "all new"));

        await Get(session);

        Assert.Equal(expected, File.ReadAllText(PathOfFile));
        Assert.Equal(("bytes=4-", null), (adapter.Seen[0].Headers["Range"], adapter.Seen[0].Headers["If-Range"]));
    }

    [Fact]
    public async Task A_file_of_another_tool_is_kept_until_the_download_is_complete()
    {
        File.WriteAllText(PathOfFile, "0123");
        File.SetLastWriteTimeUtc(PathOfFile, new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        const string Date = "Sat, 01 Jan 2022 00:00:00 GMT";
        using var session = Session(
            out var adapter,
            BrokenBody.Reply(206, "4", ("Content-Range", "bytes 4-7/8"), ("Last-Modified", Date)),
            ReplyText(206, "567", ("Content-Range", "bytes 5-7/8"), ("Last-Modified", Date)));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));
        Assert.Equal("0123", File.ReadAllText(PathOfFile));
        await Get(session);

        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
        Assert.Equal(["bytes=4-", "bytes=5-"], adapter.Seen.Select(item => item.Headers["Range"]));
    }

    [Fact]
    public async Task A_checksum_verifies_a_file_of_another_tool_that_was_continued()
    {
        File.WriteAllText(PathOfFile, "0123");
        using var session = Session(out _, ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8")));

        await Get(session, checksum: "01234567");

        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wrong_start_is_detected_by_the_checksum_and_downloaded_again_once(bool isPartial)
    {
        if (isPartial) Begin("junk", "ETag: \"v1\"\n");
        else File.WriteAllText(PathOfFile, "junk");
        using var session = Session(out var adapter, ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8")), ReplyText(200, "01234567"));

        await Get(session, checksum: "01234567");

        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
        Assert.Equal(["bytes=4-", null], adapter.Seen.Select(item => item.Headers["Range"]));
        Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_complete_file_with_another_checksum_is_downloaded_again_once(bool isPartial)
    {
        if (isPartial) Begin("junkjunk", "ETag: \"v1\"\n");
        else File.WriteAllText(PathOfFile, "junkjunk");
        using var session = Session(
            out _,
            Reply(416, ("Content-Range", "bytes */8")),
            ReplyText(200, "wrong"),
            Reply(416, ("Content-Range", "bytes */8")),
            ReplyText(200, "01234567"));

        await Assert.ThrowsAsync<ChecksumMismatchException>(() => Get(session, checksum: "01234567"));
        if (isPartial) Begin("junkjunk", "ETag: \"v1\"\n");
        await Get(session, checksum: "01234567");

        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
        Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_file_of_the_caller_with_the_name_of_a_partial_file_is_kept(bool hasChecksum, bool isInFolder)
    {
        File.WriteAllText(PathOfFile + ".part", "MY OWN");
        using var session = Session(out _, ReplyText(200, "new"));
        var target = new DownloadTarget(isInFolder ? _folder : PathOfFile)
        {
            Resume = true,
            Checksum = hasChecksum ? Checksum.Parse("md5:22af645d1859cb5ca6da0c484f1f37ea") : null,
        };

        var error = await Assert.ThrowsAsync<OutputFileException>(
            () => session.DownloadAsync(session.PrepareRequest(new Request("GET", "http://h/file"), target), target));

        Assert.Contains("file.part' exists, and no download created it", error.Message, StringComparison.Ordinal);
        Assert.Equal("MY OWN", File.ReadAllText(PathOfFile + ".part"));
        Assert.Equal([PathOfFile + ".part"], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_part_shorter_than_the_rest_is_an_incomplete_body_and_is_kept()
    {
        Begin("0123", "ETag: \"v1\"\n");
        using var session = Session(
            out _,
            ReplyText(206, "45", ("Content-Range", "bytes 4-5/8")),
            ReplyText(206, "67", ("Content-Range", "bytes 6-7/8")));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));
        await Get(session);

        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_signature_covers_the_headers_that_resuming_adds()
    {
        foreach (var isInFolder in new[] { false, true })
        {
            Begin("0123", "ETag: \"v1\"\n");
            var part = ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8"));
            using var session = Session(out var adapter, isInFolder ? [ReplyText(200, "not read"), part] : [part]);
            session.Auth = new SigningAuth();
            var target = new DownloadTarget(isInFolder ? _folder : PathOfFile) { Resume = true };

            await session.DownloadAsync(session.PrepareRequest(new Request("GET", "http://h/file"), target), target);

            foreach (var seen in adapter.Seen) Assert.Equal(SigningAuth.Sign(seen), seen.Headers["X-Signature"]);
            Assert.Equal("bytes=4-", adapter.Seen[^1].Headers["Range"]);
            Assert.Equal("01234567", File.ReadAllText(PathOfFile));
            File.Delete(PathOfFile);
        }
    }

    [Fact]
    public async Task A_Range_header_of_the_caller_and_resuming_exclude_each_other()
    {
        using var session = Session(out var adapter);
        var target = new DownloadTarget(PathOfFile) { Resume = true };
        var request = new Request("GET", "http://h/file") { Headers = new() { ["Range"] = "bytes=1-2" } };

        await Assert.ThrowsAsync<InvalidHeaderException>(() => session.DownloadAsync(session.PrepareRequest(request, target), target));

        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public async Task Two_downloads_do_not_write_to_the_same_partial_file()
    {
        Begin("0123", "ETag: \"v1\"\n");
        await using var writer = new FileStream(PathOfFile + ".part", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var session = Session(out var adapter);

        await Assert.ThrowsAsync<OutputFileException>(() => Get(session));

        Assert.Empty(adapter.Seen);
        Assert.Equal(4, writer.Length);
    }

    private string PathOfFile => Path.Combine(_folder, "file");

    private void Begin(string bytes, string validator)
    {
        File.WriteAllText(PathOfFile + ".part", bytes);
        File.WriteAllText(PathOfFile + ".part.validator", $"{validator}Url: {ResourceKey.FromUrl("http://h/file")}\n", Encoding.Latin1);
    }

    private Task<Response> Get(RequestSession session, string? checksum = null)
    {
        var sum = checksum is null
            ? null
            : Checksum.Parse($"sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(checksum)))}");
        var target = new DownloadTarget(PathOfFile) { Resume = true, Checksum = sum };
        return session.DownloadAsync(session.PrepareRequest(new Request("GET", "http://h/file"), target), target);
    }

    /// <summary>Signs every header, also the one of an earlier signature.</summary>
    private sealed class SigningAuth : AuthBase
    {
        internal static string Sign(PreparedRequest request)
        {
            var lines = request.Headers.Where(item => item.Key != "X-Signature").Select(item => $"{item.Key}={request.Headers[item.Key]}");
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        }

        public override void Apply(PreparedRequest request)
        {
            Assert.Null(request.Headers["X-Signature"]);
            request.Headers["X-Signature"] = Sign(request);
        }
    }
}
