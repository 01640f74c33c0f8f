using System.Net;
using static Requests.Tests.Http2Server;

namespace Requests.Tests.Transport.Connections;

/// <summary>Tests the connection of exchanges that failed, and of exchanges through proxies.</summary>
public class ConnectionErrorTests(TestServerFixture fixture)
{
    [Fact]
    public async Task A_refused_certificate_and_its_chain_can_be_read()
    {
        using var session = Session();

        var expired = await Assert.ThrowsAsync<SslException>(() => session.RequestAsync(new Request("GET", fixture.Server.ExpiredUrl)));
        var untrusted = await Assert.ThrowsAsync<SslException>(() =>
            session.RequestAsync(new Request("GET", fixture.Server.SecureUrl), new SendOptions()));

        Assert.True(expired.Connection!.Certificate!.NotAfter < DateTime.Now);
        Assert.Equal(["CN=localhost", "CN=Requests test authority"], expired.Connection.Chain.Select(static item => item.Subject));
        Assert.Equal(fixture.Server.ExpiredUrl, $"https://{expired.Connection.RemoteEndPoint}");
        Assert.NotNull(expired.Connection.LocalEndPoint);
        Assert.False(expired.Connection.IsReused);
        Assert.Null(expired.Connection.TlsVersion);
        Assert.Equal("CN=localhost", untrusted.Connection!.Certificate!.Subject);
    }

    [Fact]
    public async Task A_name_that_does_not_fit_leaves_the_certificate()
    {
        using var session = Session();

        var error = await Assert.ThrowsAsync<SslException>(() => session.RequestAsync(new Request("GET", fixture.Server.OtherNameUrl)));

        Assert.Equal("CN=elsewhere.example", error.Connection!.Certificate!.Subject);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_server_that_does_not_respond_was_connected(string method)
    {
        var time = new ManualTime();
        using var server = RawServer.StartHanging("");
        using var adapter = new HttpAdapter(new HandlerPool(new HttpAdapterSettings(), TimeProvider.System), ownsPool: true, time);
        using var stream = new MemoryStream(new byte[10]);
        var body = method == "POST" ? new StreamBody(stream) : null;
        var headers = new HeaderDictionary();
        if (body is not null) headers["Content-Length"] = "10";
        var sending = adapter.SendAsync(
            new PreparedRequest(method, server.Url, headers) { Body = body },
            new SendOptions { Timeout = RequestTimeout.FromSeconds(2) },
            TestContext.Current.CancellationToken);

        await server.Replied.Task;
        time.Advance(TimeSpan.FromSeconds(3));
        var error = await Assert.ThrowsAsync<ReadTimeoutException>(() => sending);

        Assert.Equal(server.Authority, $"{error.Connection!.RemoteEndPoint}");
        Assert.False(error.Connection.IsReused);
    }

    [Fact]
    public async Task The_total_timeout_has_the_connection()
    {
        // The limit begins to run when the server has the request.
        var time = new ManualTime();
        using var server = RawServer.StartHanging("");
        using var session = Session(proxy: null, time);
        var sending = session.RequestAsync(
            new Request("GET", server.Url),
            new SendOptions { Timeout = RequestTimeout.Infinite, TotalTimeout = TimeSpan.FromSeconds(5) });

        await server.Replied.Task;
        time.Advance(TimeSpan.FromSeconds(6));
        var error = await Assert.ThrowsAsync<TotalTimeoutException>(() => sending);

        Assert.Equal(server.Authority, $"{error.Connection!.RemoteEndPoint}");
    }

    [Fact]
    public async Task A_connection_that_ends_is_reported_with_the_error()
    {
        using var server = RawServer.Start((string?)null);
        using var session = Session();

        var error = await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", server.Url)));

        Assert.Equal(server.Authority, $"{error.Connection!.RemoteEndPoint}");
    }

    [Fact]
    public async Task A_body_that_ends_early_has_the_connection_of_its_response()
    {
        using var server = RawServer.Start("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        using var session = Session();

        var error = await Assert.ThrowsAsync<ChunkedEncodingException>(() => session.RequestAsync(new Request("GET", server.Url)));

        Assert.Equal(server.Authority, $"{error.Connection!.RemoteEndPoint}");
    }

    [Theory]
    [InlineData(nameof(Handling.Fail))]
    [InlineData(nameof(Handling.Drop))]
    public async Task An_HTTP2_request_without_a_response_reports_the_only_connection(string handling)
    {
        using var server = new Http2Server((_, _) => Enum.Parse<Handling>(handling));
        using var session = Session();

        var error = await Assert.ThrowsAnyAsync<ConnectionException>(() =>
            session.RequestAsync(new Request("POST", server.Url), new SendOptions { HttpVersion = new Version(2, 0) }));

        Assert.Equal(server.Url, $"http://{error.Connection!.RemoteEndPoint}/");
    }

    [Fact]
    public async Task Without_a_connection_there_is_none()
    {
        using var session = Session();

        var error = await Assert.ThrowsAsync<ConnectionException>(() => session.RequestAsync(new Request("GET", "http://127.0.0.1:1/")));

        Assert.Null(error.Connection);
    }

    [Fact]
    public async Task A_status_error_has_the_connection_of_its_response()
    {
        using var session = Session();
        var response = await session.RequestAsync(new Request("GET", $"{fixture.Server.Url}/status/404"));

        var error = Assert.Throws<HttpErrorException>(response.RaiseForStatus);

        Assert.Same(response.Connection, error.Connection);
        Assert.NotNull(error.Connection);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task A_tunnel_reports_the_proxy_and_the_certificate_of_the_server(string scheme)
    {
        using var tunnel = new TunnelServer(new Uri(fixture.Server.SecureUrl).Port);
        using var session = Session($"{scheme}://user:hunter2@{tunnel.Authority}");

        var connection = (await session.RequestAsync(new Request("GET", $"{fixture.Server.SecureUrl}/get"))).Connection!;

        Assert.Equal($"{scheme}://{tunnel.Authority}", connection.Proxy);
        Assert.Equal(tunnel.Authority, $"{connection.RemoteEndPoint}");
        Assert.Equal("CN=localhost", connection.Certificate!.Subject);
        Assert.DoesNotContain("hunter2", connection.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_forwards_or_refuses_is_reported()
    {
        using var proxy = RawServer.StartHanging(RawServer.Ok(), "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        using var session = Session($"http://{proxy.Authority}");

        var connection = (await session.RequestAsync(new Request("GET", "http://nowhere.example/"))).Connection!;
        var error = await Assert.ThrowsAsync<ProxyException>(() => session.RequestAsync(new Request("GET", "https://nowhere.example/")));

        Assert.Equal((proxy.Authority, $"http://{proxy.Authority}"), ($"{connection.RemoteEndPoint}", connection.Proxy));
        Assert.Equal((proxy.Authority, $"http://{proxy.Authority}"), ($"{error.Connection!.RemoteEndPoint}", error.Connection.Proxy));
        Assert.Null(error.Connection.Certificate);
    }

    private RequestSession Session(string? proxy = null, TimeProvider? time = null) => new()
    {
        Time = time ?? TimeProvider.System,
        TrustEnv = false,
        Defaults = new SendOptions
        {
            Tls = new TlsSettings(CaFile: fixture.Server.CaFile),
            Proxies = proxy is null
                ? ProxySettings.None
                : new ProxySettings { ByTarget = new Dictionary<string, string> { ["all"] = proxy } },
        },
    };
}
