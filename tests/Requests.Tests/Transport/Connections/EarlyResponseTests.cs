using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Requests.Tests.Transport.Connections;

/// <summary>Tests servers that respond before they have read the body.</summary>
public sealed class EarlyResponseTests : IDisposable
{
    private const string TooLarge = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 9\r\nConnection: close\r\n\r\ntoo large";

    private const int ResponseSize = 1024 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public EarlyResponseTests() => _listener.Start();

    private string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_that_comes_before_the_body_was_sent_is_returned(bool isChunked)
    {
        using var session = new RequestSession { TrustEnv = false };
        var serving = RespondEarlyAsync();

        var response = await session.RequestAsync(
            new Request("POST", Url) { Body = Large(isChunked) },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((413, "too large"), (response.StatusCode, response.Text));
        await serving;
    }

    [Theory]
    [InlineData(413, false, false)]
    [InlineData(413, true, false)]
    [InlineData(302, false, false)]
    [InlineData(300, false, false)]
    [InlineData(413, false, true)]
    [InlineData(413, true, true)]
    public async Task A_response_is_returned_when_the_server_stops_reading_and_keeps_the_connection(
        int status,
        bool isChunked,
        bool isReused)
    {
        using var session = new RequestSession { TrustEnv = false };
        using var end = new CancellationTokenSource();
        var serving = RespondAndHoldAsync($"HTTP/1.1 {status} Early\r\nContent-Length: 9\r\n\r\ntoo large", isReused, end.Token);
        if (isReused) await session.RequestAsync(new Request("GET", Url), cancellationToken: TestContext.Current.CancellationToken);

        var response = await session.RequestAsync(
            new Request("POST", Url) { Body = Large(isChunked) },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((status, "too large"), (response.StatusCode, response.Text));
        await end.CancelAsync();
        Assert.Equal(1, await serving);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_early_response_is_returned_over_tls(bool isChunked)
    {
        using var session = new RequestSession { TrustEnv = false };
        using var key = RSA.Create(2048);
        var issuing = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = issuing.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var end = new SemaphoreSlim(0);
        var serving = HoldInTlsAsync(certificate, end);

        var response = await session.RequestAsync(
            new Request("POST", Url.Replace("http:", "https:", StringComparison.Ordinal)) { Body = Large(isChunked) },
            new SendOptions { Tls = new TlsSettings(Verify: false) },
            TestContext.Current.CancellationToken);

        Assert.Equal((413, "too large"), (response.StatusCode, response.Text));
        end.Release();
        await serving;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_early_success_does_not_end_the_upload(bool isReused)
    {
        using var session = new RequestSession { TrustEnv = false };
        var serving = RespondAndReadAsync(isReused);
        if (isReused) await session.RequestAsync(new Request("GET", Url), cancellationToken: TestContext.Current.CancellationToken);

        for (var round = 0; round < 2; round++)
        {
            var response = await session.RequestAsync(
                new Request("POST", Url) { Body = Large(isChunked: false) },
                cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal((200, "fine"), (response.StatusCode, response.Text));
        }

        Assert.Equal(2 * 64 * 1024 * 1024, await serving);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_response_after_a_long_upload_is_complete_and_the_connection_is_reused(bool isReused)
    {
        using var session = new RequestSession { TrustEnv = false };
        var serving = ReadAndRespondAsync(isReused);
        if (isReused) await session.RequestAsync(new Request("GET", Url), cancellationToken: TestContext.Current.CancellationToken);

        for (var round = 0; round < 3; round++)
        {
            var response = await session.RequestAsync(
                new Request("POST", Url) { Body = Large(isChunked: true) },
                cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal<(int, int?)>((200, ResponseSize), (response.StatusCode, response.Content?.Length));
        }

        await serving;
    }

    [Fact]
    public async Task A_connection_that_breaks_without_a_response_is_an_error()
    {
        using var session = new RequestSession { TrustEnv = false };
        var breaking = BreakAsync();

        await Assert.ThrowsAsync<ConnectionException>(() =>
            session.RequestAsync(
                new Request("POST", Url) { Body = Large(isChunked: false) },
                cancellationToken: TestContext.Current.CancellationToken));

        await breaking;
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", true)]
    [InlineData(TooLarge, false)]
    public async Task Expect_waits_until_the_server_requests_the_body(string first, bool isSent)
    {
        using var session = new RequestSession { TrustEnv = false };
        var serving = ServeExpectAsync(first);

        var response = await session.RequestAsync(
            new Request("POST", Url) { Body = new BytesBody("the body"), Headers = new() { ["Expect"] = "100-continue" } },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(isSent ? 200 : 413, response.StatusCode);
        Assert.Equal(isSent, (await serving).EndsWith("the body", StringComparison.Ordinal));
    }

    private static RequestBody Large(bool isChunked)
    {
        var bytes = new byte[64 * 1024 * 1024];
        return isChunked ? new ChunkedBody(Chunks(bytes)) : new BytesBody(bytes);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at += 65536)
        {
            await Task.Yield();
            yield return bytes.AsMemory(at, 65536);
        }
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await stream.ReadAsync(one) > 0 ? one[0] : throw new EndOfStreamException()));
        }

        return head.ToString();
    }

    private async Task RespondEarlyAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await ReadHeadAsync(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(TooLarge));
    }

    /// <summary>
    /// Responds to the head of a request, reads nothing more and keeps the connection; returns the number of connections.
    /// </summary>
    private async Task<int> RespondAndHoldAsync(string reply, bool isReused, CancellationToken end)
    {
        using var client = await _listener.AcceptTcpClientAsync(CancellationToken.None);
        var stream = client.GetStream();
        if (isReused) await RespondAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await RespondAsync(stream, reply);
        try
        {
            using var other = await _listener.AcceptTcpClientAsync(end);
            return 2;
        }
        catch (OperationCanceledException)
        {
            return 1;
        }
    }

    private async Task HoldInTlsAsync(X509Certificate2 certificate, SemaphoreSlim end)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate);
        await RespondAsync(stream, "HTTP/1.1 413 Early\r\nContent-Length: 9\r\n\r\ntoo large");
        await end.WaitAsync();
    }

    private async Task<long> RespondAndReadAsync(bool isReused)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        if (isReused) await RespondAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var piece = new byte[1024 * 1024];
        var total = 0L;
        for (var round = 1; round <= 2; round++)
        {
            await RespondAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine");

            // The next request may follow immediately, so the loop reads exactly the bytes of the body.
            for (var i = 0; i < 64; i++, total += piece.Length) await stream.ReadExactlyAsync(piece);
        }

        return total;
    }

    /// <summary>Reads each chunked body to its end, then sends a response that takes many reads.</summary>
    private async Task ReadAndRespondAsync(bool isReused)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        if (isReused) await RespondAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var buffer = new byte[65536];
        for (var round = 0; round < 3; round++)
        {
            await ReadHeadAsync(stream);
            var last = "     ";
            while (!last.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
            {
                var count = await stream.ReadAsync(buffer);
                last = (last + Encoding.Latin1.GetString(buffer.AsSpan(Math.Max(0, count - 5), Math.Min(5, count))))[^5..];
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {ResponseSize}\r\n\r\n"));
            await stream.WriteAsync(new byte[ResponseSize]);
        }
    }

    private static async Task RespondAsync(Stream stream, string reply)
    {
        await ReadHeadAsync(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(reply));
    }

    private async Task BreakAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await ReadHeadAsync(client.GetStream());
    }

    private async Task<string> ServeExpectAsync(string first)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var seen = await ReadHeadAsync(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(first));
        if (first == TooLarge) return seen;
        var body = new byte[8];
        await stream.ReadExactlyAsync(body);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        return seen + Encoding.ASCII.GetString(body);
    }
}
