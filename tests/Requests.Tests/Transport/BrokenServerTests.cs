using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Requests.Tests.Transport;

/// <summary>Tests faulty servers.</summary>
public class BrokenServerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", typeof(ChunkedEncodingException))]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", typeof(ChunkedEncodingException))]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n", typeof(ChunkedEncodingException))]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", typeof(ConnectionException))]
    [InlineData("what is this\r\n\r\n", typeof(ConnectionException))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 16\r\nContent-Length: 32\r\n\r\n", typeof(InvalidResponseHeaderException))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nplai", typeof(ContentDecodingException))]
    public async Task A_broken_response_is_a_typed_error_with_its_request(string reply, Type type)
    {
        using var server = RawServer.Start(reply);
        using var session = new RequestSession();

        var error = await Assert.ThrowsAnyAsync<RequestException>(() => session.RequestAsync(new Request("GET", server.Url)));

        Assert.Equal(type, error.GetType());
        Assert.Equal(server.Url, error.Request!.Url);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Komponenttia ei l\u00c3\u00b6ydy\r\nContent-Length: 0\r\n\r\n", "Komponenttia ei l\u00f6ydy")]
    [InlineData("HTTP/1.1 404 Komponenttia ei l\u00f6ydy\r\nContent-Length: 0\r\n\r\n", "Komponenttia ei l\u00f6ydy")]
    public async Task A_reason_is_read_as_utf8_or_latin1(string reply, string reason)
    {
        using var server = RawServer.Start(reply);
        using var session = new RequestSession();

        var response = await session.RequestAsync(new Request("GET", server.Url));

        Assert.Equal(reason, response.Reason);
        Assert.Contains(reason, Assert.Throws<HttpErrorException>(response.RaiseForStatus).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_has_a_length_and_no_body()
    {
        using var server = RawServer.Start("HTTP/1.1 200 OK\r\nContent-Length: 500000000\r\n\r\n");
        using var session = new RequestSession();

        var response = await session.RequestAsync(new Request("HEAD", server.Url));

        Assert.Equal("500000000", response.Headers["content-length"]);
        Assert.Empty(response.Content!);
        Assert.True(response.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task Repeated_headers_are_kept_separately_and_read_as_one()
    {
        using var server = RawServer.Start(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nX: 1\r\nSet-Cookie: b=2, c; Path=/\r\nX: 2\r\nContent-Type: text/plain\r\n"
                + "Content-Length: 0\r\n\r\n");
        using var session = new RequestSession();

        var response = await session.RequestAsync(new Request("GET", server.Url));

        Assert.Equal("1, 2", response.Headers["x"]);
        Assert.Equal(["a=1; Path=/", "b=2, c; Path=/"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal(["1", "2, c"], response.Cookies.Values);
    }

    [Fact]
    public async Task A_refused_connection_and_an_unknown_name_are_connection_errors()
    {
        using var session = new RequestSession();

        Assert.Contains(
            "refused",
            (await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", "http://127.0.0.1:1/")))).Message,
            StringComparison.Ordinal);
        var unresolved = await Assert.ThrowsAsync<ConnectionException>(() =>
            session.RequestAsync(new Request("GET", "http://no-such-host.invalid/")));
        Assert.Contains("resolved", unresolved.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_before_the_response_is_a_read_timeout()
    {
        using var server = RawServer.StartHanging("");
        using var session = new RequestSession();

        var error = await Assert.ThrowsAsync<ReadTimeoutException>(() =>
            session.RequestAsync(new Request("GET", server.Url), Options(null, 0.1)));

        Assert.True(error.IsTimeout);
        Assert.StartsWith("Read timed out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_within_the_body_is_a_read_timeout()
    {
        using var server = RawServer.StartHanging("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort");
        using var session = new RequestSession();

        await Assert.ThrowsAsync<ReadTimeoutException>(() => session.RequestAsync(new Request("GET", server.Url), Options(null, 0.1)));
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2000", Justification = "The backlog is what fills up; it goes with the listener.")]
    public async Task A_host_that_accepts_no_connection_is_a_connect_timeout()
    {
        using var tarpit = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        tarpit.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        tarpit.Listen(0);
        var fillers = Enumerable.Range(0, 8)
            .Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false })
            .ToList();
        foreach (var filler in fillers) _ = filler.ConnectAsync(tarpit.LocalEndPoint!);
        using var session = new RequestSession();

        var error = await Assert.ThrowsAsync<ConnectTimeoutException>(() =>
            session.RequestAsync(new Request("GET", $"http://{tarpit.LocalEndPoint}/"), Options(0.1, 0.1)));

        Assert.True(error.IsTimeout);
        Assert.IsAssignableFrom<ConnectionException>(error);
        fillers.ForEach(filler => filler.Dispose());
    }

    [Fact]
    public void A_timeout_that_is_not_valid_is_refused()
    {
        Assert.Contains(
            "(connect, read)",
            Assert.Throws<InvalidTimeoutException>(() => RequestTimeout.FromSeconds(-1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidTimeoutException>(() => RequestTimeout.FromSeconds(double.NaN));
    }

    [Fact]
    public async Task Without_a_timeout_the_wait_is_unlimited()
    {
        using var server = RawServer.Start(RawServer.Ok("x"));
        using var session = new RequestSession();

        Assert.Equal("x", (await session.RequestAsync(new Request("GET", server.Url), Options(null, null))).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort")]
    public async Task Cancelling_ends_the_wait_for_headers_and_body(string reply)
    {
        using var server = RawServer.StartHanging(reply);
        using var session = new RequestSession();
        using var stop = new CancellationTokenSource();
        var sending = session.RequestAsync(new Request("GET", server.Url), Options(null, null), stop.Token);
        await server.Replied.Task;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private static SendOptions Options(double? connect, double? read) => new() { Timeout = RequestTimeout.FromSeconds(connect, read) };
}
