using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads.Checksums;

/// <summary>Saving a body verifies the digests that the server sends with it (RFC 9530).</summary>
public sealed class DigestTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    private string PathOfFile => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Repr-Digest", "sha-256")]
    [InlineData("Content-Digest", "sha-256")]
    [InlineData("Repr-Digest", "sha-512")]
    public async Task A_body_must_have_its_digest(string field, string algorithm)
    {
        File.WriteAllText(PathOfFile, "old");
        using var session = Session(
            out _,
            ReplyText(200, "new", (field, Digest("new", algorithm))),
            ReplyText(200, "new", (field, Digest("other", algorithm))));

        await Get(session);
        Assert.Equal("new", File.ReadAllText(PathOfFile));
        File.WriteAllText(PathOfFile, "old");
        var error = await Assert.ThrowsAsync<ChecksumMismatchException>(() => Get(session));

        Assert.Equal("old", File.ReadAllText(PathOfFile));
        Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
        Assert.Contains($"does not match its {field}", error.Message, StringComparison.Ordinal);
        Assert.Equal(200, error.Response?.StatusCode);
    }

    [Theory]
    [InlineData("md5=:CY9rzUYh03PK3k6DJie09g==:")]
    [InlineData("sha-256=abc")]
    [InlineData("sha-256=:AAAA:")]
    [InlineData("sha-256=:not base64:")]
    [InlineData("sha-256=?1, unixsum=:AAAA:")]
    [InlineData("SHA-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:")]
    [InlineData("")]
    public async Task Other_digests_are_ignored(string value)
    {
        using var session = Session(
            out _,
            ReplyText(200, "x", ("Repr-Digest", value), ("Digest", "SHA-256=AAAA"), ("Content-MD5", "AAAA")));

        await Get(session);

        Assert.Equal("x", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public void A_dictionary_is_read()
    {
        var field = $"unixsum=:AA==:, sha-512={Digest("y", "sha-512")["sha-512=".Length..]};p=\"a,b\", "
            + $"sha-256=:AAAA:, sha-256={Digest("x")["sha-256=".Length..].Replace("=:", ":", StringComparison.Ordinal)}";

        Assert.Equal(["sha256", "sha512"], DigestField.Parse(field).Select(static item => item.ToString().Split(':')[0]));
        Assert.EndsWith(
            Convert.ToHexString(SHA256.HashData("x"u8)),
            DigestField.Parse(field)[0].ToString(),
            StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_digest_is_that_of_the_coded_bytes(bool raw)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write("text"u8);

        // Zeros that follow belong to the content of the message.
        byte[] bytes = [.. packed.ToArray(), .. new byte[20_000]];
        Func<string, Func<PreparedRequest, Response>> reply = digest => request => new Response(request, 200, new MemoryStream(bytes))
        {
            Headers = new() { ["Content-Encoding"] = "gzip", ["Repr-Digest"] = digest, ["Content-Digest"] = digest },
        };
        using var session = Session(out _, reply(Digest(bytes)), reply(Digest("text")));

        await Get(session, new DownloadTarget(PathOfFile) { Raw = raw });
        if (raw) Assert.Equal(bytes, File.ReadAllBytes(PathOfFile));
        else Assert.Equal("text", File.ReadAllText(PathOfFile));
        await Assert.ThrowsAsync<ChecksumMismatchException>(() => Get(session, new DownloadTarget(PathOfFile) { Raw = raw }));
    }

    [Fact]
    public async Task A_resumed_file_must_have_the_digest_of_the_whole()
    {
        using var session = Session(
            out var adapter,
            BrokenBody.Reply("0123", ("ETag", "\"v1\"")),
            Part("4567", Digest("01234567")),
            BrokenBody.Reply("0123", ("ETag", "\"v1\"")),
            Part("4567", Digest("other")),
            ReplyText(200, "whole", ("ETag", "\"v1\""), ("Repr-Digest", Digest("whole"))));
        var target = () => new DownloadTarget(PathOfFile) { Resume = true };

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, target()));
        await Get(session, target());
        Assert.Equal("01234567", File.ReadAllText(PathOfFile));
        File.Delete(PathOfFile);
        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, target()));
        await Get(session, target());

        Assert.Equal("whole", File.ReadAllText(PathOfFile));
        Assert.Equal([null, "bytes=4-", null, "bytes=4-", null], adapter.Seen.Select(request => request.Headers["Range"]));
        Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_part_must_have_the_digest_of_its_content()
    {
        using var session = Session(
            out _,
            BrokenBody.Reply("0123", ("ETag", "\"v1\"")),
            ReplyText(206, "4567", ("Content-Range", "bytes 4-7/8"), ("ETag", "\"v1\""), ("Content-Digest", Digest("other"))),
            Reply(404));
        var target = () => new DownloadTarget(PathOfFile) { Resume = true };

        await Assert.ThrowsAsync<ChunkedEncodingException>(() => Get(session, target()));
        await Assert.ThrowsAsync<HttpErrorException>(() => Get(session, target()));

        Assert.False(File.Exists(PathOfFile));
    }

    [Fact]
    public async Task A_part_that_the_caller_requested_is_not_the_whole()
    {
        using var session = Session(out _, Part("4567", Digest("01234567")));
        var request = new Request("GET", "http://h/file") { Headers = new() { ["Range"] = "bytes=4-" } };

        await session.DownloadAsync(session.PrepareRequest(request), new DownloadTarget(PathOfFile));

        Assert.Equal("4567", File.ReadAllText(PathOfFile));
    }

    [Fact]
    public async Task A_checksum_of_the_caller_replaces_the_digest()
    {
        using var session = Session(out _, ReplyText(200, "x", ("Repr-Digest", Digest("other"))));
        var checksum = Checksum.Parse($"sha256:{Convert.ToHexString(SHA256.HashData("x"u8))}");

        await Get(session, new DownloadTarget(PathOfFile) { Checksum = checksum });

        Assert.Equal("x", File.ReadAllText(PathOfFile));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_response_is_saved_with_the_same_rule(bool stream)
    {
        using var session = Session(
            out _,
            ReplyText(200, "x", ("Content-Digest", Digest("x"))),
            ReplyText(200, "x", ("Content-Digest", Digest("other"))));
        var options = new SendOptions { Stream = stream };

        var right = await session.RequestAsync(new Request("GET", "http://h/file"), options);
        var wrong = await session.RequestAsync(new Request("GET", "http://h/file"), options);

        Assert.Equal(PathOfFile, await right.SaveAsync(new DownloadTarget(PathOfFile)));
        File.Delete(PathOfFile);
        await Assert.ThrowsAsync<ChecksumMismatchException>(() => wrong.SaveAsync(new DownloadTarget(PathOfFile)));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_body_that_was_decoded_in_memory_is_saved_unverified()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write("text"u8);
        using var session = Session(out _, request => new Response(request, 200, new MemoryStream(packed.ToArray()))
        {
            Headers = new() { ["Content-Encoding"] = "gzip", ["Repr-Digest"] = Digest("other") },
        });

        var response = await session.RequestAsync(new Request("GET", "http://h/file"));

        Assert.Equal(PathOfFile, await response.SaveAsync(new DownloadTarget(PathOfFile)));
    }

    private static Func<PreparedRequest, Response> Part(string text, string digest) =>
        ReplyText(206, text, ("Content-Range", "bytes 4-7/8"), ("ETag", "\"v1\""), ("Repr-Digest", digest));

    private static string Digest(string text, string algorithm = "sha-256") => Digest(Encoding.UTF8.GetBytes(text), algorithm);

    private static string Digest(byte[] bytes, string algorithm = "sha-256") =>
        $"{algorithm}=:{Convert.ToBase64String(algorithm == "sha-256" ? SHA256.HashData(bytes) : SHA512.HashData(bytes))}:";

    private Task<Response> Get(RequestSession session) => Get(session, new DownloadTarget(PathOfFile));

    private static Task<Response> Get(RequestSession session, DownloadTarget target) =>
        session.DownloadAsync(session.PrepareRequest(new Request("GET", "http://h/file"), target), target);
}
