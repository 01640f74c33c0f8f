using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Requests.Tests.Adapters;

/// <summary>Servers that answer before they have read the body.</summary>
public sealed class EarlyAnswerTests : IDisposable
{
    private const string TooLarge = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 9\r\nConnection: close\r\n\r\ntoo large";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public EarlyAnswerTests() => _listener.Start();

    private string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_comes_before_the_body_has_gone_is_the_answer(bool isChunked)
    {
        using var session = new RequestSession { TrustEnv = false };
        var serving = AnswerEarlyAsync();

        var response = await session.RequestAsync(new Request("POST", Url) { Body = Large(isChunked) }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((413, "too large"), (response.StatusCode, response.Text));
        await serving;
    }

    [Fact]
    public async Task A_connection_that_breaks_without_an_answer_is_an_error()
    {
        using var session = new RequestSession { TrustEnv = false };
        var breaking = BreakAsync();

        await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("POST", Url) { Body = Large(isChunked: false) }, cancellationToken: TestContext.Current.CancellationToken));

        await breaking;
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", true)]
    [InlineData(TooLarge, false)]
    public async Task Expect_waits_for_the_server_to_want_the_body(string first, bool isSent)
    {
        using var session = new RequestSession { TrustEnv = false };
        var serving = ServeExpectAsync(first);

        var response = await session.RequestAsync(
            new Request("POST", Url) { Body = new BytesBody("the body"), Headers = new() { ["Expect"] = "100-continue" } }, cancellationToken: TestContext.Current.CancellationToken);

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

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) head.Append((char)(await stream.ReadAsync(one) > 0 ? one[0] : throw new EndOfStreamException()));
        return head.ToString();
    }

    private async Task AnswerEarlyAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await ReadHeadAsync(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(TooLarge));
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
