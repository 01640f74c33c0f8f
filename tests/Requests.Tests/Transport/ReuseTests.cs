using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Requests.Tests.Transport;

/// <summary>Tests the reuse of connections, and requests on a connection that has ended (RFC 9112 section 9).</summary>
public class ReuseTests
{
    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", null, 2)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", null, 1)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive, close\r\nContent-Length: 0\r\n\r\n", null, 2)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", null, 1)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "close", 2)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "TE, Close", 2)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", null, 2)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: , close\r\nContent-Length: 0\r\n\r\n", null, 2)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: @, close\r\nContent-Length: 0\r\n\r\n", null, 2)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: foo\r\nConnection: ClOsE\r\nContent-Length: 0\r\n\r\n", null, 2)]
    [InlineData("HTTP/1.1 200 OK\r\nProxy-Connection: close\r\nContent-Length: 0\r\n\r\n", null, 2)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n", null, 2)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", null, 2)]
    public async Task A_connection_is_used_again_only_when_both_sides_keep_it(string reply, string? wish, int connections)
    {
        using var server = RawServer.StartHanging(reply, reply);
        using var session = new RequestSession();
        for (var i = 0; i < 2; i++)
        {
            var response = await session.RequestAsync(
                new Request("GET", server.Url) { Headers = wish is null ? null : new() { ["Connection"] = wish } });
            Assert.Equal(reply.Contains("\r\nConnection", StringComparison.Ordinal), response.Headers.ContainsKey("Connection"));
        }

        Assert.Equal(connections, server.Connections);
    }

    [Theory]
    [InlineData("HEAD", "200 OK")]
    [InlineData("GET", "204 No Content")]
    [InlineData("GET", "304 Not Modified")]
    public async Task A_response_without_a_body_is_followed_by_the_next_whatever_length_it_tells(string method, string status)
    {
        using var server = RawServer.StartHanging($"HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\n", RawServer.Ok("next"));
        using var session = new RequestSession();

        var first = await session.RequestAsync(new Request(method, server.Url));
        var second = await session.RequestAsync(new Request("GET", server.Url));

        Assert.Equal(("", "next", 1), (first.Text, second.Text, server.Connections));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("QUERY")]
    public async Task An_idempotent_request_on_a_used_connection_that_ended_is_sent_once_more_on_a_new_one(string method)
    {
        using var server = RawServer.Start(RawServer.Ok(), null, RawServer.Ok());
        using var session = new RequestSession();
        await session.RequestAsync(new Request("GET", server.Url));

        var response = await session.RequestAsync(
            new Request(method, server.Url) { Body = method is "PUT" or "QUERY" ? new BytesBody("abc"u8.ToArray()) : null });

        Assert.Equal(200, response.StatusCode);
        Assert.Equal((2, 3), (server.Connections, server.Seen.Length));
        Assert.Equal(server.Seen[1], server.Seen[2]);
    }

    [Theory]
    [InlineData("POST", false)]
    [InlineData("PATCH", false)]
    [InlineData("PURGE", false)]
    [InlineData("PUT", true)]
    public async Task A_request_that_must_not_or_cannot_be_repeated_is_sent_once(string method, bool isStream)
    {
        using var server = RawServer.Start(RawServer.Ok(), null, RawServer.Ok());
        using var session = new RequestSession();
        await session.RequestAsync(new Request("GET", server.Url));

        await Assert.ThrowsAsync<ConnectionException>(() =>
            session.RequestAsync(
                new Request(method, server.Url) { Body = isStream ? new ChunkedBody(["abc"]) : new BytesBody("abc"u8.ToArray()) }));

        Assert.Equal(2, server.Seen.Length);
    }

    [Fact]
    public async Task A_repeated_request_without_a_response_is_not_repeated_again()
    {
        using var server = RawServer.Start(RawServer.Ok(), null, null, RawServer.Ok());
        using var session = new RequestSession();
        await session.RequestAsync(new Request("GET", server.Url));

        await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", server.Url)));

        Assert.Equal(3, server.Seen.Length);
    }

    [Fact]
    public async Task A_request_whose_response_began_is_not_sent_again()
    {
        using var server = RawServer.Start(RawServer.Ok(), "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 2");
        using var session = new RequestSession();
        await session.RequestAsync(new Request("GET", server.Url));

        await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", server.Url)));

        Assert.Equal(2, server.Seen.Length);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task A_reset_of_a_used_connection_counts_as_its_end(string method)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener);
        using var session = new RequestSession();
        var url = $"http://{listener.LocalEndpoint}/";
        await session.RequestAsync(new Request("GET", url));

        var response = await session.RequestAsync(
            new Request(method, url) { Body = method == "PUT" ? new BytesBody(new byte[100_000]) : null });

        Assert.Equal("two", response.Text);
        await serving;

        static async Task ServeAsync(TcpListener listener)
        {
            using (var first = await listener.AcceptTcpClientAsync())
            {
                await ReadAsync(first);
                await first.GetStream().WriteAsync(Encoding.ASCII.GetBytes(RawServer.Ok("one")));
                await ReadAsync(first);
                first.LingerState = new LingerOption(true, 0);
            }

            using var second = await listener.AcceptTcpClientAsync();
            await ReadAsync(second);
            var stream = second.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(RawServer.Ok("two")));
            second.Client.Shutdown(SocketShutdown.Send);
            var rest = new byte[65536];
            while (await stream.ReadAsync(rest) > 0)
            {
                // The client sends what is left of its body.
            }
        }

        static async Task ReadAsync(TcpClient client) => Assert.True(await client.GetStream().ReadAsync(new byte[4096]) > 0);
    }

    [Theory]
    [InlineData("GET", 1)]
    [InlineData("GET", 16)]
    [InlineData("PUT", 16)]
    public async Task A_server_that_closes_after_each_response_fails_no_request(string method, int atOnce)
    {
        const int Count = 400;
        using var server = RawServer.StartClosing([.. Enumerable.Repeat<string?>(RawServer.Ok("ok"), Count * 2)]);
        using var session = new RequestSession();

        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (_, token) =>
        {
            var response = await session.RequestAsync(
                new Request(method, server.Url) { Body = method == "PUT" ? new BytesBody("abc"u8.ToArray()) : null },
                null,
                token);
            Assert.Equal("ok", response.Text);
        });
    }
}
