using System.Security.Cryptography;
using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads.Checksums;

/// <summary>A download finds its checksum in a file of checksums before it is requested.</summary>
public sealed class ChecksumSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    private string PathOfFile => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_file_of_checksums_is_requested_first_and_once()
    {
        var target = new DownloadTarget(_folder) { ChecksumSource = ChecksumSource.FromUrl("http://h/SHA256SUMS") };
        using var session = Session(
            out var adapter,
            ReplyText(200, $"{Hash("one")}  a.txt\n{Hash("two")}  b.txt\n"),
            ReplyText(200, "one"),
            ReplyText(200, "two"));

        await Get(session, target, "http://h/a.txt");
        await Get(session, target, "http://h/b.txt");

        Assert.Equal(["http://h/SHA256SUMS", "http://h/a.txt", "http://h/b.txt"], adapter.Seen.Select(request => request.Url));
        Assert.Equal("two", File.ReadAllText(Path.Combine(_folder, "b.txt")));
    }

    [Fact]
    public async Task A_body_with_another_hash_is_not_kept()
    {
        using var session = Session(out _, ReplyText(200, $"{Hash("right")}  file\n"), ReplyText(200, "wrong"));

        await Assert.ThrowsAsync<ChecksumMismatchException>(() => Get(session, FromUrl("http://h/SUMS")));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("http://h/path/SUMS", "Basic", "k", "1")]
    [InlineData("http://other/SUMS", null, null, "1")]
    [InlineData("https://h/SUMS", "Basic", "k", "1")]
    public async Task Another_origin_receives_no_credentials(string url, string? scheme, string? key, string plain)
    {
        using var session = Session(out var adapter, ReplyText(200, Hash("x")), ReplyText(200, "x"));
        session.Auth = new BasicAuth("user", "password");
        session.Headers["X-Api-Key"] = "k";
        session.Headers["X-Plain"] = "1";

        await Get(session, FromUrl(url));

        Assert.Equal(scheme, adapter.Seen[0].Headers["Authorization"]?.Split(' ')[0]);
        Assert.Equal((key, plain), (adapter.Seen[0].Headers["X-Api-Key"], adapter.Seen[0].Headers["X-Plain"]));
        Assert.StartsWith("Basic ", adapter.Seen[1].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_has_neither_the_body_nor_the_condition_of_the_download()
    {
        using var session = Session(out var adapter, ReplyText(200, Hash("x")), ReplyText(200, "x"));
        var request = new Request("POST", "http://h/file") { Body = new FormBody([new("a", "b")]) };
        request.Headers = new HeaderDictionary { ["Range"] = "bytes=0-" };

        await session.DownloadAsync(session.PrepareRequest(request), FromUrl("http://u:p@h/SUMS"));

        var sums = adapter.Seen[0];
        Assert.Equal(("GET", "http://h/SUMS", null), (sums.Method, sums.Url, sums.Body));
        Assert.Equal((null, null), (sums.Headers["Content-Type"], sums.Headers["Range"]));
        Assert.Equal("Basic dTpw", sums.Headers["Authorization"]);
        Assert.Equal("a=b", adapter.Bodies[1]);
    }

    [Theory]
    [InlineData(404, "", 2)]
    [InlineData(204, "", 2)]
    [InlineData(200, "<html><body>Sign in</body></html>", 2)]
    [InlineData(200, "", 1)]
    [InlineData(200, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  other", 1)]
    public async Task A_file_of_checksums_that_cannot_be_used_is_an_error_before_the_download(int status, string text, int count)
    {
        using var session = Session(out var adapter, ReplyText(status, text), ReplyText(status, text));
        var target = FromUrl("http://h/SUMS?secret=1", _folder);

        var first = await Assert.ThrowsAsync<ChecksumFileException>(() => Get(session, target));
        await Assert.ThrowsAsync<ChecksumFileException>(() => Get(session, target));

        Assert.Equal(Enumerable.Repeat("http://h/SUMS?secret=1", count), adapter.Seen.Select(request => request.Url));
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Contains("'http://h/SUMS'", first.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", first.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_fails_for_one_download_is_sent_again_for_the_next()
    {
        using var session = Session(
            out var adapter,
            Reply(401),
            request => throw new ConnectionException("refused") { Request = request },
            ReplyText(200, $"{Hash("x")}  file"),
            ReplyText(200, "x"));
        var target = FromUrl("http://h/SUMS", _folder);

        await Assert.ThrowsAsync<ChecksumFileException>(() => Get(session, target, "http://other/file"));
        await Assert.ThrowsAsync<ChecksumFileException>(() => Get(session, target));
        await Get(session, target);

        Assert.Equal("x", File.ReadAllText(PathOfFile));
        Assert.Equal(4, adapter.Seen.Count);
    }

    [Fact]
    public async Task A_response_that_cannot_request_the_file_does_not_prevent_the_next()
    {
        using var session = Session(out _, ReplyText(200, "x"), ReplyText(200, Hash("x")), ReplyText(200, "x"));
        var target = FromUrl("http://h/SUMS", _folder);
        using var response = await session.RequestAsync(new Request("GET", "http://h/file"));

        await Assert.ThrowsAsync<ChecksumFileException>(() => response.SaveAsync(target));
        await Get(session, target);

        Assert.Equal("x", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData("checksum")]
    [InlineData("file of checksums")]
    [InlineData("condition")]
    public void Pages_are_not_saved_with_a_check_that_may_leave_out_a_request(string check)
    {
        using var session = Session(out _);
        var target = check switch
        {
            "checksum" => new DownloadTarget(_folder) { Checksum = Checksum.Parse($"sha256:{Hash("x")}") },
            "condition" => new DownloadTarget(_folder) { IfChanged = true },
            _ => FromUrl("http://h/SUMS", _folder),
        };
        var request = session.PrepareRequest(new Request("GET", "http://h/file"));

        Assert.Throws<ArgumentException>(() => session.DownloadPagesAsync(request, target));
    }

    [Fact]
    public async Task A_path_is_read_and_the_name_of_the_saved_file_is_the_second_choice()
    {
        var sums = Path.Combine(_folder, "SUMS");
        File.WriteAllText(sums, $"{Hash("x")}  file\n{Hash("y")}  other\n");
        using var session = Session(out var adapter, ReplyText(200, "x"), ReplyText(200, "y"));

        await Get(session, FromFile(sums), "http://h/download?id=5");
        await Get(session, FromFile(sums), "http://h/other");

        Assert.Equal("y", File.ReadAllText(PathOfFile));
        Assert.Equal(2, adapter.Seen.Count);
        File.Delete(sums);
        await Assert.ThrowsAsync<ChecksumFileException>(() => Get(session, FromFile(sums)));
        Assert.Equal(2, adapter.Seen.Count);
    }

    [Theory]
    [InlineData("http://h/file", "x", "x  dist/file", "y  other")] // the name in the URL, in the folder in which the hashes were made
    [InlineData("http://h/download", "y", "x  dist/download", "y  file")] // the name of the saved file, without a folder
    [InlineData("http://h/download", "x", "x  dist/download", "y  dist/file")] // both in a folder: that of the URL
    [InlineData("http://h/download", "y", "y  dist/file", "x  other")] // only the name of the saved file, in a folder
    public async Task A_line_of_another_folder_is_the_last_choice(string url, string content, params string[] lines)
    {
        var sums = Path.Combine(_folder, "SUMS");
        File.WriteAllLines(sums, lines.Select(line => $"{Hash(line[..1])}{line[1..]}"));
        using var session = Session(out _, ReplyText(200, content));

        await Get(session, FromFile(sums), url);

        Assert.Equal(content, File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_file_that_has_the_checksum_is_not_requested()
    {
        File.WriteAllText(PathOfFile, "x");
        using var session = Session(out var adapter);
        var checksum = Checksum.Parse($"sha256:{Hash("x")}");

        var named = await Get(session, new DownloadTarget(PathOfFile) { Checksum = checksum });
        var inFolder = await Get(session, new DownloadTarget(_folder) { Checksum = checksum });

        Assert.Empty(adapter.Seen);
        Assert.Equal((304, PathOfFile), (named.StatusCode, named.SavedTo));
        Assert.Equal((304, PathOfFile), (inFolder.StatusCode, inFolder.SavedTo));
        session.Dispose();
        await Assert.ThrowsAsync<SessionClosedException>(() => Get(session, new DownloadTarget(PathOfFile) { Checksum = checksum }));
    }

    [Fact]
    public async Task A_file_with_the_checksum_is_requested_where_the_request_may_do_more()
    {
        File.WriteAllText(PathOfFile, "x");
        using var session = Session(out var adapter, ReplyText(200, "x"), ReplyText(200, "x"));
        var checksum = Checksum.Parse($"sha256:{Hash("x")}");

        var posted = session.PrepareRequest(new Request("POST", "http://h/file"));
        await session.DownloadAsync(posted, new DownloadTarget(PathOfFile) { Checksum = checksum });
        File.WriteAllText(PathOfFile, "changed");
        await Get(session, new DownloadTarget(PathOfFile) { Checksum = checksum });

        Assert.Equal(2, adapter.Seen.Count);
        await Assert.ThrowsAsync<OutputFileException>(
            () => Get(session, new DownloadTarget(PathOfFile) { Checksum = checksum, NoClobber = true }));
    }

    [Fact]
    public async Task A_response_is_saved_with_a_file_of_checksums_at_a_path()
    {
        var sums = Path.Combine(_folder, "SUMS");
        File.WriteAllText(sums, $"{Hash("x")}  file\n");
        using var session = Session(out _, ReplyText(200, "x"), ReplyText(200, "y"));

        var right = await session.RequestAsync(new Request("GET", "http://h/file"));
        var wrong = await session.RequestAsync(new Request("GET", "http://h/file"));

        Assert.Equal(PathOfFile, await right.SaveAsync(FromFile(sums)));
        await Assert.ThrowsAsync<ChecksumMismatchException>(() => wrong.SaveAsync(FromFile(sums)));
        await Assert.ThrowsAsync<ChecksumFileException>(() => wrong.SaveAsync(FromUrl("http://h/SUMS")));
    }

    [Fact]
    public void An_unknown_algorithm_is_refused() =>
        Assert.Throws<InvalidParameterException>(() => ChecksumSource.FromUrl("http://h/SUMS", "crc32"));

    private DownloadTarget FromUrl(string url, string? path = null) =>
        new(path ?? PathOfFile) { ChecksumSource = ChecksumSource.FromUrl(url) };

    private DownloadTarget FromFile(string path) => new(PathOfFile) { ChecksumSource = ChecksumSource.FromFile(path) };

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Task<Response> Get(RequestSession session, DownloadTarget target, string url = "http://h/file") =>
        session.DownloadAsync(session.PrepareRequest(new Request("GET", url), target), target);
}
