using System.Net;

namespace Requests.Tests.Diagnosis;

/// <summary>Tests the attempts to connect to the addresses of a host.</summary>
public class ConnectAttemptTests
{
    [Fact]
    public async Task Connections_are_closed_when_another_attempt_is_canceled()
    {
        var token = TestContext.Current.CancellationToken;
        using var server = RawServer.StartHanging();
        using var stop = new CancellationTokenSource();
        var port = new Uri(server.Url).Port;
        var open = ConnectAttempt.OpenAsync(IPAddress.Loopback, port, local: null, TimeProvider.System, CancellationToken.None, token);
        Assert.NotNull((await open).Stream);
        await stop.CancelAsync();
        var canceled = ConnectAttempt.OpenAsync(IPAddress.Loopback, port, null, TimeProvider.System, CancellationToken.None, stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ConnectAttempt.WaitForAllAsync([open, canceled]));

        await server.Closed.Task.WaitAsync(TimeSpan.FromSeconds(60), token);
    }
}
