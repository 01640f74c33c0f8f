using System.Net;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Messages;

/// <summary>Tests the trailer fields that follow a body (RFC 9110 section 6.5).</summary>
public class TrailerTests(TestServerFixture fixture)
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";

    [Fact]
    public async Task They_follow_a_chunked_body_and_are_empty_before_its_end()
    {
        const string trailers = "X-Sum: 1\r\nX-Name: J\u00f6rg\r\nx-sum: 2\r\n\r\n";
        using var server = RawServer.Start($"{Chunked}Trailer: X-Sum\r\n\r\n4\r\ntext\r\n0\r\n{trailers}");
        using var session = new RequestSession { TrustEnv = false };

        using var response = await session.RequestAsync(new Request("GET", server.Url), new SendOptions { Stream = true });

        Assert.Empty(response.Trailers);
        Assert.Equal("text", response.Text);
        Assert.Equal(["X-Sum", "X-Name"], response.Trailers.Keys);
        Assert.Equal(["1", "2"], response.Trailers.GetValues("X-Sum"));
        Assert.Equal("J\u00f6rg", response.Trailers["x-name"]);
        Assert.False(response.Headers.ContainsKey("X-Sum"));
    }

    [Fact]
    public async Task They_are_there_after_a_body_was_read_in_pieces_or_saved_and_after_the_response_was_closed()
    {
        var reply = $"{Chunked}\r\n4\r\ntext\r\n0\r\nX-Sum: 1\r\n\r\n";
        using var server = RawServer.Start(reply, reply);
        using var session = new RequestSession { TrustEnv = false };
        var options = new SendOptions { Stream = true };

        var pieces = await session.RequestAsync(new Request("GET", server.Url), options);
        Assert.Equal(4, pieces.IterContent(1).Count());
        pieces.Close();
        Assert.Equal("1", pieces.Trailers["X-Sum"]);

        var saved = await session.RequestAsync(new Request("GET", server.Url), options);
        using var file = new MemoryStream();
        saved.Raw.CopyTo(file);
        Assert.Equal("1", saved.Trailers["X-Sum"]);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task They_follow_the_body_of_HTTP_2()
    {
        using var session = new RequestSession { TrustEnv = false };
        var options = new SendOptions { HttpVersion = HttpVersion.Version20 };

        var response = await session.RequestAsync(new Request("GET", $"{fixture.Server.Http2Url}/trailers"), options);

        Assert.Equal(HttpVersion.Version20, response.HttpVersion);
        Assert.Equal("the body", response.Text);
        Assert.Equal("8", response.Trailers["X-Length"]);
    }

    [Theory]
    [InlineData("Content-Length: 4\r\n\r\ntext")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4\r\ntext\r\n0\r\n\r\n")]
    [InlineData("\r\ntext")]
    public async Task A_body_without_them_has_none(string reply)
    {
        using var server = RawServer.Start($"HTTP/1.1 200 OK\r\n{reply}");
        using var session = new RequestSession { TrustEnv = false };

        var response = await session.RequestAsync(new Request("GET", server.Url));

        Assert.Equal("text", response.Text);
        Assert.Empty(response.Trailers);
    }

    [Fact]
    public async Task A_coded_body_and_a_redirect_have_them()
    {
        using var coded = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(coded, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("text"u8);
        }

        var bytes = System.Text.Encoding.Latin1.GetString(coded.ToArray());
        using var server = RawServer.Start(
            "HTTP/1.1 302 Found\r\nLocation: /b\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-Hop: first\r\n\r\n",
            $"{Chunked}Content-Encoding: gzip\r\n\r\n{bytes.Length:x}\r\n{bytes}\r\n0\r\nX-Hop: last\r\n\r\n");
        using var session = new RequestSession { TrustEnv = false };

        var response = await session.RequestAsync(new Request("GET", server.Url));

        Assert.Equal("text", response.Text);
        Assert.Equal("last", response.Trailers["X-Hop"]);
        Assert.Equal("first", response.History[0].Trailers["X-Hop"]);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("X-Large: {0}\r\n\r\n")]
    [InlineData("not a field\r\n\r\n")]
    [InlineData("X-Cut: 1\r\n")]
    public async Task Trailers_that_are_too_large_or_not_valid_or_cut_off_are_an_error_of_the_body(string trailers)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, trailers, new string('x', 70_000));
        using var server = RawServer.Start($"{Chunked}\r\n4\r\ntext\r\n0\r\n{text}");
        using var session = new RequestSession(AdapterRegistry.Create(new HttpAdapter(new() { MaximumHeaderSize = 64 * 1024 })));
        session.TrustEnv = false;

        var error = await Assert.ThrowsAnyAsync<RequestException>(() => session.RequestAsync(new Request("GET", server.Url)));

        Assert.NotNull(error.Response);
    }

    [Fact]
    public async Task An_adapter_sets_them_and_they_show_at_the_end_of_the_body()
    {
        using var session = Session(
            out _,
            request => new Response(request, 200, new MemoryStream("x"u8.ToArray())) { Trailers = new() { ["X-Sum"] = "1" } },
            request => new Response(request, 200) { Trailers = new() { ["X-Sum"] = "2" } });

        using var streamed = await session.RequestAsync(new Request("GET", "http://h/"), new SendOptions { Stream = true });
        Assert.Empty(streamed.Trailers);
        Assert.Equal("x", streamed.Text);
        Assert.Equal("1", streamed.Trailers["X-Sum"]);

        Assert.Equal("2", (await session.RequestAsync(new Request("GET", "http://h/"))).Trailers["X-Sum"]);
    }

    [Fact]
    public async Task A_mock_has_them_and_their_secrets_are_known()
    {
        var trailers = new HeaderDictionary { ["X-Api-Token"] = "abcdefgh-secret" };
        using var mock = new MockAdapter(new MockReply { Body = "x"u8.ToArray(), Trailers = trailers });
        using var session = new RequestSession(AdapterRegistry.Create(mock));

        var response = await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Equal("abcdefgh-secret", response.Trailers["X-Api-Token"]);
        Assert.DoesNotContain("abcdefgh", ExchangeRedactor.Create(response).Redact("it is abcdefgh-secret"), StringComparison.Ordinal);
    }
}
