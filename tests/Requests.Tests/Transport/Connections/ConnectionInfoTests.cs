using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text.Json.Nodes;

namespace Requests.Tests.Transport.Connections;

/// <summary>Tests that each response reports the connection that carried it. The server tells the port of the client's end.</summary>
public class ConnectionInfoTests(TestServerFixture fixture)
{
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(true, "2.0")]
    [InlineData(false, "2.0")]
    public async Task Parallel_responses_report_their_own_connection(bool isSecure, string? version)
    {
        var server = fixture.Server;
        var url = isSecure ? server.SecureUrl : version is null ? server.Url : server.Http2Url;
        using var session = Session(version);
        var seen = new System.Collections.Concurrent.ConcurrentBag<(int Port, bool IsReused)>();

        await Parallel.ForAsync(0, 120, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (number, token) =>
        {
            var response = await session.RequestAsync(
                new Request(number % 6 == 0 ? "GET" : "POST", $"{url}/connection") { Body = CreateBody(number % 6) },
                null,
                token);
            seen.Add((CheckPort(response), response.Connection!.IsReused));
        });

        Assert.All(seen.GroupBy(static use => use.Port), static uses => Assert.Single(uses, static use => !use.IsReused));
    }

    [Fact]
    public async Task Responses_of_several_HTTP2_connections_report_their_own()
    {
        // The server accepts 100 streams on a connection, and responds when all requests have arrived.
        const int Count = 130;
        using var session = Session("2.0");
        var url = $"{fixture.Server.SecureUrl}/together/{Guid.NewGuid()}/{Count}";

        var responses = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => session.RequestAsync(new Request("GET", url))));

        var ports = responses.Select(static response => response.Headers["X-Client-Port"]).ToArray();
        Assert.Equal(ports, responses.Select(static response => GetPort(response.Connection).ToString(CultureInfo.InvariantCulture)));
        Assert.True(ports.Distinct().Count() > 1);
        Assert.Equal(ports.Distinct().Count(), responses.Select(static response => response.Connection).Distinct().Count());
        Assert.All(responses, static response => Assert.Equal("h2", response.Connection!.ApplicationProtocol));
    }

    [Fact]
    public async Task A_request_that_the_body_of_another_sends_reports_its_own_connection()
    {
        using var other = RawServer.StartHanging(RawServer.Ok(), RawServer.Ok());
        using var session = Session();
        var inner = new List<Response>();

        var outer = await session.RequestAsync(
            new Request("POST", $"{fixture.Server.Url}/connection") { Body = new ChunkedBody(Produce()) });

        Assert.Equal(2, inner.Count);
        Assert.All(inner, response => Assert.Equal(other.Authority, $"{response.Connection!.RemoteEndPoint}"));
        CheckPort(outer);

        async IAsyncEnumerable<ReadOnlyMemory<byte>> Produce()
        {
            inner.Add(await session.RequestAsync(new Request("GET", other.Url)));
            yield return "a"u8.ToArray();
            await Task.Yield();
            inner.Add(await session.RequestAsync(new Request("POST", other.Url) { Body = new BytesBody("b") }));
            yield return "c"u8.ToArray();
        }
    }

    [Fact]
    public async Task A_dedicated_connection_reports_its_requests()
    {
        using var adapter = new HttpAdapter();
        using var connection = new DedicatedConnection("me");
        var options = new SendOptions { Route = new SendRoute(Proxy: null, connection) };
        var request = new PreparedRequest("GET", $"{fixture.Server.Url}/connection", []);
        var responses = new List<Response>();
        for (var i = 0; i < 2; i++)
        {
            responses.Add(await adapter.SendAsync(request, options, TestContext.Current.CancellationToken));
            await responses[i].ReadContentAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(CheckPort(responses[0]), CheckPort(responses[1]));
        Assert.Equal([false, true], responses.Select(static response => response.Connection!.IsReused));
        Assert.Equal(responses[0].Connection, responses[1].Connection);
    }

    [Fact]
    public async Task TLS_is_described_and_the_certificate_stays_readable()
    {
        ConnectionInfo connection;
        using (var session = Session())
        {
            connection = (await session.RequestAsync(new Request("GET", $"{fixture.Server.SecureUrl}/get"))).Connection!;
        }

        Assert.Contains(connection.TlsVersion, new SslProtocols?[] { SslProtocols.Tls12, SslProtocols.Tls13 });
        Assert.StartsWith("TLS_", connection.CipherSuite, StringComparison.Ordinal);
        Assert.Null(connection.ApplicationProtocol);
        Assert.Equal("CN=localhost", connection.Certificate!.Subject);
        Assert.Equal(["CN=localhost", "CN=Requests test authority"], connection.Chain.Select(static certificate => certificate.Subject));
        Assert.Same(connection.Certificate, connection.Chain[0]);
        Assert.Same(connection.Certificate, connection.Certificate);

        connection.Certificate.Dispose();
        Assert.Equal("CN=localhost", connection.Certificate!.Subject);
        Assert.Matches(@"^127\.0\.0\.1:\d+, TLS 1\.[23]$", connection.ToString());
    }

    [Fact]
    public async Task Each_hop_of_a_history_has_its_own()
    {
        using var session = Session();
        var target = Uri.EscapeDataString($"{fixture.Server.SecureUrl}/get");

        var response = await session.RequestAsync(new Request("GET", $"{fixture.Server.Url}/redirect-to?url={target}"));

        Assert.Null(response.History.Single().Connection!.TlsVersion);
        Assert.Null(response.History.Single().Connection!.Certificate);
        Assert.Empty(response.History.Single().Connection!.Chain);
        Assert.NotNull(response.Connection!.TlsVersion);
        Assert.NotEqual(response.History.Single().Connection, response.Connection);
    }

    [Fact]
    public async Task A_Unix_socket_has_a_path_and_no_local_end()
    {
        using var session = Session();

        var response = await session.RequestAsync(
            new Request("GET", "http://daemon/get"),
            new SendOptions { UnixSocket = fixture.Server.UnixSocket });

        Assert.Equal(fixture.Server.UnixSocket, response.Connection!.RemoteEndPoint!.ToString());
        Assert.Null(response.Connection.LocalEndPoint);
    }

    [Fact]
    public async Task A_mock_has_no_connection()
    {
        using var session = new RequestSession();
        using var mock = new MockAdapter();
        mock.Add(new MockReply());
        session.Adapters.Mount("https://", mock);

        Assert.Null((await session.RequestAsync(new Request("GET", "https://h.example/"))).Connection);
    }

    private RequestSession Session(string? version = null) => new()
    {
        TrustEnv = false,
        Defaults = new SendOptions
        {
            Tls = new TlsSettings(CaFile: fixture.Server.CaFile),
            HttpVersion = version is null ? null : Version.Parse(version),
        },
    };

    private static RequestBody? CreateBody(int kind) => kind switch
    {
        0 => null,
        1 => new BytesBody("small"),
        2 => new BytesBody(new byte[20_000]),
        3 => new StreamBody(new MemoryStream(new byte[20_000])),
        4 => new ChunkedBody(ProduceAsync()),
        _ => new StreamBody(new EqualPiecesStream(new byte[100], 10)),
    };

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ProduceAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            await Task.Yield();
            yield return new byte[] { 1, 2, 3 };
        }
    }

    private static int CheckPort(Response response)
    {
        var port = (int)JsonNode.Parse(response.Text)!["port"]!;
        Assert.Equal(port, GetPort(response.Connection));
        return port;
    }

    private static int GetPort(ConnectionInfo? connection) => ((IPEndPoint)connection!.LocalEndPoint!).Port;
}
