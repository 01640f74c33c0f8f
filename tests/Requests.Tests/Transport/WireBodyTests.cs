using System.IO.Compression;
using System.Text;
using Requests.Dependencies;

namespace Requests.Tests.Transport;

/// <summary>Tests framing and codings of bodies together, byte for byte.</summary>
public class WireBodyTests
{
    [Theory]
    [InlineData("GET", "204 No Content", "")]
    [InlineData("GET", "304 Not Modified", "")]
    [InlineData("GET", "304 Not Modified", "Content-Length: 500\r\n")]
    [InlineData("HEAD", "200 OK", "Content-Length: 500\r\n")]
    [InlineData("HEAD", "200 OK", "Transfer-Encoding: chunked\r\n")]
    [InlineData("GET", "200 OK", "Content-Length: 0\r\n")]
    public async Task A_response_without_a_body_has_nothing_to_decode(string method, string status, string headers)
    {
        foreach (var coding in new[] { "gzip", "br", "deflate", "zstd", "gzip, br" })
        {
            using var server = RawServer.Start($"HTTP/1.1 {status}\r\nContent-Encoding: {coding}\r\n{headers}\r\n", RawServer.Ok("next"));
            using var session = new RequestSession { TrustEnv = false };

            var first = await session.RequestAsync(new Request(method, server.Url));
            var next = await session.RequestAsync(new Request("GET", server.Url));

            Assert.Equal(("", "next", 1), (first.Text, next.Text, server.Connections));
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task A_coded_body_that_the_framing_truncates_is_an_error(string coding)
    {
        var coded = Encode(coding, string.Concat(Enumerable.Range(0, 200)));
        for (var length = 1; length < coded.Length; length += 7)
        {
            var part = coded[..length];
            string[] replies =
            [
                $"Content-Length: {length}\r\n\r\n{part}",
                $"Transfer-Encoding: chunked\r\n\r\n{length:x}\r\n{part}\r\n0\r\n\r\n",
                $"\r\n{part}",
            ];
            foreach (var reply in replies)
            {
                using var server = RawServer.Start($"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n{reply}");
                using var session = new RequestSession { TrustEnv = false };
                await Assert.ThrowsAsync<ContentDecodingException>(() => session.RequestAsync(new Request("GET", server.Url)));
            }
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task The_length_is_that_of_the_coded_bytes(string coding)
    {
        var text = string.Concat(Enumerable.Range(0, 200));
        var coded = Encode(coding, text);
        using var server = RawServer.Start(
            $"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {coded.Length}\r\n\r\n{coded}",
            RawServer.Ok("next"));
        using var session = new RequestSession { TrustEnv = false };

        Assert.Equal(text, (await session.RequestAsync(new Request("GET", server.Url))).Text);
        Assert.Equal("next", (await session.RequestAsync(new Request("GET", server.Url))).Text);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("1;name=value\r\n{0}\r\n")]
    [InlineData("0001;a=\"x;y\";b\r\n{0}\r\n")]
    [InlineData("1 \r\n{0}\r\n")]
    [InlineData("000000000000000000000001\r\n{0}\r\n")]
    public async Task A_byte_a_chunk_with_extensions_and_zeros_is_decoded(string chunk)
    {
        var chunks = string.Concat(Encode("gzip", "Hello world").Select(one => chunk.Replace("{0}", $"{one}", StringComparison.Ordinal)));
        using var server = RawServer.Start(
            $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}000\r\nX: 1\r\n\r\n",
            RawServer.Ok("next"));
        using var session = new RequestSession { TrustEnv = false };

        Assert.Equal("Hello world", (await session.RequestAsync(new Request("GET", server.Url))).Text);
        Assert.Equal("next", (await session.RequestAsync(new Request("GET", server.Url))).Text);
    }

    [Theory]
    [InlineData("Transfer-Encoding: gzip\r\nContent-Length: 4")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked, gzip")]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    public async Task An_unrequested_transfer_coding_closes_the_connection(string header)
    {
        using var server = RawServer.StartHanging($"HTTP/1.1 200 OK\r\n{header}\r\n\r\n4\r\nabcd\r\n0\r\n\r\n", RawServer.Ok("next"));
        using var session = new RequestSession { TrustEnv = false };

        await Assert.ThrowsAsync<InvalidResponseHeaderException>(() => session.RequestAsync(new Request("GET", server.Url)));
        Assert.Equal("next", (await session.RequestAsync(new Request("GET", server.Url))).Text);
        Assert.Equal(2, server.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\nSet-Cookie: hint=1\r\n\r\n")]
    [InlineData("HTTP/1.1 102 Processing\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 199 Odd\r\nX-Hint: 1\r\n\r\n")]
    public async Task Interim_responses_leave_nothing_in_the_final_one(string interim)
    {
        using var server = RawServer.Start(interim + interim + RawServer.Ok("final"), RawServer.Ok("next"));
        using var session = new RequestSession { TrustEnv = false };

        var response = await session.RequestAsync(new Request("GET", server.Url));

        Assert.Equal((200, "final", 0, 0), (response.StatusCode, response.Text, response.Cookies.Count, response.Links.Count));
        Assert.Equal(["Content-Length"], response.Headers.Keys);
        Assert.Equal("next", (await session.RequestAsync(new Request("GET", server.Url))).Text);
        Assert.Empty(session.Cookies);
    }

    [Fact]
    public async Task Interim_responses_count_for_the_limit_of_headers()
    {
        using var server = RawServer.StartHanging(string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 10_000)));
        using var session = new RequestSession { TrustEnv = false };
        session.Adapters.Mount("http://", new HttpAdapter(new HttpAdapterSettings { MaximumHeaderSize = 200_000 }));

        await Assert.ThrowsAsync<InvalidResponseHeaderException>(() => session.RequestAsync(new Request("GET", server.Url)));
    }

    [Theory]
    [InlineData("UTF-8")]
    [InlineData("iso-8859-1")]
    [InlineData("none")]
    [InlineData("binary")]
    [InlineData("aws-chunked")]
    [InlineData("")]
    [InlineData(" , ")]
    public async Task An_unknown_content_coding_leaves_the_bytes_unchanged(string coding)
    {
        using var server = RawServer.Start($"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: 4\r\n\r\nbyte");
        using var session = new RequestSession { TrustEnv = false };

        Assert.Equal("byte", (await session.RequestAsync(new Request("GET", server.Url))).Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_stream_is_sent_from_its_position_and_again_after_a_redirect(int position)
    {
        using var server = RawServer.Start("HTTP/1.1 307 Temporary Redirect\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", RawServer.Ok());
        using var session = new RequestSession { TrustEnv = false };
        using var stream = new MemoryStream("Hello"u8.ToArray()) { Position = position };

        await session.RequestAsync(new Request("POST", server.Url) { Body = new StreamBody(stream) });

        var rest = "Hello"[position..];
        Assert.All(server.Seen, seen => Assert.EndsWith($"\r\n\r\n{rest}", seen, StringComparison.Ordinal));
        Assert.All(server.Seen, seen => Assert.Contains($"Content-Length: {rest.Length}\r\n", seen, StringComparison.Ordinal));
        Assert.Equal(2, server.Seen.Length);
    }

    private static string Encode(string coding, string text)
    {
        using var coded = new MemoryStream();
        using (Stream encoder = coding switch
        {
            "br" => new BrotliStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "gzip" => new GZipStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "zstd" => ZstdEncoder.CreateStream(coded),
            _ => new ZLibStream(coded, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            encoder.Write(Encoding.ASCII.GetBytes(text));
        }

        return Encoding.Latin1.GetString(coded.ToArray());
    }
}
