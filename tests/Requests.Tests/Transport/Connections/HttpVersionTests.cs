using System.Net;
using System.Net.Sockets;

namespace Requests.Tests.Transport.Connections;

/// <summary>Tests that a request is sent with the version of HTTP that the caller chose, or is an error.</summary>
public class HttpVersionTests(TestServerFixture fixture)
{
    private static readonly SendOptions Two = new() { HttpVersion = new Version(2, 0), Tls = new TlsSettings(Verify: false) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_TLS_server_without_HTTP_2_is_an_error_that_is_not_repeated()
    {
        using var session = new RequestSession { TrustEnv = false };
        var counting = new SendOptions { Retry = RetryPolicy.FromTotal(3), HttpVersion = Two.HttpVersion, Tls = Two.Tls };

        var error = await Assert.ThrowsAsync<HttpVersionException>(() =>
            session.RequestAsync(new Request("GET", $"{fixture.Server.OtherNameUrl}/get"), counting, Stop));

        Assert.Contains("'127.0.0.1' cannot be reached with HTTP/2", error.Message, StringComparison.Ordinal);
        Assert.Empty(error.Retries);
        Assert.True(error.IsBeforeSending);
    }

    [Fact]
    public async Task A_lower_version_is_used_where_it_is_allowed()
    {
        using var session = new RequestSession { TrustEnv = false };
        var either = Two with { AllowLowerHttpVersion = true };

        Assert.Equal("1.1", await VersionAsync(fixture.Server.OtherNameUrl));
        Assert.Equal("2.0", await VersionAsync(fixture.Server.SecureUrl));
        Assert.Equal("1.1", await VersionAsync(fixture.Server.Url));

        // The server of this host has shown that it has HTTP/1.1 alone.
        await Assert.ThrowsAsync<HttpVersionException>(() =>
            session.RequestAsync(new Request("GET", $"{fixture.Server.OtherNameUrl}/get"), Two, Stop));

        async Task<string> VersionAsync(string url) =>
            (await session.RequestAsync(new Request("GET", $"{url}/get"), either, Stop)).HttpVersion.ToString();
    }

    [Fact]
    public async Task The_adapter_allows_a_lower_version_unless_the_call_has_one_of_its_own()
    {
        var adapter = new HttpAdapter(new HttpAdapterSettings { HttpVersion = new Version(2, 0), AllowLowerHttpVersion = true });
        using var session = new RequestSession(AdapterRegistry.Create(adapter)) { TrustEnv = false };
        var request = new Request("GET", $"{fixture.Server.OtherNameUrl}/get");

        Assert.Equal(new Version(1, 1), (await session.RequestAsync(request, Two with { HttpVersion = null }, Stop)).HttpVersion);
        await Assert.ThrowsAsync<HttpVersionException>(() => session.RequestAsync(request, Two, Stop));
    }

    [Fact]
    public async Task A_cleartext_server_without_HTTP_2_is_an_error()
    {
        using var server = RawServer.StartHanging("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        using var session = new RequestSession { TrustEnv = false };

        var error = await Assert.ThrowsAsync<HttpVersionException>(() => session.RequestAsync(new Request("GET", server.Url), Two, Stop));

        Assert.Contains("'127.0.0.1' responded in an earlier version of HTTP", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("PRI * HTTP/2.0\r\n", server.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_responds_in_HTTP_1_before_it_was_asked_is_the_same_error()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var clients = new List<TcpClient>();
        var serving = Task.Run(async () =>
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(Stop);
                clients.Add(client);
                await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Stop);
            }
        });
        using var session = new RequestSession { TrustEnv = false };
        for (var i = 0; i < 100; i++)
        {
            var request = new Request("GET", $"http://{listener.LocalEndpoint}/");
            await Assert.ThrowsAsync<HttpVersionException>(() => session.RequestAsync(request, Two, Stop));
        }

        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_proxy_that_forwards_plain_http_cannot_carry_HTTP_2()
    {
        using var proxy = RawServer.Start(RawServer.Ok());
        using var session = new RequestSession { TrustEnv = false };
        var proxies = new ProxySettings { ByTarget = new Dictionary<string, string> { ["http"] = $"http://{proxy.Authority}" } };

        await Assert.ThrowsAsync<HttpVersionException>(() =>
            session.RequestAsync(new Request("GET", "http://www.example.com/"), Two with { Proxies = proxies }, Stop));

        Assert.Empty(proxy.Seen);
    }

    [Fact]
    public async Task A_server_that_requires_HTTP_1_is_an_error_that_says_so()
    {
        using var server = new Http2Server(static (_, _) => Http2Server.Handling.RequireHttp11);
        using var session = new RequestSession { TrustEnv = false };

        var error = await Assert.ThrowsAsync<HttpVersionException>(() => session.RequestAsync(new Request("GET", server.Url), Two, Stop));

        Assert.Contains("requires HTTP/1.1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTTP_2_is_sent_to_the_target_of_ConnectTo()
    {
        using var server = new Http2Server(static (_, _) => Http2Server.Handling.Process);
        using var session = new RequestSession { TrustEnv = false };

        var response = await session.RequestAsync(
            new Request("GET", "http://www.example.com/"),
            Two with { ConnectTo = new ConnectToSettings(new Uri(server.Url).Authority) },
            Stop);

        Assert.Equal(("ok", new Version(2, 0)), (response.Text, response.HttpVersion));
    }
}
