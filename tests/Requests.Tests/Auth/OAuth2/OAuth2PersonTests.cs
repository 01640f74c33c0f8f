using System.Net.Sockets;
using System.Text;
using Requests.TestServer;

namespace Requests.Tests.Auth;

/// <summary>Tests the grants for which a user signs in.</summary>
public sealed class OAuth2PersonTests(TestServerFixture fixture) : IDisposable
{
    private readonly RequestSession _session = new() { TrustEnv = false };
    private readonly RequestSession _browser = new() { TrustEnv = false };
    private readonly TestServerHost _server = fixture.Server;
    private readonly string _name = Guid.NewGuid().ToString();

    private string Realm => $"{_server.Url}/oauth2/{_name}";

    public void Dispose()
    {
        _session.Dispose();
        _browser.Dispose();
    }

    [Theory]
    [InlineData("http://127.0.0.1:0/")]
    [InlineData("http://localhost/callback")]
    [InlineData("http://[::1]/a%20b")]
    public async Task A_browser_returns_the_code_which_is_exchanged_with_the_verifier(string redirectUri)
    {
        Task<Response>? page = null;
        var uri = "";
        using var auth = new OAuth2Auth(PublicClient(), Grant(redirectUri, prompt =>
        {
            uri = prompt.Uri;
            page = _browser.RequestAsync(new Request("GET", prompt.Uri));
        }));

        var response = await GetAsync(auth);

        Assert.Equal(200, response.StatusCode);
        Assert.NotNull(auth.Token!.RefreshToken);
        Assert.Contains("close this window", (await page!).Text, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", uri, StringComparison.Ordinal);
        Assert.Contains("scope=read", uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_in_the_browser_is_an_error_with_the_servers_description()
    {
        using var auth = new OAuth2Auth(
            new OAuth2Client($"{Realm}/token", "denied"),
            Grant("http://127.0.0.1/", prompt => _ = _browser.RequestAsync(new Request("GET", prompt.Uri))));

        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(auth));

        Assert.Equal(("access_denied", "not you"), (error.Error, error.ErrorDescription));
    }

    [Fact]
    public async Task Requests_that_are_not_the_redirect_get_status_404()
    {
        using var silent = new TcpClient();
        var statuses = new List<int>();
        using var auth = new OAuth2Auth(PublicClient(), Grant("http://127.0.0.1/back", prompt =>
        {
            var port = new Uri(GetQuery(prompt.Uri)["redirect_uri"]).Port;
            silent.Connect("127.0.0.1", port);
            var elsewhere = $"/elsewhere?code=stolen&state={GetQuery(prompt.Uri)["state"]}";
            foreach (var target in new[] { "/back?code=stolen&state=wrong", "/back?code=stolen", "/favicon.ico", elsewhere })
            {
                statuses.Add(
                    _browser.RequestAsync(new Request("GET", $"http://127.0.0.1:{port}{target}")).GetAwaiter().GetResult().StatusCode);
            }

            _ = _browser.RequestAsync(new Request("GET", prompt.Uri));
        }));

        Assert.Equal(200, (await GetAsync(auth)).StatusCode);
        Assert.Equal([404, 404, 404, 404], statuses);
    }

    [Fact]
    public async Task A_redirect_to_one_address_opens_no_port_at_another()
    {
        Exception? refusal = null;
        using var auth = new OAuth2Auth(PublicClient(), Grant("http://127.0.0.1/", prompt =>
        {
            using var other = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            refusal = Record.Exception(
                () => other.Connect(System.Net.IPAddress.IPv6Loopback, new Uri(GetQuery(prompt.Uri)["redirect_uri"]).Port));
            _ = _browser.RequestAsync(new Request("GET", prompt.Uri));
        }));

        Assert.Equal(200, (await GetAsync(auth)).StatusCode);
        Assert.IsType<SocketException>(refusal);
    }

    [Fact]
    public async Task The_wait_for_the_sign_in_ends_with_the_timeout_and_closes_the_port()
    {
        var time = new ManualTime();
        var shown = "";
        using var auth = new OAuth2Auth(
            PublicClient(),
            OAuth2Grant.AuthorizationCode($"{Realm}/authorize", "http://127.0.0.1/", prompt => shown = prompt.Uri, TimeSpan.FromMinutes(5)),
            token: null,
            time);

        var waiting = GetAsync(auth);
        time.Advance(TimeSpan.FromMinutes(5));
        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => waiting);

        Assert.Contains("300 seconds", error.Message, StringComparison.Ordinal);
        using var late = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => late.ConnectAsync("127.0.0.1", new Uri(GetQuery(shown)["redirect_uri"]).Port));
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_an_error()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        using var auth = new OAuth2Auth(
            PublicClient(),
            Grant($"http://127.0.0.1:{port}/", _ => Assert.Fail("The user must not be prompted.")));

        var error = await Assert.ThrowsAsync<ConnectionException>(() => GetAsync(auth));

        Assert.Contains($"Port {port}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("http://example.com/")]
    [InlineData("http://127.0.0.1/?a=1")]
    [InlineData("urn:ietf:wg:oauth:2.0:oob")]
    public void A_redirect_uri_that_is_not_on_this_machine_is_refused(string redirectUri) =>
        Assert.Throws<InvalidUrlException>(() => Grant(redirectUri, _ => { }));

    [Fact]
    public async Task The_token_endpoint_is_polled_until_the_user_has_entered_the_code()
    {
        OAuth2Prompt? shown = null;
        using var auth = new OAuth2Auth(PublicClient(), OAuth2Grant.DeviceCode($"{Realm}/device", prompt =>
        {
            shown = prompt;
            _ = ApproveAfterFirstPollAsync(prompt);
        }));

        Assert.Equal(200, (await GetAsync(auth)).StatusCode);
        Assert.StartsWith("U-", shown!.UserCode, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(60), shown.ExpiresIn);
    }

    [Fact]
    public async Task Polling_slows_down_on_request_and_stops_when_the_code_expires()
    {
        var time = new ManualTime();
        var replies = new[] { "{\"error\": \"slow_down\"}", "{\"error\": \"authorization_pending\"}" }.Select(
            text => FakeAdapter.ReplyText(400, text));
        var device = FakeAdapter.ReplyText(
            200,
            "{\"device_code\": \"d\", \"user_code\": \"u\", \"verification_uri\": \"https://example.com\", \"expires_in\": 22}");
        using var session = FakeAdapter.Session(out var server, [device, .. replies]);
        using var auth = new OAuth2Auth(
            new OAuth2Client("https://example.com/token", "public"),
            OAuth2Grant.DeviceCode("https://example.com/device", _ => { }),
            token: null,
            time);

        var waiting = session.RequestAsync(new Request("GET", "https://example.com/") { Auth = auth });
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Single(server.Seen);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, server.Seen.Count);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(2, server.Seen.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, server.Seen.Count);
        time.Advance(TimeSpan.FromSeconds(10));

        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => waiting);
        Assert.Equal("expired_token", error.Error);
        Assert.Equal(3, server.Seen.Count);
    }

    private OAuth2Client PublicClient() => new($"{Realm}/token", "public") { Scope = ["read"] };

    private OAuth2Grant Grant(string redirectUri, Action<OAuth2Prompt> prompt) =>
        OAuth2Grant.AuthorizationCode($"{Realm}/authorize", redirectUri, prompt, TimeSpan.FromMinutes(1));

    private async Task ApproveAfterFirstPollAsync(OAuth2Prompt prompt)
    {
        string requests;
        do requests = (await _browser.RequestAsync(new Request("GET", $"{Realm}/token-requests"))).Text;
        while (!requests.Contains("device_code", StringComparison.Ordinal));
        await _browser.RequestAsync(new Request("GET", prompt.CompleteUri!));
    }

    private Task<Response> GetAsync(OAuth2Auth auth) => _session.RequestAsync(new Request("GET", $"{Realm}/resource") { Auth = auth });

    private static Dictionary<string, string> GetQuery(string url) =>
        new Uri(url).Query[1..].Split('&')
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);
}
