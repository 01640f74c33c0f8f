using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

public sealed class DownloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_body_replaces_a_file_when_it_is_complete()
    {
        var path = Write("file.txt", "old");
        using var session = Session(out _, ReplyText(200, "new content", ("Content-Length", "11")));

        var response = await Get(session, new DownloadTarget(path));

        Assert.Equal(path, response.SavedTo);
        Assert.Equal("new content", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_failed_transfer_leaves_only_the_old_file()
    {
        var path = Write("file.txt", "old");
        using var session = Session(out _, Broken("half"), Reply(404));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, new DownloadTarget(path)));
        await Assert.ThrowsAsync<HttpErrorException>(() => Get(session, new DownloadTarget(path)));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_target_that_cannot_be_written_is_an_error_before_anything_is_sent()
    {
        using var session = Session(out var adapter);
        var locked = Write("locked", "x");
        File.SetAttributes(locked, FileAttributes.ReadOnly);

        await Assert.ThrowsAsync<OutputFileException>(() => Get(session, new DownloadTarget(Path.Combine(_folder, "none", "file"))));
        await Assert.ThrowsAsync<OutputFileException>(
            () => Get(session, new DownloadTarget(Path.Combine(_folder, "none") + Path.DirectorySeparatorChar)));
        await Assert.ThrowsAsync<OutputFileException>(() => Get(session, new DownloadTarget(locked)));

        Assert.Empty(adapter.Seen);
        File.SetAttributes(locked, FileAttributes.Normal);
    }

    [Fact]
    public async Task Each_body_in_a_folder_gets_a_name_of_its_own()
    {
        var target = new DownloadTarget(_folder);
        using var session = Session(
            out _,
            ReplyText(200, "1", ("Content-Disposition", "attachment; filename=a.txt")),
            ReplyText(200, "2", ("Content-Disposition", "attachment; filename=a.txt")));

        await Get(session, target);
        var second = await Get(session, target);

        Assert.Equal("1", File.ReadAllText(Path.Combine(_folder, "a.txt")));
        Assert.Equal(Path.Combine(_folder, "a (2).txt"), second.SavedTo);
    }

    [Fact]
    public async Task A_file_takes_only_one_body()
    {
        var target = new DownloadTarget(Path.Combine(_folder, "one"));
        using var session = Session(out _, ReplyText(200, "1"));

        await Get(session, target);

        await Assert.ThrowsAsync<OutputFileException>(() => Get(session, target));
        Assert.Equal("1", File.ReadAllText(Path.Combine(_folder, "one")));
    }

    [Fact]
    public async Task A_checksum_is_verified_before_the_file_is_replaced()
    {
        var path = Write("file.txt", "old");
        using var session = Session(out _, ReplyText(200, "new"), ReplyText(200, "new"));

        var error = await Assert.ThrowsAsync<ChecksumMismatchException>(
            () => Get(session, new DownloadTarget(path) { Checksum = Sum("other") }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Contains(Sum("new").ToString(), error.Message, StringComparison.Ordinal);

        await Get(session, new DownloadTarget(path) { Checksum = Sum("new") });
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_truncated_compressed_body_gives_neither_a_file_nor_a_line()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(RandomNumberGenerator.GetBytes(50_000));
        }
        var half = packed.ToArray()[..(int)(packed.Length / 2)];
        Func<PreparedRequest, Response> reply = request =>
            new Response(request, 200, new MemoryStream(half)) { Headers = new() { ["Content-Encoding"] = "gzip" } };
        using var session = Session(out _, reply, reply);

        await Assert.ThrowsAsync<ContentDecodingException>(() => Get(session, new DownloadTarget(Path.Combine(_folder, "file"))));
        var streamed = await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Stream = true });
        await Assert.ThrowsAsync<ContentDecodingException>(async () =>
        {
            await foreach (var _ in streamed.ReadLinesAsync())
            {
            }
        });

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_link_is_kept_and_its_target_is_replaced()
    {
        var file = Write("real", "old");
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, file);
        using var session = Session(out _, ReplyText(200, "new"));

        await Get(session, new DownloadTarget(link));

        Assert.Equal("new", File.ReadAllText(file));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task An_interrupted_transfer_is_resumed_where_it_stopped()
    {
        var path = Path.Combine(_folder, "file");
        using var session = Session(
            out var adapter,
            Broken("0123", ("ETag", "\"v1\"")),
            ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8"), ("ETag", "\"v1\"")));
        var target = () => new DownloadTarget(path) { Resume = true, Checksum = Sum("01234567") };

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, target()));
        Assert.False(File.Exists(path));
        await Get(session, target());

        Assert.Equal("01234567", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Equal((null, "identity"), (adapter.Seen[0].Headers["Range"], adapter.Seen[0].Headers["Accept-Encoding"]));
        Assert.Equal(("bytes=4-", "\"v1\""), (adapter.Seen[1].Headers["Range"], adapter.Seen[1].Headers["If-Range"]));
    }

    [Theory]
    [InlineData("\"v1\"", "Sat, 01 Jan 2022 00:00:00 GMT", "\"v1\"")]
    [InlineData("W/\"v1\"", "Sat, 01 Jan 2022 00:00:00 GMT", "Sat, 01 Jan 2022 00:00:00 GMT")]
    [InlineData(null, "Sat, 01 Jan 2022 00:00:00 GMT", "Sat, 01 Jan 2022 00:00:00 GMT")]
    public async Task A_strong_validator_is_sent_as_If_Range(string? tag, string? date, string? expected)
    {
        (string, string)[] headers =
        [
            .. new[] { ("ETag", tag), ("Last-Modified", date) }
                .Where(item => item.Item2 is not null)
                .Select(item => (item.Item1, item.Item2!)),
        ];
        using var session = Session(out var adapter, Broken("01", headers), ReplyText(206, "2", ("Content-Range", "bytes 2-2/3")));
        var path = Path.Combine(_folder, "file");

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, Resuming(path)));
        await Get(session, Resuming(path));

        Assert.Equal(expected, adapter.Seen[1].Headers["If-Range"]);
        Assert.Equal("012", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_complete_response_replaces_the_partial_file()
    {
        var path = Write("file", "0123");
        using var session = Session(out _, ReplyText(200, "all new"));

        await Get(session, Resuming(path));

        Assert.Equal("all new", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_complete_file_is_left_unchanged()
    {
        var path = Write("file", "0123");
        using var session = Session(
            out var adapter,
            Reply(416, ("Content-Range", "bytes */4")),
            Reply(416, ("Content-Range", "bytes */4")),
            ReplyText(200, "0123"));

        var response = await Get(session, Resuming(path));
        await Assert.ThrowsAsync<ChecksumMismatchException>(
            () => Get(session, new DownloadTarget(path) { Resume = true, Checksum = Sum("other") }));

        Assert.Equal(path, response.SavedTo);
        Assert.Equal("0123", File.ReadAllText(path));
        Assert.Equal(["bytes=4-", "bytes=4-", null], adapter.Seen.Select(item => item.Headers["Range"]));
    }

    [Theory]
    [InlineData(416, "bytes */2")]
    [InlineData(416, null)]
    [InlineData(206, "bytes 1-3/4")]
    [InlineData(206, null)]
    public async Task A_part_that_does_not_match_restarts_the_download(int status, string? range)
    {
        var path = Write("file", "0123");
        using var session = Session(
            out var adapter,
            range is null ? Reply(status) : Reply(status, ("Content-Range", range)),
            ReplyText(200, "new"));

        await Get(session, Resuming(path));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Null(adapter.Seen[1].Headers["Range"]);
    }

    [Fact]
    public async Task A_resumed_file_with_another_checksum_is_not_kept()
    {
        var path = Write("file", "0123");
        using var session = Session(out _, ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8")), ReplyText(200, "01234567"));

        await Assert.ThrowsAsync<ChecksumMismatchException>(
            () => Get(session, new DownloadTarget(path) { Resume = true, Checksum = Sum("other") }));

        Assert.Equal("0123", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task An_error_status_leaves_the_partial_file()
    {
        var path = Write("file", "0123");
        using var session = Session(out _, Reply(500));

        await Assert.ThrowsAsync<HttpErrorException>(() => Get(session, Resuming(path)));

        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_download_in_a_folder_can_be_resumed()
    {
        using var session = Session(
            out var adapter,
            Broken("01", ("ETag", "\"x\"")),
            ReplyText(200, "not read"),
            ReplyText(206, "2", ("Content-Range", "bytes 2-2/3")));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, Resuming(_folder)));
        await Get(session, Resuming(_folder));

        Assert.Equal("012", File.ReadAllText(Path.Combine(_folder, "file")));
        Assert.Equal("bytes=2-", adapter.Seen[2].Headers["Range"]);
    }

    [Theory]
    [InlineData("md5", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("SHA-1", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    public void A_checksum_is_in_hexadecimal_digits_or_base64(string algorithm, string hash)
    {
        var checksum = Checksum.Parse($"{algorithm}:{hash}");
        using var nothing = checksum.Start();
        checksum.Check(nothing, "nothing");
    }

    [Theory]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("crc32:00000000")]
    [InlineData("sha256:abc")]
    [InlineData("sha256:")]
    public void A_text_that_is_not_a_checksum_is_refused(string text) =>
        Assert.Throws<InvalidParameterException>(() => Checksum.Parse(text));

    internal static DownloadTarget Resuming(string path) => new(path) { Resume = true };

    private static Checksum Sum(string text) =>
        Checksum.Parse($"sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}");

    private static Task<Response> Get(RequestSession session, DownloadTarget target) =>
        session.DownloadAsync(session.PrepareRequest(new Request("GET", "http://h/file")), target);

    private static Func<PreparedRequest, Response> Broken(string text, params (string Name, string Value)[] headers) =>
        request => Broken(text, headers, request, 200);

    private static Response Broken(string text, (string Name, string Value)[] headers, PreparedRequest request, int status)
    {
        var collection = new HeaderDictionary();
        foreach (var (name, value) in headers) collection.Append(name, value);
        return new Response(request, status, new BreakingStream(Encoding.UTF8.GetBytes(text))) { Headers = collection };
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private sealed class BreakingStream(byte[] bytes) : ReadOnlyStream
    {
        private bool _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_given) throw new ChunkedEncodingException("ended early");
            _given = true;
            bytes.CopyTo(buffer);
            return ValueTask.FromResult(bytes.Length);
        }
    }
}
