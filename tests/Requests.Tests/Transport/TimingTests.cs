using Requests.TestServer;

namespace Requests.Tests.Transport;

public class TimingTests(TestServerFixture fixture)
{
    [Fact]
    public async Task A_new_connection_shows_its_parts_and_an_open_one_has_none()
    {
        // A separate server, to which no connection is open.
        await using var server = await TestServerHost.StartAsync();
        using var session = new RequestSession { TrustEnv = false };
        var options = new SendOptions { Tls = new TlsSettings(CaFile: server.CaFile) };
        var request = new Request("GET", $"{server.SecureUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}/get");

        var before = DateTimeOffset.UtcNow;
        var first = (await session.RequestAsync(request, options)).Timings!;
        Assert.InRange(first.Started, before, DateTimeOffset.UtcNow);
        var second = await session.RequestAsync(request, options);

        Assert.True(first.NameLookup > TimeSpan.Zero);
        Assert.True(first.Connect > TimeSpan.Zero);
        Assert.True(first.Tls > TimeSpan.Zero);
        Assert.True(first.Body > TimeSpan.Zero);
        Assert.Equal((null, null, null), (second.Timings!.NameLookup, second.Timings.Connect, second.Timings.Tls));
        Assert.Equal(second.Elapsed, second.Timings.FirstByte);
        Assert.Equal(second.Elapsed + second.Timings.Body!.Value, second.Timings.Total);
    }

    [Fact]
    public async Task The_body_has_no_time_until_it_was_read()
    {
        var server = fixture.Server;
        using var session = new RequestSession { TrustEnv = false };

        using var response = await session.RequestAsync(new Request("GET", $"{server.Url}/get"), new SendOptions { Stream = true });

        Assert.Null(response.Timings!.NameLookup);
        Assert.Null(response.Timings.Tls);
        Assert.Null(response.Timings.Body);
        await response.ReadContentAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(response.Timings.Body);
    }
}
