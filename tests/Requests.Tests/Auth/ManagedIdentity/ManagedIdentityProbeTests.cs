using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

/// <summary>Tests how a machine is recognized that has no Instance Metadata Service.</summary>
public class ManagedIdentityProbeTests
{
    private static readonly ManagedIdentityEnvironment Nothing = new(static _ => null, "/none", "/none");
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_service_that_nothing_names_gets_one_request_that_it_refuses(int status)
    {
        using var session = Session(out var adapter, Reply(status), Token("t1"), Reply(200), Token("t2"), Reply(200));
        session.Auth = new ManagedIdentityAuth("https://a", _time, Nothing);

        await session.RequestAsync(new Request("GET", "https://api/"));
        _time.Advance(TimeSpan.FromHours(2));
        await session.RequestAsync(new Request("GET", "https://api/"));

        Assert.Equal("http://169.254.169.254/metadata/identity/oauth2/token", adapter.Seen[0].Url);
        Assert.False(adapter.Seen[0].Headers.ContainsKey("Metadata"));
        Assert.Equal(1.5, adapter.Options[0].Timeout.Connect!.Value.TotalSeconds);
        Assert.InRange(adapter.Options[0].TotalTimeout!.Value.TotalSeconds, 1.5, 1.9);
        Assert.Null(adapter.Options[0].Route.Proxy);
        Assert.Equal("true", adapter.Seen[1].Headers["Metadata"]);
        Assert.Equal((15.0, 30.0), (Connect(adapter.Options[1]), adapter.Options[1].Timeout.Read!.Value.TotalSeconds));
        Assert.Equal("Bearer t2", adapter.Seen[^1].Headers["Authorization"]);
        Assert.Equal(5, adapter.Seen.Count);

        static double Connect(SendOptions options) => options.Timeout.Connect!.Value.TotalSeconds;
    }

    [Fact]
    public async Task An_address_that_accepts_connections_and_is_silent_is_an_error_in_less_than_two_seconds()
    {
        var server = new SilentAdapter();
        using var session = new RequestSession(AdapterRegistry.Create(server)) { TrustEnv = false, Time = _time };
        session.Auth = new ManagedIdentityAuth("https://a", _time, Nothing);

        var sending = session.RequestAsync(new Request("GET", "https://api/"));
        _time.Advance(TimeSpan.FromSeconds(1.9));
        var error = await Assert.ThrowsAsync<ManagedIdentityException>(() => sending);

        Assert.Contains("Only machines of Azure have this service", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Sent);
    }

    private static Func<PreparedRequest, Response> Token(string token) =>
        ReplyText(200, $"{{\"access_token\": \"{token}\", \"expires_in\": \"3600\"}}");

    /// <summary>Accepts requests and never responds.</summary>
    private sealed class SilentAdapter : TransportAdapter
    {
        internal int Sent { get; private set; }

        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            Sent++;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("The wait was not canceled.");
        }
    }
}
