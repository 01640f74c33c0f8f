using System.Net.Sockets;
using System.Text;
using Requests.TestServer;

namespace Requests.Tests.Auth;

/// <summary>Tokens that a person signs in for.</summary>
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
    public async Task A_browser_brings_the_code_and_the_verifier_proves_whose_it_is(string redirectUri)
    {
        Task<Response>? page = null;
        var asked = "";
        using var auth = new OAuth2Auth(PublicClient(), Grant(redirectUri, prompt =>
        {
            asked = prompt.Uri;
            page = _browser.RequestAsync(new Request("GET", prompt.Uri));
        }));

        var response = await GetAsync(auth);

        Assert.Equal(200, response.StatusCode);
        Assert.NotNull(auth.Token!.RefreshToken);
        Assert.Contains("close this window", (await page!).Text, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", asked, StringComparison.Ordinal);
        Assert.Contains("scope=read", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_at_the_browser_is_an_error_in_the_servers_words()
    {
        using var auth = new OAuth2Auth(new OAuth2Client($"{Realm}/token", "denied"), Grant("http://127.0.0.1/", prompt => _ = _browser.RequestAsync(new Request("GET", prompt.Uri))));

        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(auth));

        Assert.Equal(("access_denied", "not you"), (error.Error, error.ErrorDescription));
    }

    [Fact]
    public async Task What_did_not_come_from_the_sign_in_is_turned_away()
    {
        using var silent = new TcpClient();
        var strangers = new List<int>();
        using var auth = new OAuth2Auth(PublicClient(), Grant("http://127.0.0.1/back", prompt =>
        {
            var port = new Uri(GetQuery(prompt.Uri)["redirect_uri"]).Port;
            silent.Connect("127.0.0.1", port);
            foreach (var target in new[] { "/back?code=stolen&state=wrong", "/back?code=stolen", "/favicon.ico", $"/elsewhere?code=stolen&state={GetQuery(prompt.Uri)["state"]}" }) strangers.Add(_browser.RequestAsync(new Request("GET", $"http://127.0.0.1:{port}{target}")).GetAwaiter().GetResult().StatusCode);
            _ = _browser.RequestAsync(new Request("GET", prompt.Uri));
        }));

        Assert.Equal(200, (await GetAsync(auth)).StatusCode);
        Assert.Equal([404, 404, 404, 404], strangers);
    }

    [Fact]
    public async Task Nobody_is_waited_for_longer_than_said_and_the_port_is_closed()
    {
        var time = new ManualTime();
        var shown = "";
        using var auth = new OAuth2Auth(PublicClient(), OAuth2Grant.AuthorizationCode($"{Realm}/authorize", "http://127.0.0.1/", prompt => shown = prompt.Uri, TimeSpan.FromMinutes(5)), token: null, time);

        var waiting = GetAsync(auth);
        time.Advance(TimeSpan.FromMinutes(5));
        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => waiting);

        Assert.Contains("300 seconds", error.Message, StringComparison.Ordinal);
        using var late = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => late.ConnectAsync("127.0.0.1", new Uri(GetQuery(shown)["redirect_uri"]).Port));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        using var auth = new OAuth2Auth(PublicClient(), Grant($"http://127.0.0.1:{port}/", _ => Assert.Fail("Nobody is to be asked.")));

        var error = await Assert.ThrowsAsync<ConnectionException>(() => GetAsync(auth));

        Assert.Contains($"Port {port}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("http://example.com/")]
    [InlineData("http://127.0.0.1/?a=1")]
    [InlineData("urn:ietf:wg:oauth:2.0:oob")]
    public void The_browser_comes_back_to_this_machine_or_nowhere(string redirectUri) =>
        Assert.Throws<InvalidUrlException>(() => Grant(redirectUri, _ => { }));

    [Fact]
    public async Task A_device_asks_until_the_person_has_typed_in_the_code()
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
    public async Task A_device_that_is_told_to_slow_down_does_and_stops_when_the_code_ends()
    {
        var time = new ManualTime();
        var replies = new[] { "{\"error\": \"slow_down\"}", "{\"error\": \"authorization_pending\"}" }.Select(text => FakeAdapter.ReplyText(400, text));
        using var session = FakeAdapter.Session(out var server, [FakeAdapter.ReplyText(200, "{\"device_code\": \"d\", \"user_code\": \"u\", \"verification_uri\": \"https://example.com\", \"expires_in\": 22}"), .. replies]);
        using var auth = new OAuth2Auth(new OAuth2Client("https://example.com/token", "public"), OAuth2Grant.DeviceCode("https://example.com/device", _ => { }), token: null, time);

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

    private OAuth2Grant Grant(string redirectUri, Action<OAuth2Prompt> prompt) => OAuth2Grant.AuthorizationCode($"{Realm}/authorize", redirectUri, prompt, TimeSpan.FromMinutes(1));

    private async Task ApproveAfterFirstPollAsync(OAuth2Prompt prompt)
    {
        string asked;
        do asked = (await _browser.RequestAsync(new Request("GET", $"{Realm}/asked"))).Text;
        while (!asked.Contains("device_code", StringComparison.Ordinal));
        await _browser.RequestAsync(new Request("GET", prompt.CompleteUri!));
    }

    private Task<Response> GetAsync(OAuth2Auth auth) => _session.RequestAsync(new Request("GET", $"{Realm}/resource") { Auth = auth });

    private static Dictionary<string, string> GetQuery(string url) =>
        new Uri(url).Query[1..].Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);
}
