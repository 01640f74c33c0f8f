using System.IO.Compression;
using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Bodies;

public class CompressedBodyTests
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("some text; ", 1000));

    public static TheoryData<string> Codings => ["gzip", "br", "zstd", "deflate"];

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task A_body_in_memory_is_sent_with_its_compressed_length(string coding)
    {
        var prepared = Prepare(new CompressedBody(new BytesBody(Long), coding.ToUpperInvariant()));

        var sent = await ReadAsync(prepared.Body!);
        Assert.Equal(coding, prepared.Headers["Content-Encoding"]);
        Assert.Equal($"{sent.Length}", prepared.Headers["Content-Length"]);
        Assert.True(sent.Length < 500);
        Assert.Equal(Long, Decode(sent, coding));
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task A_stream_is_compressed_while_it_is_sent_and_again_after_a_rewind(string coding)
    {
        var prepared = Prepare(new CompressedBody(new StreamBody(new MemoryStream(Encoding.UTF8.GetBytes(Long))), coding));

        Assert.Equal("chunked", prepared.Headers["Transfer-Encoding"]);
        Assert.Null(prepared.Headers["Content-Length"]);
        Assert.Equal(Long, Decode(await ReadAsync(prepared.Body!), coding));
        prepared.Body!.Rewind();
        Assert.Equal(Long, Decode(await ReadAsync(prepared.Body!), coding));
    }

    [Fact]
    public async Task Forms_keep_their_type_and_texts_their_charset()
    {
        var form = Prepare(new CompressedBody(new FormBody([KeyValuePair.Create("a", (string?)"b")]), "gzip"));
        Assert.Equal("application/x-www-form-urlencoded", form.Headers["Content-Type"]);
        Assert.Equal("a=b", Decode(await ReadAsync(form.Body!), "gzip"));

        var text = Prepare(new CompressedBody(new BytesBody("\u00e9"), "gzip"), ("Content-Type", "text/plain; charset=iso-8859-1"));
        Assert.Equal("\u00e9", Decode(await ReadAsync(text.Body!), "gzip", Encoding.Latin1));

        var files = Prepare(
            new CompressedBody(new MultipartBody([], [new("f", FilePart.FromText("x"))]), "gzip"),
            ("Content-Type", "multipart/mixed"));
        Assert.Contains("boundary=", files.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_text_is_no_body()
    {
        var prepared = Prepare(new CompressedBody(new BytesBody(""), "gzip"));

        Assert.Null(prepared.Body);
        Assert.Null(prepared.Headers["Content-Encoding"]);
    }

    [Fact]
    public void A_second_coding_is_refused()
    {
        Assert.Throws<InvalidBodyException>(() => Prepare(new CompressedBody(new BytesBody("x"), "gzip"), ("Content-Encoding", "br")));
        Assert.Throws<InvalidBodyException>(() => new CompressedBody(new CompressedBody(new BytesBody("x"), "gzip"), "br"));
        Assert.Throws<InvalidBodyException>(() => new CompressedBody(new BytesBody("x"), "compress"));
    }

    [Fact]
    public void A_body_that_replaces_a_compressed_one_is_not_described_as_compressed()
    {
        var prepared = Prepare(new CompressedBody(new BytesBody(Long), "gzip"));

        prepared.Body = new BytesBody("x");
        RequestPreparer.UpdateBodyHeaders(prepared);
        Assert.Null(prepared.Headers["Content-Encoding"]);
        Assert.Equal("1", prepared.Headers["Content-Length"]);
    }

    [Fact]
    public async Task A_body_that_fails_does_not_end_as_if_it_were_whole()
    {
        var body = new CompressedBody(new ChunkedBody(Fail()), "gzip");
        using var sent = new MemoryStream();

        await Assert.ThrowsAsync<InvalidBodyException>(() => body.WriteToAsync(sent, TestContext.Current.CancellationToken));
        Assert.True(sent.Length > 0);
        Assert.ThrowsAny<Exception>(() => new GzipDecoder(new MemoryStream(sent.ToArray())).CopyTo(Stream.Null));

        static IEnumerable<string> Fail()
        {
            yield return Long;
            throw new InvalidOperationException("broken");
        }
    }

    [Theory]
    [InlineData(307, true)]
    [InlineData(303, false)]
    public async Task A_redirect_sends_it_again_or_leaves_it_and_its_coding_out(int status, bool isSent)
    {
        using var session = Session(out var adapter, Redirect(status, "/b"), Reply(200));

        var request = new Request("POST", "http://h/a") { Body = new CompressedBody(new BytesBody(Long), "gzip") };
        (await session.SendAsync(session.PrepareRequest(request), null, TestContext.Current.CancellationToken)).Dispose();

        Assert.Equal(isSent, adapter.Seen[1].Body is CompressedBody);
        Assert.Equal(isSent ? "gzip" : null, adapter.Seen[1].Headers["Content-Encoding"]);
        if (isSent) Assert.Equal(adapter.Bodies[0], adapter.Bodies[1]);
    }

    [Fact]
    public async Task A_signature_covers_the_bytes_that_are_sent()
    {
        var client = new OAuth1Client("key", "secret") { SignatureMethod = OAuth1SignatureMethod.HmacSha256, SignBody = true };
        using var session = Session(out var adapter, Reply(200));
        var body = new CompressedBody(new JsonBody("{\"a\":1}"u8.ToArray()), "gzip");

        var request = new Request("POST", "http://h/") { Body = body, Auth = new OAuth1Auth(client) };
        (await session.SendAsync(session.PrepareRequest(request), null, TestContext.Current.CancellationToken)).Dispose();

        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(await ReadAsync(body)));
        Assert.Contains(Uri.EscapeDataString(hash), adapter.Seen[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public void OAuth_1_does_not_sign_a_compressed_form() => Assert.Throws<InvalidBodyException>(() =>
        new Request("POST", "http://h/")
        {
            Body = new CompressedBody(new FormBody([KeyValuePair.Create("a", (string?)"b")]), "gzip"),
            Auth = new OAuth1Auth(new OAuth1Client("key", "secret")),
        }.Prepare());

    private static PreparedRequest Prepare(RequestBody body, params (string Name, string Value)[] headers)
    {
        var set = new HeaderDictionary();
        foreach (var (name, value) in headers) set[name] = value;
        return new Request("POST", "http://h/") { Body = body, Headers = set }.Prepare();
    }

    private static async Task<byte[]> ReadAsync(RequestBody body)
    {
        using var copy = new MemoryStream();
        await body.WriteToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }

    private static string Decode(byte[] bytes, string coding, Encoding? encoding = null)
    {
        using Stream stream = coding switch
        {
            "gzip" => new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress),
            "br" => new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress),
            "zstd" => ContentDecoder.Decode(new MemoryStream(bytes), "zstd"),
            _ => new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress),
        };
        using var reader = new StreamReader(stream, encoding ?? Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
