using System.Net;
using System.Net.Sockets;

namespace Requests.Tests.Transport.Connections;

/// <summary>Tests that an unreachable address family delays a connection only briefly (RFC 8305).</summary>
public sealed class SocketConnectorTests
{
    private static readonly IPAddress[] Both = [IPAddress.Parse("2001:db8::1"), IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2")];
    private readonly ManualTime _time = new();
    private readonly List<IPAddress> _tried = [];

    [Fact]
    public async Task The_next_address_is_tried_after_250_milliseconds_of_silence()
    {
        using var winner = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var silent = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var wasCancelled = false;
        var race = SocketConnector.RaceAsync(
            Both,
            (address, token) =>
                Try(
                    address,
                    address.AddressFamily == AddressFamily.InterNetworkV6
                        ? Silent(silent, () => wasCancelled = true, token)
                        : Task.FromResult(winner)),
            _time,
            TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Single(_tried);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Same(winner, await race);
        Assert.Equal(Both[..2], _tried);
        Assert.True(wasCancelled);
    }

    [Fact]
    public async Task The_next_address_is_tried_at_once_after_a_refusal()
    {
        using var winner = new Socket(SocketType.Stream, ProtocolType.Tcp);

        var socket = await SocketConnector.RaceAsync(
            Both,
            (address, _) =>
                Try(
                    address,
                    address.Equals(Both[2])
                        ? Task.FromResult(winner)
                        : Task.FromException<Socket>(new SocketException((int)SocketError.ConnectionRefused))),
            _time,
            TestContext.Current.CancellationToken);

        Assert.Same(winner, socket);
        Assert.Equal(Both, _tried);
    }

    [Fact]
    public async Task The_first_failure_is_reported_when_all_addresses_fail()
    {
        var errors = new Queue<SocketError>([SocketError.NetworkUnreachable, SocketError.ConnectionRefused, SocketError.ConnectionRefused]);

        var error = await Assert.ThrowsAsync<SocketException>(() =>
            SocketConnector.RaceAsync(
                Both,
                (address, _) => Try(address, Task.FromException<Socket>(new SocketException((int)errors.Dequeue()))),
                _time,
                TestContext.Current.CancellationToken));

        Assert.Equal(SocketError.NetworkUnreachable, error.SocketErrorCode);
    }

    [Fact]
    public async Task A_cancellation_cancels_all_attempts()
    {
        using var stop = new CancellationTokenSource();
        var race = SocketConnector.RaceAsync(
            Both,
            (address, token) => Try(address, Silent(new TaskCompletionSource<Socket>(), () => { }, token)),
            _time,
            stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => race);
    }

    [Fact]
    public async Task A_slower_attempt_that_connects_after_all_is_closed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var slow = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await slow.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var peer = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        using var winner = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var slower = new TaskCompletionSource<Socket>();
        var race = SocketConnector.RaceAsync(
            Both,
            (address, _) => Try(address, address.Equals(Both[0]) ? slower.Task : Task.FromResult(winner)),
            _time,
            TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Same(winner, await race);

        slower.SetResult(slow);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        Assert.Equal(0, await peer.ReceiveAsync(new byte[1], limit.Token));
    }

    [Fact]
    public async Task A_connection_sends_small_writes_at_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        using var socket = await SocketConnector.ConnectAsync(
            "127.0.0.1",
            ((IPEndPoint)listener.LocalEndpoint).Port,
            local: null,
            family: null,
            new ExchangeTimings(),
            _time,
            TestContext.Current.CancellationToken);

        Assert.True(socket.NoDelay);
    }

    [Fact]
    public void Address_families_alternate() => Assert.Equal(
        ["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "192.0.2.3"],
        SocketConnector.Interleave(
            [.. new[] { "2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2", "192.0.2.3" }.Select(IPAddress.Parse)]).Select(address =>
                address.ToString()));

    private Task<Socket> Try(IPAddress address, Task<Socket> outcome)
    {
        _tried.Add(address);
        return outcome;
    }

    private static Task<Socket> Silent(TaskCompletionSource<Socket> attempt, Action cancelled, CancellationToken token)
    {
        token.Register(() =>
        {
            cancelled();
            attempt.TrySetCanceled(token);
        });
        return attempt.Task;
    }
}
