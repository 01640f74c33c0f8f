using System.Net;
using System.Net.Sockets;
using Requests.TestServer;

namespace Requests.Tests.Transport;

/// <summary>Tests how many handlers a pool keeps.</summary>
public sealed class HandlerPoolTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly HandlerPool _pool;

    public HandlerPoolTests() => _pool = new HandlerPool(new HttpAdapterSettings(), _time);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void The_handlers_of_many_targets_are_limited()
    {
        Use(0, 2000);

        Assert.Equal(HandlerPool.MaximumCount, _pool.Count);
        var last = _pool.Get(Target(1999));
        Assert.Same(last, _pool.Get(Target(1999)));
    }

    [Fact]
    public void The_handlers_that_were_not_used_for_the_idle_timeout_are_released_when_another_one_is_created()
    {
        Use(0, 100);
        _time.Advance(TimeSpan.FromSeconds(30));
        var kept = _pool.Get(Target(7));
        _time.Advance(TimeSpan.FromSeconds(31));

        Use(100, 101);

        Assert.Equal(2, _pool.Count);
        Assert.Same(kept, _pool.Get(Target(7)));
    }

    [Fact]
    public void A_few_handlers_are_kept()
    {
        Use(0, HandlerPool.UsualCount - 1);
        _time.Advance(TimeSpan.FromDays(1));

        Use(100, 101);

        Assert.Equal(HandlerPool.UsualCount, _pool.Count);
    }

    [Fact]
    public async Task A_response_of_a_handler_that_was_released_is_read_to_its_end()
    {
        using var server = new GatedServer();
        using var adapter = new HttpAdapter(_pool, ownsPool: false, TimeProvider.System);
        var response = await adapter.SendAsync(
            new PreparedRequest("GET", $"http://{server.Authority}/", []),
            new SendOptions { Stream = true },
            TestContext.Current.CancellationToken);

        Use(0, 2000);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        server.Gate.SetResult();

        await response.ReadContentAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text", response.Text);
    }

    private static ConnectionSettings Target(int number) => new(
        TlsSettings.Default,
        Proxy: null,
        HttpVersion.Version11,
        new ConnectionEndPoint(new HostAndPort($"host{number}", 443), null, null, null));

    private void Use(int from, int to)
    {
        for (var i = from; i < to; i++) _pool.Get(Target(i));
    }

    /// <summary>Sends the second half of a body when a test allows it.</summary>
    private sealed class GatedServer : SocketServer
    {
        internal GatedServer() => Listen();

        internal TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
        {
            var stream = client.GetStream();
            await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, cancellationToken);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nte"u8.ToArray(), cancellationToken);
            await Gate.Task;
            await stream.WriteAsync("xt"u8.ToArray(), cancellationToken);
        }
    }
}
