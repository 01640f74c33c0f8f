using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

/// <summary>A broken transfer is continued within the retry policy.</summary>
public sealed class ContinuationTests : IDisposable
{
    private static readonly (string, string) Tag = ("ETag", "\"v1\"");

    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_broken_transfer_is_continued_within_the_call(bool resume, bool isInFolder)
    {
        using var session = Session(
            out var adapter,
            BrokenBody.Reply("0123", Tag),
            BrokenBody.Reply(206, "45", ("Content-Range", "bytes 4-7/8"), Tag),
            ReplyText(206, "67", ("Content-Range", "bytes 6-7/8"), Tag));

        var response = await Get(session, new RetryPolicy { Total = 2 }, resume, isInFolder, sum: "01234567");

        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
        Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
        Assert.Equal([null, "bytes=4-", "bytes=6-"], adapter.Seen.Select(item => item.Headers["Range"]));
        Assert.Equal([null, "\"v1\"", "\"v1\""], adapter.Seen.Select(item => item.Headers["If-Range"]));
        Assert.Equal((2, PathOfFile), (response.Retries.Count, response.SavedTo));
        Assert.IsType<ChunkedEncodingException>(response.Retries[0].Error);
    }

    [Fact]
    public async Task Every_continuation_uses_an_attempt_of_the_policy()
    {
        using var session = Session(
            out var adapter,
            BrokenBody.Reply("01", Tag),
            BrokenBody.Reply(206, "2", ("Content-Range", "bytes 2-7/8"), Tag));

        var error = await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, new RetryPolicy { Total = 1 }));

        Assert.Equal((2, 1), (adapter.Seen.Count, error.Retries.Count));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Attempts_and_continuations_share_the_total_of_the_policy()
    {
        var policy = new RetryPolicy { Total = 2, StatusList = [503] };
        using var session = Session(
            out var adapter,
            Reply(503),
            BrokenBody.Reply("01", Tag),
            Reply(503),
            ReplyText(206, "2", ("Content-Range", "bytes 2-2/3"), Tag));

        await Assert.ThrowsAsync<RetryException>(() => Get(session, policy));

        Assert.Equal(3, adapter.Seen.Count);
    }

    [Fact]
    public async Task The_limit_for_read_errors_applies_to_continuations()
    {
        using var session = Session(out var adapter, BrokenBody.Reply("01", Tag));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, new RetryPolicy { Total = 5, Read = 0 }));

        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_continuation_waits_for_the_delay_of_the_policy()
    {
        var policy = new RetryPolicy { Total = 3, BackoffFactor = 2, Time = _time };
        using var session = Session(
            out var adapter,
            BrokenBody.Reply("0", Tag),
            BrokenBody.Reply(206, "1", ("Content-Range", "bytes 1-2/3"), Tag),
            ReplyText(206, "2", ("Content-Range", "bytes 2-2/3"), Tag));

        var running = Get(session, policy);
        Assert.False(running.IsCompleted);
        Assert.Equal(2, adapter.Seen.Count);
        _time.Advance(TimeSpan.FromSeconds(4));
        var response = await running;

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(4)], response.Retries.Select(item => item.Wait));
        Assert.Equal("012", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData(typeof(ReadTimeoutException), true)]
    [InlineData(typeof(ConnectionException), true)]
    [InlineData(typeof(ContentDecodingException), false)]
    public async Task Only_a_broken_transfer_is_repeated(Type kind, bool isRepeated)
    {
        using var session = Session(
            out var adapter,
            BrokenBody.Reply(200, "0", () => (Exception)Activator.CreateInstance(kind, "broke", null)!, Tag),
            ReplyText(206, "1", ("Content-Range", "bytes 1-1/2"), Tag));

        var running = Get(session, RetryPolicy.FromTotal(1));

        if (isRepeated) await running;
        else await Assert.ThrowsAsync<ContentDecodingException>(() => running);
        Assert.Equal(isRepeated ? 2 : 1, adapter.Seen.Count);
    }

    [Fact]
    public async Task A_new_version_on_the_server_restarts_the_download()
    {
        using var session = Session(
            out _,
            BrokenBody.Reply("0123", Tag),
            ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8"), ("ETag", "\"v2\"")),
            BrokenBody.Reply("abcd", ("ETag", "\"v2\"")),
            ReplyText(200, "all of v3", ("ETag", "\"v3\"")));

        await Get(session, RetryPolicy.FromTotal(2), sum: "all of v3");

        Assert.Equal("all of v3", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_download_without_a_validator_restarts()
    {
        using var session = Session(out var adapter, BrokenBody.Reply("0123"), ReplyText(200, "01234567"));

        await Get(session, RetryPolicy.FromTotal(1), sum: "01234567");

        Assert.Equal([null, null], adapter.Seen.Select(item => item.Headers["Range"]));
        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_compressed_body_restarts()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("0123456789"u8.ToArray());
        }
        var whole = packed.ToArray();
        Func<PreparedRequest, Response> good = request =>
            new Response(request, 200, new MemoryStream(whole)) { Headers = new() { ["Content-Encoding"] = "gzip", ["ETag"] = "\"v1\"" } };
        using var session = Session(out var adapter, BrokenBody.Reply("\u001f", ("Content-Encoding", "gzip"), Tag), good);

        await Get(session, RetryPolicy.FromTotal(1));

        Assert.Null(adapter.Seen[1].Headers["Range"]);
        Assert.Equal("0123456789", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_method_that_the_policy_excludes_is_not_repeated(string method)
    {
        using var session = Session(out var adapter, BrokenBody.Reply("0123", Tag));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, RetryPolicy.FromTotal(3), method: method));

        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task The_total_timeout_covers_all_attempts()
    {
        using var adapter = new FakeAdapter(BrokenBody.Reply("0", Tag), ReplyText(206, "1", ("Content-Range", "bytes 1-1/2"), Tag));
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false, Time = _time };
        var policy = new RetryPolicy { Total = 3, BackoffJitter = 60, Random = () => 0.5, Time = _time };
        var target = new DownloadTarget(PathOfFile);

        var running = session.DownloadAsync(
            session.PrepareRequest(new Request("GET", "http://h/file"), target),
            target,
            new SendOptions { Retry = policy, TotalTimeout = TimeSpan.FromSeconds(10) });
        _time.Advance(TimeSpan.FromSeconds(11));

        await Assert.ThrowsAsync<TotalTimeoutException>(() => running);
        Assert.Single(adapter.Seen);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_part_that_the_caller_requested_is_requested_again()
    {
        using var session = Session(
            out var adapter,
            BrokenBody.Reply(206, "2", ("Content-Range", "bytes 2-3/8"), Tag),
            ReplyText(206, "23", ("Content-Range", "bytes 2-3/8"), Tag));
        session.Headers["Range"] = "bytes=2-3";

        await Get(session, RetryPolicy.FromTotal(1));

        Assert.Equal(["bytes=2-3", "bytes=2-3"], adapter.Seen.Select(item => item.Headers["Range"]));
        Assert.Equal("23", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_server_that_breaks_at_any_byte_gives_the_complete_file()
    {
        const string Whole = "0123456789abcdef";
        for (var cut = 1; cut < Whole.Length; cut++)
        {
            var rest = Whole[cut..];
            using var server = RawServer.StartClosing(
                $"HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 16\r\nConnection: close\r\n\r\n{Whole[..cut]}",
                $"HTTP/1.1 206 Partial Content\r\nETag: \"v1\"\r\nContent-Range: bytes {cut}-15/16\r\nContent-Length: "
                    + $"{rest.Length}\r\nConnection: close\r\n\r\n{rest}");
            using var session = new RequestSession { TrustEnv = false };
            var target = new DownloadTarget(PathOfFile);

            await session.DownloadAsync(
                session.PrepareRequest(new Request("GET", server.Url), target),
                target,
                new SendOptions { Retry = RetryPolicy.FromTotal(1) });

            Assert.Equal(Whole, File.ReadAllText(PathOfFile));
        }
    }

    [Fact]
    public async Task Bytes_of_a_file_that_changed_while_it_was_copied_are_not_continued()
    {
        const string Date = "Sat, 01 Jan 2022 00:00:00 GMT";
        File.WriteAllText(PathOfFile, "0123");
        File.SetLastWriteTimeUtc(PathOfFile, new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var rest = ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8"), ("Last-Modified", Date));
        using var session = Session(
            out var adapter,
            request =>
            {
                File.AppendAllText(PathOfFile, "x");
                return rest(request);
            },
            _ => throw new ConnectionException("The server is away."));

        await Assert.ThrowsAsync<ConnectionException>(() => Get(session, RetryPolicy.FromTotal(0), resume: true));

        Assert.Equal(["bytes=4-", null], adapter.Seen.Select(item => item.Headers["Range"]));
        Assert.False(File.Exists(PathOfFile + ".part"));
    }

    [Fact]
    public async Task An_If_Range_of_the_caller_is_not_sent_for_bytes_without_a_validator()
    {
        File.WriteAllText(PathOfFile, "0123");
        using var session = Session(out var adapter, ReplyText(200, "all new"));
        var target = new DownloadTarget(PathOfFile) { Resume = true };
        var request = new Request("GET", "http://h/file") { Headers = new() { ["If-Range"] = "\"other\"" } };

        await session.DownloadAsync(session.PrepareRequest(request, target), target);

        Assert.Equal(("bytes=4-", null), (adapter.Seen[0].Headers["Range"], adapter.Seen[0].Headers["If-Range"]));
        Assert.Equal("all new", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData(200, null, 4L)]
    [InlineData(206, "bytes 4-7/8", 8L)]
    [InlineData(206, "bytes 4-7/*", null)]
    public void The_length_of_a_part_is_not_that_of_the_file(int status, string? range, long? total)
    {
        var response = new Response(new PreparedRequest("GET", "http://h/", []), status, new MemoryStream("4567"u8.ToArray()))
        {
            Headers = new() { ["Content-Length"] = "4" },
        };
        if (range is not null) response.Headers["Content-Range"] = range;

        Assert.Equal(total, FileVersion.From(response).Total);
    }

    private string PathOfFile => Path.Combine(_folder, "file");

    private Task<Response> Get(
        RequestSession session,
        RetryPolicy policy,
        bool resume = false,
        bool isInFolder = false,
        string method = "GET",
        string? sum = null)
    {
        var checksum = sum is null ? null : Checksum.Parse($"sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sum)))}");
        var target = new DownloadTarget(isInFolder ? _folder : PathOfFile) { Resume = resume, Checksum = checksum };
        return session.DownloadAsync(
            session.PrepareRequest(new Request(method, "http://h/file"), target),
            target,
            new SendOptions { Retry = policy });
    }
}
