using System.Globalization;
using System.Net.Http;
using System.Text;
using CsCheck;

namespace Requests.Tests.Transport;

/// <summary>The readers of a connection complete for any bytes of a server or a proxy, with the same result for any segmentation.</summary>
[Trait(Property.Kind, Property.Name)]
public class ConnectionPropertyTests
{
    private const int HeaderLimit = 4096;

    private static readonly string[] Valid =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: a\r\n\r\n5;x=\"y\"\r\nhello\r\n0\r\na: b\r\n\r\n",
        "HTTP/1.0 301 Moved\r\nLocation: /x\r\nConnection: keep-alive\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic\n\trealm=x\nConnection: close, TE\n\nbody",
        "HTTP/1.1  407  Proxy Authentication Required \r\r\nBad Name : x\r\nContent-Length: 3, 3\r\n\r\nabc",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nraw",
    ];

    private static readonly Grammar Responses = new(
        Valid, "\r\n", "\n", "\r", "\r\n\r\n", ": ", ":", "HTTP/1.1 ", "HTTP/1.", "200", "099", "304", "Content-Length: 5\r\n",
        "Content-Length", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding", "chunked", "identity",
        "Connection: close\r\n", ",", " ", "\t", "0\r\n\r\n", "5\r\n", "ffffffffffffffff\r\n", "7fffffffffffffff", ";", "\0", "x: y\r\n");

    private static readonly Gen<int> Sizes = Gen.Int[1, 9];

    [Fact]
    public void A_response_is_read_the_same_wherever_it_is_divided() => Property.Holds(Gen.Select(Responses.Bytes, Sizes), static one =>
    {
        var whole = ReadWith(one.Item1, int.MaxValue);
        var cut = ReadWith(one.Item1, one.Item2);
        Assert.Equal(whole.Error, cut.Error);
        if (whole.Error is null) Assert.Equal(whole.Text, cut.Text);
        Assert.InRange(cut.Text.Length, 0, (16 * one.Item1.Length) + 500);
    });

    [Fact]
    public void A_response_of_any_length_is_read_in_linear_time() =>
        Property.IsLinear(Responses, static text => ReadWith(Encoding.Latin1.GetBytes(text), 1000));

    [Fact]
    public void A_handler_receives_a_response_or_an_error_of_the_module() => Property.Holds(
        Gen.Select(Responses.Bytes, Sizes), static one =>
            Property.FailsWithModuleErrors(() =>
                Assert.NotNull(Exchange(one.Item1, one.Item2 * 5).Content)), count: 3_000, bytesPerCharacter: 20_000);

    [Fact]
    public void A_response_with_tolerated_faults_is_read_as_intended() => Property.Holds(
        Gen.Int, static seed =>
        {
            var random = new Random(seed);
            var sent = new SentResponse(random);
            var response = Exchange(sent.Bytes, 1 + random.Next(40));
            Assert.Equal(sent.Body, response.Content);
            foreach (var (name, value) in sent.Headers) Assert.Equal(value, response.Headers[name]);
        },
        count: 2_000);

    [Fact]
    public void HTTP2_frames_pass_unchanged_and_GOAWAY_is_seen() => Property.Holds(Gen.Select(Gen.Int, Sizes), static one =>
    {
        var random = new Random(one.Item1);
        var bytes = new List<byte>();
        var goesAway = false;
        for (var frames = random.Next(6); frames > 0; frames--)
        {
            var length = random.Next(12);
            var type = (byte)random.Next(10);
            goesAway |= type == 7;
            bytes.AddRange([0, 0, (byte)length, type, (byte)random.Next(256), 0, 0, 0, (byte)random.Next(256)]);
            for (; length > 0; length--) bytes.Add((byte)random.Next(10));
        }

        var time = new CountingTime();
        var reader = new Http2Reader(new Connection([.. bytes], one.Item2), time);
        var read = new List<byte>();
        var buffer = new byte[7];
        while (reader.ReadAsync(buffer, CancellationToken.None).AsTask().GetAwaiter().GetResult() is > 0 and var count)
        {
            read.AddRange(buffer.AsSpan(0, count));
        }

        Assert.Equal(bytes, read);
        Assert.Equal(goesAway, time.WasRead);
    }, count: 40_000);

    [Fact]
    public void The_reply_to_CONNECT_opens_a_tunnel_or_is_an_error_of_the_module()
    {
        var replies = new Grammar(
            [
                "HTTP/1.1 200 Connection established\r\n\r\n",
                "HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.0 403 No\nConnection: close\n\n",
                "HTTP/1.1 102 Wait\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            ],
            "\r\n", "\n", ":", "Content-Length: 9\r\n", "HTTP/1.1 ", "407", "200", "1", " ");
        var proxy = ProxyServer.Parse("http://proxy.example:3128");
        Property.Holds(replies.Bytes, reply => Property.FailsWithModuleErrors(() =>
        {
            var tunnel = HttpConnectTunnel.ConnectAsync(
                new Duplex(reply),
                proxy,
                "h.example:443",
                "test",
                [],
                authorization: null,
                CancellationToken.None).GetAwaiter().GetResult();
            Assert.NotEmpty(tunnel.Status);
        }));
    }

    [Fact]
    public async Task A_refusal_of_a_proxy_is_read_although_its_body_is_cut_off()
    {
        var reply = new Duplex("HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic\r\nContent-Length: 9\r\n\r\nabc"u8.ToArray());
        var tunnel = await HttpConnectTunnel.ConnectAsync(
            reply,
            ProxyServer.Parse("http://proxy.example:3128"),
            "h.example:443",
            "test",
            [],
            authorization: null,
            CancellationToken.None);
        Assert.Equal(("407 Auth", false), (tunnel.Status, tunnel.CanReuseConnection));
    }

    [Fact]
    public void A_header_whose_name_is_not_a_token_may_be_empty()
    {
        var headers = Exchange("HTTP/1.1 200 OK\r\n)Location:\r\n(a): b\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), 100).Headers;
        Assert.Equal(("", "b"), (headers[")Location"], headers["(a)"]));
    }

    [Fact]
    public void The_reply_of_a_SOCKS_proxy_opens_a_tunnel_or_is_an_error_of_the_module()
    {
        var replies = new Grammar(
            [
                "\u0005\0\u0005\0\0\u0001\u007f\0\0\u0001\u0004\u0038",
                "\u0005\u0002\u0001\0\u0005\0\0\u0003\u0003abc\0\u0050",
                "\0\u005a\0\0\0\0\0\0",
                "\u0005\0\u0005\u0005",
            ],
            "\0",
            "\u0001",
            "\u0002",
            "\u0003",
            "\u0004",
            "\u0005",
            "\u005a",
            "\u00ff");
        ProxyServer[] proxies = [ProxyServer.Parse("socks5h://u:p@proxy.example"), ProxyServer.Parse("socks4a://proxy.example")];
        Property.Holds(replies.Bytes, reply =>
        {
            foreach (var proxy in proxies)
            {
                Property.FailsWithModuleErrors(() =>
                    SocksTunnel.OpenAsync(new Duplex(reply), proxy, "h.example", 443, family: null, CancellationToken.None)
                        .GetAwaiter().GetResult());
            }

        }, count: 50_000);
    }

    private static (string? Error, string Text) ReadWith(byte[] bytes, int size)
    {
        var reader = new ResponseReader(new Connection(bytes, size), HeaderLimit);
        var text = new StringBuilder();
        var buffer = new byte[HeaderLimit];
        try
        {
            reader.WriteAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
            while (reader.ReadAsync(buffer, CancellationToken.None).AsTask().GetAwaiter().GetResult() is > 0 and var count)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }

            return (null, text.ToString());
        }
        catch (Exception error) when (error is InvalidResponseException or ConnectionEndedException or MissingCloseNotifyException)
        {
            return (error.GetType().Name, text.ToString());
        }
    }

    /// <summary>Sends a GET over a connection in memory and reads the response, by .NET's handler and the module's mapper.</summary>
    private static Response Exchange(byte[] bytes, int size)
    {
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = (_, _) =>
                ValueTask.FromResult<Stream>(
                    new HttpConnectionStream(new Duplex(bytes, size), static connection => new ResponseReader(connection, HeaderLimit))),
        };
        using var client = new HttpMessageInvoker(handler);
        using var message = new HttpRequestMessage(HttpMethod.Get, "http://h.example/");
        using var clock = new ExchangeTimeouts(RequestTimeout.Infinite, TimeProvider.System, CancellationToken.None);
        HttpResponseMessage reply;
        try
        {
            reply = client.SendAsync(message, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception error) when (TransportErrors.FromSending(error, "h.example", clock) is RequestException ours)
        {
            throw ours;
        }

        var response = HttpMessageMapper.ToResponse(new PreparedRequest("GET", "http://h.example/", []), reply, clock);
        _ = response.Content;
        return response;
    }

    /// <summary>Generates a response in one of the forms that real servers send.</summary>
    private sealed class SentResponse
    {
        internal SentResponse(Random random)
        {
            var end = random.Next(3) == 0 ? "\n" : "\r\n";
            Body = new byte[random.Next(80)];
            random.NextBytes(Body);
            var head = new StringBuilder(random.Next(4) == 0 ? $"HTTP/1.1 103 Early{end}Link: </x>{end}{end}" : "");
            head.Append(
                CultureInfo.InvariantCulture,
                $"HTTP/1.{random.Next(2)}{(random.Next(4) == 0 ? "  " : " ")}200{(random.Next(3) == 0 ? "" : " Fine")}{end}");
            for (var i = random.Next(4); i > 0; i--) Add(head, random, end, $"X-Name-{i}", new string('v', random.Next(5)) + i);
            var framing = random.Next(3);
            if (framing == 0) Add(head, random, end, "Content-Length", Body.Length.ToString(CultureInfo.InvariantCulture));
            if (framing == 1) head.Append("tRANSFER-eNCODING: Chunked").Append(end);
            Bytes = [.. Encoding.Latin1.GetBytes(head.Append(end).ToString()), .. framing == 1 ? Chunks(Body, random) : Body];
        }

        internal byte[] Body { get; }

        internal byte[] Bytes { get; }

        internal Dictionary<string, string> Headers { get; } = [];

        private void Add(StringBuilder head, Random random, string end, string name, string value)
        {
            head.Append(name)
                .Append(random.Next(8) == 0 && name != "Content-Length" ? " " : "")
                .Append(':')
                .Append(' ', random.Next(3))
                .Append(value)
                .Append(random.Next(4) == 0 ? " \t" : "")
                .Append(random.Next(8) == 0 ? $"\r{end}" : end);
            Headers[name] = value;
        }

        private static byte[] Chunks(byte[] body, Random random)
        {
            var chunks = new List<byte>();
            for (var at = 0; at < body.Length;)
            {
                var count = 1 + random.Next(body.Length - at);
                chunks.AddRange(Encoding.ASCII.GetBytes($"{count:x}{(random.Next(4) == 0 ? ";a=b" : "")}\r\n"));
                chunks.AddRange([.. body.AsSpan(at, count), .. "\r\n"u8]);
                at += count;
            }

            return [.. chunks, .. random.Next(2) == 0 ? "0\r\n\r\n"u8 : "0\r\nTrailer-Name: x\r\n\r\n"u8];
        }
    }

    private sealed class Connection(byte[] bytes, int size) : IRawConnection
    {
        private int _at;

        public bool IsTruncated => false;

        public ValueTask<int> ReadRawAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = Math.Min(Math.Min(size, buffer.Length), bytes.Length - _at);
            bytes.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return ValueTask.FromResult(count);
        }

        public ValueTask WriteRawAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>Returns given bytes and accepts any written bytes.</summary>
    private sealed class Duplex(byte[] bytes, int size = int.MaxValue) : Stream
    {
        private readonly Connection _connection = new(bytes, size);

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default) => _connection.ReadRawAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) =>
            ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public override void Write(byte[] buffer, int offset, int count)
        {
            // Nothing reads it.
        }

        public override void Flush()
        {
            // Nothing is held back.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    /// <summary>Represents a clock whose timestamps are far apart, and that records whether it was read more than once.</summary>
    private sealed class CountingTime : TimeProvider
    {
        private int _reads;

        internal bool WasRead => _reads > 1;

        public override long GetTimestamp() => ++_reads * TimestampFrequency;
    }
}
