using System.Security.Cryptography;
using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

/// <summary>A begun file is continued from another URL only where a checksum or a digest shows that the bytes belong together.</summary>
public sealed class MirrorTests : IDisposable
{
    private static readonly (string, string) Tag = ("ETag", "\"v1\"");

    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    private string PathOfFile => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("http://mirror/file")]
    [InlineData("http://h/other/file")]
    [InlineData("https://h/file")]
    [InlineData("http://h/file?version=2")]
    public async Task A_begun_file_is_not_continued_from_another_url_with_the_same_tag(string url)
    {
        var observer = new NotesObserver();
        using var session = Session(
            out var adapter,
            BrokenBody.Reply("0123", Tag),
            ReplyText(206, "wxyz", ("Content-Range", "bytes 4-7/8"), Tag),
            ReplyText(200, "all new!", Tag));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));
        await Get(session, url, options: session.Defaults with { Observer = observer });

        Assert.Equal("all new!", File.ReadAllText(PathOfFile));
        Assert.Equal([null, "bytes=4-", null], adapter.Seen.Select(item => item.Headers["Range"]));
        Assert.Contains("another URL", Assert.Single(observer.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_range_of_another_url_does_not_complete_the_file()
    {
        using var session = Session(
            out _,
            BrokenBody.Reply("0123", Tag),
            Reply(416, ("Content-Range", "bytes */4")),
            ReplyText(200, "all new!", Tag));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));
        await Get(session, "http://mirror/file");

        Assert.Equal("all new!", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_checksum_continues_a_file_from_a_mirror()
    {
        using var session = Session(
            out var adapter,
            BrokenBody.Reply("0123", Tag),
            ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8"), Tag));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));
        await Get(session, "http://mirror/file", Checksum.Parse($"sha256:{Convert.ToHexString(Hash("01234567"))}"));

        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
        Assert.Equal(2, adapter.Seen.Count);
    }

    [Theory]
    [InlineData("01234567", "01234567")]
    [InlineData("abcd4567", "all new!")]
    public async Task A_digest_of_the_whole_continues_a_file_from_a_mirror(string whole, string expected)
    {
        var digest = $"sha-256=:{Convert.ToBase64String(Hash(whole))}:";
        using var session = Session(
            out _,
            BrokenBody.Reply("0123", Tag),
            ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8"), Tag, ("Repr-Digest", digest)),
            ReplyText(200, "all new!", Tag));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));
        await Get(session, "http://mirror/file");

        Assert.Equal(expected, File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_file_is_continued_from_a_url_that_was_signed_again()
    {
        using var session = Session(
            out var adapter,
            Redirect(302, "https://cdn/file?sv=1&sig=a"),
            BrokenBody.Reply("0123", Tag),
            Redirect(302, "https://cdn/file?sv=1&sig=b"),
            ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8"), Tag));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session));
        await Get(session);

        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
        Assert.Equal(4, adapter.Seen.Count);
    }

    [Fact]
    public async Task Within_a_call_a_redirect_to_another_mirror_requests_the_whole()
    {
        using var session = Session(
            out var adapter,
            Redirect(302, "http://one/file"),
            BrokenBody.Reply("0123", Tag),
            Redirect(302, "http://two/file"),
            ReplyText(206, "wxyz", ("Content-Range", "bytes 4-7/8"), Tag),
            Redirect(302, "http://two/file"),
            ReplyText(200, "all new!", Tag));

        await Get(session, options: session.Defaults with { Retry = RetryPolicy.FromTotal(1) });

        Assert.Equal("all new!", File.ReadAllText(PathOfFile));
        Assert.Equal(6, adapter.Seen.Count);
    }

    [Fact]
    public async Task The_note_of_a_begun_file_does_not_have_the_url()
    {
        using var session = Session(out _, BrokenBody.Reply("0123", Tag));

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, "http://h/file?token=geheim"));

        var note = File.ReadAllText(PathOfFile + ".part.validator");
        Assert.Contains("Url: ", note, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", note, StringComparison.Ordinal);
        Assert.DoesNotContain("http", note, StringComparison.Ordinal);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private Task<Response> Get(
        RequestSession session,
        string url = "http://h/file",
        Checksum? checksum = null,
        SendOptions? options = null)
    {
        var target = new DownloadTarget(PathOfFile) { Resume = true, Checksum = checksum };
        return session.DownloadAsync(session.PrepareRequest(new Request("GET", url), target), target, options);
    }

    private sealed class NotesObserver : IExchangeObserver
    {
        public List<string> Reasons { get; } = [];

        public void Sending(PreparedRequest request)
        {
        }

        public void Received(Response response)
        {
        }

        public void Read(Response response)
        {
        }

        public void Ignored(Response response, string reason) => Reasons.Add(reason);
    }
}
