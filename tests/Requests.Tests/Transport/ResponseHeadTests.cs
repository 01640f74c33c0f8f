using System.Text;

namespace Requests.Tests.Transport;

/// <summary>Tests which heads of responses are read and which are refused (RFC 9112).</summary>
public class ResponseHeadTests
{
    [Theory]
    [InlineData("Content-Length: 3, 5")]
    [InlineData("Content-Length: 3\r\nContent-Length: 5")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: +3")]
    [InlineData("Content-Length: 0x3")]
    [InlineData("Content-Length: 3 3")]
    [InlineData("Content-Length: 3,")]
    [InlineData("Content-Length: ")]
    [InlineData("Content-Length: 1e3")]
    [InlineData("Content-Length: 3;")]
    [InlineData("Content-Length: \"3\"")]
    [InlineData("Content-Length: 9223372036854775808")]
    [InlineData("Content-Length: 99999999999999999999999999")]
    [InlineData("Content-Length: 3\r\n 5")]
    [InlineData("Content-Length : 3")]
    [InlineData("Content-Length\u00a0: 3")]
    [InlineData("Content Length: 3")]
    [InlineData("Transfer-Encoding : chunked")]
    [InlineData("Transfer-Encoding: chunked, gzip")]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    [InlineData("Transfer-Encoding: chunked, chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Transfer-Encoding: chunked;q=1")]
    [InlineData("Transfer-Encoding: ")]
    [InlineData("Transfer-Encoding:\r\n chunked")]
    [InlineData("X: a\0b")]
    [InlineData("X: a\rb: c")]
    [InlineData("X\u0001: a")]
    [InlineData("\r")]
    public async Task An_ambiguous_header_is_refused(string header)
    {
        using var server = RawServer.Start($"HTTP/1.1 200 OK\r\n{header}\r\n\r\nabcde");
        using var session = new RequestSession();

        await Assert.ThrowsAsync<InvalidResponseHeaderException>(() => session.RequestAsync(new Request("GET", server.Url)));
    }

    [Theory]
    [InlineData("HTTP/1.1 000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000\r\n\r\n")]
    [InlineData("HTTP/1.1 -20 OK\r\n\r\n")]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1200 OK\r\n\r\n")]
    [InlineData("220 mail.example ESMTP\r\n")]
    [InlineData("\r\nHTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")]
    public async Task A_response_that_is_not_http_is_refused_at_once(string head)
    {
        using var server = RawServer.StartHanging(head);
        using var session = new RequestSession();

        await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", server.Url)));
    }

    [Theory]
    [InlineData("220 mail ~ ready\r\n", "'220 mail ~ ready'")]
    [InlineData("a\u001b[31m\u007f\u00fcb\r\n", "'a\ufffd[31m\ufffd\ufffdb'")]
    public async Task What_is_not_http_is_shown_without_its_controls(string head, string shown)
    {
        using var server = RawServer.StartHanging(head);
        using var session = new RequestSession();

        var error = await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", server.Url)));

        Assert.Contains(shown, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1  200 OK\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("HTTP/1.1\t200\tOK\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\r\nX: 1\r\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Odd : 1\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 3\n\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 003\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    [InlineData(
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1  200 OK\r\nContent-Length: 3\r\n\r\nabc")]
    public async Task An_unusual_but_unambiguous_head_is_read(string reply)
    {
        using var server = RawServer.StartHanging(reply);
        using var session = new RequestSession();

        var response = await session.RequestAsync(new Request("GET", server.Url));

        Assert.Equal(("OK", "abc"), (response.Reason, response.Text));
    }

    [Fact]
    public async Task Headers_that_are_not_tokens_are_kept_and_added_ones_are_removed()
    {
        using var server = RawServer.Start(
            "HTTP/1.0 200 OK\r\nMy Header: 1\r\nX-Trail \t: 2\r\nf\u00fc(r): 3\r\n folded\r\nMy Header: 4\r\nDate: x\r\n\r\nabc");
        using var session = new RequestSession();

        var response = await session.RequestAsync(new Request("GET", server.Url));

        Assert.Equal("abc", response.Text);
        Assert.Equal(["Date", "My Header", "X-Trail", "f\u00fc(r)"], response.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("1, 4", response.Headers["my header"]);
        Assert.Equal("3 folded", response.Headers["f\u00fc(r)"]);
    }

    [Fact]
    public async Task A_connection_header_of_the_server_stays_as_it_was_sent()
    {
        using var server = RawServer.Start("HTTP/1.0 200 OK\r\nConnection: x-one\r\nConnection: x-two\r\nContent-Length: 0\r\n\r\n");
        using var session = new RequestSession();

        Assert.Equal("x-one, x-two", (await session.RequestAsync(new Request("GET", server.Url))).Headers["Connection"]);
    }

    [Fact]
    public async Task A_requested_switch_of_protocols_is_a_response()
    {
        using var server = RawServer.StartHanging("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n");
        using var session = new RequestSession { Defaults = new SendOptions { Stream = true } };

        using var response = await session.RequestAsync(
            new Request("GET", server.Url) { Headers = new() { ["Upgrade"] = "x", ["Connection"] = "Upgrade" } });

        Assert.Equal(101, response.StatusCode);
    }

    [Theory]
    [InlineData(200_000, 256 * 1024, true)]
    [InlineData(300_000, 256 * 1024, false)]
    [InlineData(2_000, 1024, false)]
    [InlineData(1_000_000, 2_000_000, true)]
    public async Task Headers_have_a_limit_that_can_be_set(int size, int limit, bool isRead)
    {
        using var server = RawServer.StartHanging($"HTTP/1.1 200 OK\r\nX: {new string('x', size)}\r\nContent-Length: 3\r\n\r\nabc");
        using var session = new RequestSession();
        session.Adapters.Mount("http://", new HttpAdapter(new HttpAdapterSettings { MaximumHeaderSize = limit }));

        if (isRead) Assert.Equal("abc", (await session.RequestAsync(new Request("GET", server.Url))).Text);
        else
        {
            var error = await Assert.ThrowsAsync<InvalidResponseHeaderException>(() =>
                session.RequestAsync(new Request("GET", server.Url)));
            Assert.Contains("MaximumHeaderSize", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Interim_responses_without_an_end_are_refused()
    {
        var interim = string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 20_000));
        using var server = RawServer.StartHanging(interim);
        using var session = new RequestSession();

        await Assert.ThrowsAsync<InvalidResponseHeaderException>(() => session.RequestAsync(new Request("GET", server.Url)));
    }

    [Fact]
    public async Task Too_many_headers_are_refused()
    {
        using var server = RawServer.StartHanging(
            "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Range(0, 5001).Select(number => $"x{number}: \r\n")) + "\r\n");
        using var session = new RequestSession();

        Assert.Contains(
            "5000",
            (await Assert.ThrowsAsync<InvalidResponseHeaderException>(() => session.RequestAsync(new Request("GET", server.Url)))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("9", 9)]
    [InlineData("a", 10)]
    [InlineData("F", 15)]
    [InlineData("1f;x=y", 31)]
    [InlineData("00B0", 176)]
    public void A_chunked_body_ends_after_as_many_bytes_as_its_hexadecimal_sizes_tell(string size, int length)
    {
        var framing = ResponseHead.Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8);
        var body = BodyFraming.Begin(framing, isHead: false);
        var bytes = Encoding.ASCII.GetBytes($"{size}\r\n{new string('x', length)}\r\n0\r\n\r\n");

        body.Advance(bytes.AsSpan()[..^1]);
        Assert.False(body.HasEnded);
        body.Advance(bytes.AsSpan()[^1..]);
        Assert.True(body.HasEnded);
    }

    [Fact]
    public void A_head_is_found_wherever_it_is_cut()
    {
        foreach (var head in (string[])["HTTP/1.1 200 OK\r\nA: b\r\n\r\n", "HTTP/1.1 200 OK\nA: b\n\n", "HTTP/1.1 200 OK\r\nA: b\n\r\n"])
        {
            var bytes = Encoding.ASCII.GetBytes(head + "HTTP/1.1 body\r\n\r\n");
            for (var cut = 0; cut < head.Length; cut++)
            {
                Assert.Equal(0, ResponseHead.FindEnd(bytes.AsSpan(0, cut), 0));
                Assert.Equal(head.Length, ResponseHead.FindEnd(bytes, cut));
            }
        }
    }

    [Fact]
    public async Task A_head_that_comes_byte_by_byte_is_read()
    {
        var reply = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1  200 OK\r\nX : 1\r\nContent-Length: 3\r\n\r\nabc");
        var connection = new Bytewise(reply);
        var reader = new ResponseReader(connection, 4096);
        await reader.WriteAsync("GET"u8.ToArray(), default);
        var text = new StringBuilder();
        var buffer = new byte[7];

        while (text.ToString().IndexOf("abc", StringComparison.Ordinal) < 0)
        {
            var count = await reader.ReadAsync(buffer, default);
            if (count == 0) break;
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX: 1\r\nContent-Length: 3\r\n\r\nabc", text.ToString());
    }

    private sealed class Bytewise(byte[] bytes) : IRawConnection
    {
        public bool IsTruncated => false;

        private int _at;

        public ValueTask<int> ReadRawAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (_at == bytes.Length) return ValueTask.FromResult(0);
            buffer.Span[0] = bytes[_at++];
            return ValueTask.FromResult(1);
        }

        public ValueTask WriteRawAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
