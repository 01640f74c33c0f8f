using System.Net;
using System.Net.Sockets;

namespace Requests.Tests.Transport;

/// <summary>Tests the read timeout while a body is sent.</summary>
public class UploadTimeoutTests
{
    [Fact]
    public async Task The_read_timeout_does_not_run_while_the_caller_produces_the_body()
    {
        var time = new ManualTime();
        using var server = RawServer.Start(RawServer.Ok("done"));
        using var adapter = new HttpAdapter(new HandlerPool(new HttpAdapterSettings(), TimeProvider.System), ownsPool: true, time);
        var request = new PreparedRequest("POST", server.Url, new HeaderDictionary { ["Transfer-Encoding"] = "chunked" })
        {
            Body = new ChunkedBody(SlowAsync(time)),
        };

        using var response = await adapter.SendAsync(
            request,
            new SendOptions { Timeout = RequestTimeout.FromSeconds(2) },
            TestContext.Current.CancellationToken);

        Assert.Equal(200, response.StatusCode);
        Assert.EndsWith("1\r\na\r\n1\r\nb\r\n0\r\n\r\n", server.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_read_timeout_runs_while_the_server_does_not_read()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var session = new RequestSession { TrustEnv = false };
        var sending = session.RequestAsync(
            new Request("POST", $"http://{listener.LocalEndpoint}/") { Body = new BytesBody(new byte[64 * 1024 * 1024]) },
            new SendOptions { Timeout = RequestTimeout.FromSeconds(5, 0.2) },
            TestContext.Current.CancellationToken);

        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ReadTimeoutException>(() => sending);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> SlowAsync(ManualTime time)
    {
        yield return "a"u8.ToArray();
        await Task.Yield();
        time.Advance(TimeSpan.FromSeconds(60));
        yield return "b"u8.ToArray();
    }
}
