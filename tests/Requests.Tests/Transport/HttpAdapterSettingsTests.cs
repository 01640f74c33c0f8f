using System.Net;
using System.Security.Authentication;
using System.Text.Json.Nodes;

namespace Requests.Tests.Transport;

public class HttpAdapterSettingsTests(TestServerFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task The_versions_of_TLS_can_be_chosen(SslProtocols version)
    {
        var server = fixture.Server;

        var seen = await SeenAsync($"{server.SecureUrl}/connection", new HttpAdapterSettings { SslProtocols = version }, server.CaFile);

        Assert.Equal(version.ToString(), (string?)seen["tls"]);
    }

    [Fact]
    public async Task Http_2_is_negotiated_over_tls_and_assumed_in_cleartext()
    {
        var server = fixture.Server;
        var settings = new HttpAdapterSettings { HttpVersion = new Version(2, 0) };

        Assert.Equal("HTTP/2", (string?)(await SeenAsync($"{server.SecureUrl}/connection", settings, server.CaFile))["protocol"]);
        Assert.Equal("HTTP/2", (string?)(await SeenAsync($"{server.Http2Url}/connection", settings))["protocol"]);
        Assert.Equal(
            "HTTP/1.1",
            (string?)(await SeenAsync($"{server.SecureUrl}/connection", new HttpAdapterSettings(), server.CaFile))["protocol"]);
        await Assert.ThrowsAsync<HttpVersionException>(() => SeenAsync($"{server.Url}/connection", settings));
    }

    [Fact]
    public async Task A_call_has_its_own_version_and_socket_and_shares_no_connection_with_others()
    {
        var server = fixture.Server;
        using var session = new RequestSession { TrustEnv = false };
        var secure = new SendOptions { Tls = new TlsSettings(CaFile: server.CaFile) };

        async Task<string?> ProtocolAsync(string url, SendOptions options) =>
            (string?)JsonNode.Parse(
                (await session.RequestAsync(new Request("GET", $"{url}/connection"), options, Stop)).Text!)!["protocol"];

        Assert.Equal("HTTP/2", await ProtocolAsync(server.SecureUrl, secure with { HttpVersion = new Version(2, 0) }));
        Assert.Equal("HTTP/1.1", await ProtocolAsync(server.SecureUrl, secure));
        Assert.Equal("HTTP/2", await ProtocolAsync(server.Http2Url, new SendOptions { HttpVersion = new Version(2, 0) }));
        Assert.Equal("HTTP/1.1", await ProtocolAsync("http://nowhere.example", new SendOptions { UnixSocket = server.UnixSocket }));
        await Assert.ThrowsAsync<ConnectionException>(() => ProtocolAsync("http://nowhere.invalid", new SendOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SendOptions { HttpVersion = new Version(1, 0) });
    }

    [Fact]
    public async Task A_unix_socket_is_reached_without_a_proxy()
    {
        var server = fixture.Server;
        using var session = new RequestSession { TrustEnv = false };
        var proxies = new ProxySettings { ByTarget = new Dictionary<string, string> { ["all"] = "http://127.0.0.1:1" } };

        var response = await session.RequestAsync(
            new Request("GET", "http://docker.example/headers"),
            new SendOptions { UnixSocket = server.UnixSocket, Proxies = proxies },
            Stop);

        Assert.Contains("docker.example", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_2_sends_body_and_headers()
    {
        var server = fixture.Server;
        using var session = Session(new HttpAdapterSettings { HttpVersion = new Version(2, 0) });

        var response = await session.RequestAsync(
            new Request("POST", $"{server.Http2Url}/post") { Body = new ChunkedBody(["one ", "two"]), Headers = new() { ["X-One"] = "1" } },
            null,
            Stop);

        Assert.Equal(new Version(2, 0), response.HttpVersion);
        Assert.Contains("one two", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_comes_from_the_configured_local_address()
    {
        var server = fixture.Server;

        var seen = await SeenAsync($"{server.Url}/connection", new HttpAdapterSettings { LocalAddress = IPAddress.Parse("127.0.0.1") });

        Assert.Equal("127.0.0.1", (string?)seen["remote"]);
    }

    [Theory]
    [InlineData("203.0.113.9", "local address")]
    [InlineData("::1", "no route")]
    public async Task A_local_address_that_cannot_be_used_is_an_error(string address, string message)
    {
        using var server = RawServer.Start(RawServer.Ok());

        var error = await Assert.ThrowsAsync<ConnectionException>(() =>
            SeenAsync(server.Url, new HttpAdapterSettings { LocalAddress = IPAddress.Parse(address) }));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.True(error.IsBeforeSending);
    }

    [Fact]
    public async Task A_unix_socket_carries_any_host()
    {
        var server = fixture.Server;
        using var session = Session(new HttpAdapterSettings { UnixSocket = server.UnixSocket });

        var response = await session.RequestAsync(new Request("GET", "http://docker.example/headers"), null, Stop);

        Assert.Contains("docker.example", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unix_socket_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<ConnectionException>(() =>
            SeenAsync("http://h/", new HttpAdapterSettings { UnixSocket = "/nowhere/at.sock" }));
        Assert.Contains("/nowhere/at.sock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_connections_are_open_than_allowed()
    {
        var server = fixture.Server;
        using var session = Session(new HttpAdapterSettings { MaximumConnections = 2 });

        var seen = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => session.RequestAsync(new Request("GET", $"{server.Url}/connection"), null, Stop)));

        Assert.InRange(seen.Select(Id).Distinct().Count(), 1, 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lifetime_of_zero_uses_each_connection_once(bool keeps)
    {
        var server = fixture.Server;
        using var session = Session(keeps ? new HttpAdapterSettings() : new HttpAdapterSettings { ConnectionLifetime = TimeSpan.Zero });

        var first = await session.RequestAsync(new Request("GET", $"{server.Url}/connection"), null, Stop);
        var second = await session.RequestAsync(new Request("GET", $"{server.Url}/connection"), null, Stop);

        Assert.Equal(keeps, Id(first) == Id(second));
    }

    [Fact]
    public void A_limit_of_zero_connections_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HttpAdapterSettings { MaximumConnections = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HttpAdapterSettings { IdleTimeout = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HttpAdapterSettings { HttpVersion = new Version(1, 0) });
    }

    [Fact]
    public async Task A_closed_adapter_fails_at_once_and_names_the_reason()
    {
        using var server = RawServer.Start(RawServer.Ok());
        var adapter = new HttpAdapter();
        using var session = new RequestSession(AdapterRegistry.Create(adapter));
        adapter.Dispose();

        var error = await Assert.ThrowsAnyAsync<RequestException>(() => session.RequestAsync(new Request("GET", server.Url), null, Stop));

        Assert.Contains("closed", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task A_dropped_connection_is_tried_again_by_the_policy_alone()
    {
        using var server = RawServer.Start(null, RawServer.Ok("there"), null);
        using var session = new RequestSession();

        var response = await session.RequestAsync(
            new Request("GET", server.Url),
            new SendOptions { Retry = RetryPolicy.FromTotal(2) },
            Stop);
        await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("POST", server.Url), null, Stop));

        Assert.Equal("there", response.Text);
        Assert.Single(response.Retries);
        Assert.Equal(3, server.Seen.Length);
    }

    private static RequestSession Session(HttpAdapterSettings settings) => new(AdapterRegistry.Create(new HttpAdapter(settings)));

    private static string? Id(Response response) => (string?)JsonNode.Parse(response.Text)!["id"];

    private static async Task<JsonNode> SeenAsync(string url, HttpAdapterSettings settings, string? caFile = null)
    {
        using var session = Session(settings);
        var response = await session.RequestAsync(new Request("GET", url), new SendOptions { Tls = new TlsSettings(CaFile: caFile) }, Stop);
        return JsonNode.Parse(response.Text)!;
    }
}
