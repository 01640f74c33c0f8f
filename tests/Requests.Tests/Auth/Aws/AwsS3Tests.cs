using System.Text;
using Microsoft.Extensions.Time.Testing;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth.Aws;

/// <summary>Tests the examples of the documentation of S3, and how bodies are signed.</summary>
public class AwsS3Tests
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("test.txt", "Range", "bytes=0-9", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData("?lifecycle", null, null, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("?max-keys=2&prefix=J", null, null, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public async Task A_get_is_signed_as_in_the_documentation(string path, string? header, string? value, string signature)
    {
        using var session = Session(out var adapter, Reply(200));
        var request = new Request("GET", $"https://examplebucket.s3.amazonaws.com/{path}") { Auth = Create("Range"), Headers = [] };
        if (header is not null) request.Headers[header] = value;

        await session.RequestAsync(request);

        var headers = adapter.Seen[0].Headers;
        Assert.Equal((EmptyHash, "20130524T000000Z"), (headers["X-Amz-Content-Sha256"], headers["X-Amz-Date"]));
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                + $"SignedHeaders=host;{(header is null ? "" : "range;")}x-amz-content-sha256;x-amz-date, Signature={signature}",
            headers["Authorization"]);
    }

    [Theory]
    [InlineData("test$file.text")]
    [InlineData("test%24file.text")]
    public async Task A_put_is_signed_as_in_the_documentation(string path)
    {
        using var session = Session(out var adapter, Reply(200));
        await session.RequestAsync(new Request("PUT", $"https://examplebucket.s3.amazonaws.com/{path}")
        {
            Auth = Create("Date"),
            Headers = new() { ["Date"] = "Fri, 24 May 2013 00:00:00 GMT", ["x-amz-storage-class"] = "REDUCED_REDUNDANCY" },
            Body = new BytesBody("Welcome to Amazon S3."),
        });

        Assert.Equal("https://examplebucket.s3.amazonaws.com/test%24file.text", adapter.Seen[0].Url);
        Assert.EndsWith(
            "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            adapter.Seen[0].Headers["Authorization"],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_url_is_presigned_as_in_the_documentation()
    {
        var request = new Request("GET", "https://examplebucket.s3.amazonaws.com/test.txt").Prepare();

        Assert.Equal(
            "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
                + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            Create().CreatePresignedUrl(request, TimeSpan.FromDays(1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chunks_are_signed_as_in_the_documentation(bool isRetried)
    {
        Func<PreparedRequest, Response>[] replies = isRetried ? [Reply(503), Reply(200)] : [Reply(200)];
        using var session = Session(out var adapter, replies);
        await session.RequestAsync(
            new Request("PUT", "https://s3.amazonaws.com/examplebucket/chunkObject.txt")
            {
                Auth = Create(AwsPayload.Chunks, "Content-Encoding", "Content-Length"),
                Headers = new() { ["x-amz-storage-class"] = "REDUCED_REDUNDANCY" },
                Body = new StreamBody(new MemoryStream(Encoding.ASCII.GetBytes(new string('a', 66560)))),
            },
            new SendOptions { Retry = new RetryPolicy { Total = 1, StatusList = [503], Methods = null } });

        var sent = adapter.Seen[^1].Headers;
        Assert.Equal(("aws-chunked", "66560", "66824"), (
            sent["Content-Encoding"],
            sent["X-Amz-Decoded-Content-Length"],
            sent["Content-Length"]));
        Assert.EndsWith(
            "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
            sent["Authorization"],
            StringComparison.Ordinal);
        Assert.Equal(
            $"10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n{new string('a', 65536)}\r\n"
                + $"400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n{new string('a', 1024)}\r\n"
                + "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n",
            adapter.Bodies[^1]);
    }

    [Theory]
    [InlineData("https", AwsPayload.Auto, true, "UNSIGNED-PAYLOAD", "abc")]
    [InlineData("http", AwsPayload.Auto, true, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "3;chunk-signature=*")]
    [InlineData("http", AwsPayload.Hash, true, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc")]
    [InlineData("http", AwsPayload.Unsigned, true, "UNSIGNED-PAYLOAD", "abc")]
    [InlineData("https", AwsPayload.Auto, false, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc")]
    [InlineData("http", AwsPayload.Auto, false, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc")]
    [InlineData("https", AwsPayload.Unsigned, false, "UNSIGNED-PAYLOAD", "abc")]
    [InlineData("https", AwsPayload.Chunks, false, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "3;chunk-signature=*")]
    public async Task A_body_is_signed(string scheme, AwsPayload payload, bool isStream, string expected, string body)
    {
        using var session = Session(out var adapter, Reply(200));
        await session.RequestAsync(new Request("PUT", $"{scheme}://bucket.s3.eu-west-1.amazonaws.com/a")
        {
            Auth = Create(payload),
            Body = isStream ? new StreamBody(new MemoryStream("abc"u8.ToArray())) : new BytesBody("abc"),
        });

        Assert.Equal(expected, adapter.Seen[0].Headers["X-Amz-Content-Sha256"]);
        if (body.EndsWith('*')) Assert.StartsWith(body[..^1], adapter.Bodies[0], StringComparison.Ordinal);
        else Assert.Equal(body, adapter.Bodies[0]);
    }

    [Fact]
    public async Task The_body_of_another_service_is_hashed_and_sent_from_its_start()
    {
        using var session = Session(out var adapter, Reply(200));
        await session.RequestAsync(new Request("POST", "https://kinesis.eu-west-1.amazonaws.com/")
        {
            Auth = Create(),
            Body = new StreamBody(new MemoryStream("abc"u8.ToArray())),
        });

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", adapter.Seen[0].Headers["X-Amz-Content-Sha256"]);
        Assert.Equal("abc", adapter.Bodies[0]);
    }

    [Theory]
    [InlineData("https://kinesis.eu-west-1.amazonaws.com/", AwsPayload.Auto, typeof(UnrewindableBodyException))]
    [InlineData("http://bucket.s3.eu-west-1.amazonaws.com/a", AwsPayload.Auto, typeof(UnrewindableBodyException))]
    [InlineData("https://bucket.s3.eu-west-1.amazonaws.com/a", AwsPayload.Chunks, typeof(InvalidBodyException))]
    [InlineData("https://kinesis.eu-west-1.amazonaws.com/", AwsPayload.Chunks, typeof(InvalidBodyException))]
    public async Task A_body_that_cannot_be_signed_is_an_error_before_sending(string url, AwsPayload payload, Type type)
    {
        using var session = Session(out var adapter, Reply(200));
        var request = new Request("PUT", url) { Auth = Create(payload), Body = new ChunkedBody(["abc"u8.ToArray()]) };

        var error = await Assert.ThrowsAnyAsync<RequestException>(() => session.RequestAsync(request));

        Assert.IsType(type, error);
        Assert.Empty(adapter.Seen);
    }

    [Fact]
    public async Task A_request_that_was_sent_in_chunks_can_be_sent_again()
    {
        using var session = Session(out var adapter, Reply(200), Reply(200), Reply(200));
        var first = await session.RequestAsync(new Request("PUT", "https://bucket.s3.eu-west-1.amazonaws.com/a")
        {
            Auth = Create(AwsPayload.Chunks),
            Headers = new() { ["Content-Encoding"] = "x-own" },
            Body = new BytesBody("abc"),
        });
        var again = first.Request.Copy();
        var second = await session.SendAsync(again);
        again = second.Request.Copy();
        again.Auth = Create(AwsPayload.Hash);
        await session.SendAsync(again);

        Assert.Equal("aws-chunked,x-own", adapter.Seen[0].Headers["Content-Encoding"]);
        Assert.Equal("aws-chunked,x-own", adapter.Seen[1].Headers["Content-Encoding"]);
        Assert.Equal(adapter.Bodies[0], adapter.Bodies[1]);
        Assert.Equal(("x-own", null, "3", "abc"), (
            adapter.Seen[2].Headers["Content-Encoding"],
            adapter.Seen[2].Headers["X-Amz-Decoded-Content-Length"],
            adapter.Seen[2].Headers["Content-Length"],
            adapter.Bodies[2]));
    }

    private AwsAuth Create(params string[] signedHeaders) => Create(AwsPayload.Auto, signedHeaders);

    private AwsAuth Create(AwsPayload payload, params string[] signedHeaders) =>
        new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", sessionToken: null, _time)
        {
            Payload = payload,
            SignedHeaders = signedHeaders,
        };
}
