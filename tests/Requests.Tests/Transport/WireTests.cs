namespace Requests.Tests.Transport;

/// <summary>Compares sent requests byte for byte.</summary>
public class WireTests
{
    [Fact]
    public async Task A_get_is_sent_as_request_line_and_headers()
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, "GET", "/a?b=c", new() { ["X-One"] = "1", ["Accept"] = "*/*" });

        Assert.Equal($"GET /a?b=c HTTP/1.1\r\nHost: {server.Authority}\r\nX-One: 1\r\nAccept: */*\r\n\r\n", server.Seen.Single());
    }

    [Theory]
    [InlineData("/a/../b/./c")]
    [InlineData("/a%2E%2e/%7E%41")]
    [InlineData("//a//b?q=/../x/./y")]
    [InlineData("/a%5cb?q=%5b%7C%7c")]
    [InlineData("?q=%41/")]
    [InlineData("")]
    public async Task A_url_set_on_a_prepared_request_is_sent_unchanged(string target)
    {
        using var server = RawServer.Start(RawServer.Ok());

        using var session = new RequestSession { TrustEnv = false };
        var request = session.PrepareRequest(new Request("GET", server.Url));
        request.Url = $"http://{server.Authority}{target}";

        await session.SendAsync(request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.StartsWith(
            $"GET {(target.StartsWith('/') ? "" : "/")}{target} HTTP/1.1\r\n",
            server.Seen.Single(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("DELETE")]
    [InlineData("PURGE")]
    public async Task Without_a_body_the_length_is_zero(string method)
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, method, "/");

        Assert.Equal($"{method} / HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: 0\r\n\r\n", server.Seen.Single());
    }

    [Fact]
    public async Task A_text_is_sent_as_utf8_without_a_content_type()
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, "PUT", "/", body: new BytesBody("\u00ff"));

        Assert.EndsWith("Content-Length: 2\r\n\r\n\u00c3\u00bf", server.Seen.Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Type", server.Seen.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_stream_is_sent_with_a_length_of_0()
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, "POST", "/", body: new StreamBody(new MemoryStream()));

        Assert.Equal($"POST / HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: 0\r\n\r\n", server.Seen.Single());
    }

    [Fact]
    public async Task Each_item_of_a_sequence_is_sent_as_a_chunk()
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, "POST", "/", body: new ChunkedBody(["a", "", "b", "c"]));

        Assert.EndsWith("\r\n\r\n1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n", server.Seen.Single(), StringComparison.Ordinal);
        Assert.Single(server.Seen.Single().Split("\r\n"), line => line.StartsWith("Host:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_header_of_the_caller_is_the_only_host_header()
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, "POST", "/", new() { ["Host"] = "sample-host" }, new ChunkedBody(["x"]));

        Assert.Contains("\r\nHost: sample-host\r\n", server.Seen.Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", server.Seen.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_request_with_content_headers_and_no_body_has_no_length(string method)
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, method, "/", new() { ["Content-Type"] = "application/json", ["X"] = "1", ["Content-Language"] = "fi" });

        Assert.Equal(
            $"{method} / HTTP/1.1\r\nHost: {server.Authority}\r\nX: 1\r\nContent-Type: application/json\r\nContent-Language: fi\r\n\r\n",
            server.Seen.Single());
    }

    [Fact]
    public async Task A_content_length_of_zero_that_the_caller_set_is_sent()
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, "GET", "/", new() { ["Content-Length"] = "0", ["Content-Type"] = "a/b" });

        Assert.Contains("\r\nContent-Length: 0\r\n", server.Seen.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task An_empty_host_is_sent_once_and_empty(string method)
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, method, "/", new() { ["Host"] = "" }, method == "POST" ? new BytesBody("abc"u8.ToArray()) : null);

        Assert.Equal(
            "Host: ",
            Assert.Single(server.Seen.Single().Split("\r\n"), line => line.StartsWith("Host", StringComparison.Ordinal)));
        Assert.EndsWith(method == "POST" ? "\r\n\r\nabc" : "\r\n\r\n", server.Seen.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_values_are_sent_unchanged_empty_and_latin1_ones_too()
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, "GET", "/", new() { ["baz"] = "", ["q"] = "caf\u00e9", ["User-agent"] = "Mozilla/5.0 (X11; a/b) x" });

        Assert.Contains(
            "\r\nbaz: \r\nq: caf\u00e9\r\nUser-Agent: Mozilla/5.0 (X11; a/b) x\r\n",
            server.Seen.Single(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//v:h", "//v:h")]
    [InlineData("/a%2fb/%7Bx%7D?q=%20+&[]", "/a%2Fb/%7Bx%7D?q=%20+&%5B%5D")]
    [InlineData("/path/#view=edit&token=hunter2", "/path/")]
    [InlineData("/?", "/")]
    public async Task The_target_is_sent_as_prepared_without_its_fragment(string path, string target)
    {
        using var server = RawServer.Start(RawServer.Ok());

        await SendAsync(server, "GET", path);

        Assert.StartsWith($"GET {target} HTTP/1.1\r\n", server.Seen.Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", server.Seen.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("not zero")]
    public async Task A_wrong_content_length_is_refused_before_sending(string length)
    {
        using var server = RawServer.Start(RawServer.Ok());

        await Assert.ThrowsAsync<InvalidHeaderException>(() => SendAsync(server, "POST", "/", new() { ["Content-Length"] = length }));

        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_connection_is_used_again()
    {
        using var server = RawServer.Start(RawServer.Ok("one"), RawServer.Ok("two"));
        using var session = new RequestSession();

        Assert.Equal("one", (await session.RequestAsync(new Request("GET", server.Url))).Text);
        Assert.Equal("two", (await session.RequestAsync(new Request("GET", server.Url))).Text);

        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_request_without_a_response_is_sent_once(string method)
    {
        using var server = RawServer.Start(null, RawServer.Ok());

        await Assert.ThrowsAsync<ConnectionException>(() => SendAsync(server, method, "/"));

        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_prepared_request_can_be_sent_again()
    {
        using var server = RawServer.Start(RawServer.Ok(), RawServer.Ok());
        using var session = new RequestSession();
        using var stream = new MemoryStream("body"u8.ToArray());
        var prepared = session.PrepareRequest(new Request("POST", server.Url) { Body = new StreamBody(stream) });

        await session.SendAsync(prepared);
        await session.SendAsync(prepared);

        Assert.True(stream.CanRead);
        Assert.All(server.Seen, seen => Assert.EndsWith("\r\n\r\nbody", seen, StringComparison.Ordinal));
    }

    private static async Task<Response> SendAsync(
        RawServer server,
        string method,
        string path,
        HeaderDictionary? headers = null,
        RequestBody? body = null)
    {
        using var session = new RequestSession { Headers = [] };
        return await session.RequestAsync(new Request(method, $"http://{server.Authority}{path}") { Headers = headers, Body = body });
    }
}
