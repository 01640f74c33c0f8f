using System.Net;
using System.Security;
using System.Text;
using Requests.TestServer;

namespace Requests.Tests.Auth;

public sealed class OAuth2Tests(TestServerFixture fixture) : IDisposable
{
    private const string Secret = "s3cret: ü+/&";
    private readonly ManualTime _time = new();
    private readonly RequestSession _session = new() { TrustEnv = false };
    private readonly TestServerHost _server = fixture.Server;
    private readonly string _name = Guid.NewGuid().ToString();

    private string Realm => $"{_server.Url}/oauth2/{_name}";

    public void Dispose()
    {
        _session.Dispose();
    }

    [Theory]
    [InlineData(OAuth2ClientAuthentication.Basic, "basic")]
    [InlineData(OAuth2ClientAuthentication.Body, "body")]
    public async Task A_client_requests_a_token_for_itself_and_keeps_it(OAuth2ClientAuthentication authentication, string how)
    {
        _session.Cookies.Set(new RequestCookie("session", "secret"));
        using var auth = AuthFor(new OAuth2Client($"{Realm}/token", "client", Secret)
        {
            Authentication = authentication,
            Scope = ["read", "write"],
            Parameters = [new("audience", "https://api"), new("audience", "https://other")],
        });

        var first = await GetAsync(auth);
        var second = await GetAsync(auth);

        Assert.Equal((200, 200), (first.StatusCode, second.StatusCode));
        Assert.Equal(
            [$"client_credentials {how} scope=read write audience=https://api,https://other agent=requests-powershell cookie="],
            await GetTokenRequestsAsync());
        Assert.Empty(first.History);
        Assert.Equal(["read", "write"], auth.Token!.Scope);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(1), auth.Token.ExpiresAt);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires()
    {
        using var auth = AuthFor(Client(), OAuth2Grant.Password("user", "päss"));
        await GetAsync(auth);
        _time.Advance(TimeSpan.FromSeconds(3569));
        await GetAsync(auth);
        Assert.Single(await GetTokenRequestsAsync());

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await GetAsync(auth)).StatusCode);

        Assert.Equal(["password", "refresh_token"], (await GetTokenRequestsAsync()).Select(item => item.Split(' ')[0]));
    }

    [Fact]
    public async Task Concurrent_requests_share_one_token_request()
    {
        using var auth = AuthFor(Client());

        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => GetAsync(auth))));

        Assert.All(responses, response => Assert.Equal(200, response.StatusCode));
        Assert.Single(await GetTokenRequestsAsync());
    }

    [Fact]
    public async Task A_revoked_token_is_replaced_once_for_all_requests()
    {
        using var auth = AuthFor(Client());
        await GetAsync(auth);
        await _session.RequestAsync(new Request("GET", $"{Realm}/revoke"));

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() =>
            _session.RequestAsync(new Request("POST", $"{Realm}/resource") { Auth = auth, Body = new BytesBody("text") }))));

        Assert.All(responses, response => Assert.Equal(200, response.StatusCode));
        Assert.Contains(responses, response => response.History is [{ StatusCode: 401 }]);
        Assert.Equal(2, (await GetTokenRequestsAsync()).Count);
    }

    [Fact]
    public async Task Callers_that_wait_share_a_refusal_and_the_next_call_requests_again()
    {
        var server = new HeldAdapter();
        _session.Adapters.Mount("http://127.0.0.1/", server);
        using var auth = AuthFor(new OAuth2Client("http://127.0.0.1/token", "client"), OAuth2Grant.Password("user", "wrong"));
        var request = new Request("GET", "http://127.0.0.1/get") { Auth = auth };

        var waiting = Enumerable.Range(0, 10)
            .Select(_ => Assert.ThrowsAsync<OAuth2Exception>(() => _session.RequestAsync(request)))
            .ToList();
        server.Held.SetResult();
        Assert.All(await Task.WhenAll(waiting), error => Assert.Equal("invalid_grant", error.Error));
        Assert.Equal(1, server.Count);

        await Assert.ThrowsAsync<OAuth2Exception>(() => _session.RequestAsync(request));
        Assert.Equal(2, server.Count);
    }

    [Fact]
    public async Task A_refusal_has_the_servers_description_and_holds_no_secret()
    {
        using var auth = AuthFor(new OAuth2Client($"{Realm}/token", "client", "wrong-secret"));

        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(auth));

        Assert.Equal(("invalid_client", "who are you?", "https://example.com/why"), (error.Error, error.ErrorDescription, error.ErrorUri));
        Assert.Equal(401, error.Response!.StatusCode);
        Assert.Contains("who are you?", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Response.Request.Body);
        Assert.False(error.Response.Request.Headers.ContainsKey("Authorization"));
        Assert.Null(auth.Token);
    }

    [Theory]
    [InlineData("broken", "502")]
    [InlineData("elsewhere", "302")]
    public async Task A_token_response_that_is_not_valid_is_an_error(string client, string message)
    {
        using var auth = AuthFor(new OAuth2Client($"{Realm}/token", client));

        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(auth));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Null(error.Error);
    }

    [Fact]
    public async Task A_token_of_another_type_and_a_missing_token_are_errors()
    {
        foreach (var body in new[] { "{\"access_token\": \"a\", \"token_type\": \"mac\"}", "{\"token_type\": \"bearer\"}", "[]" })
        {
            _session.Adapters.Mount("http://127.0.0.1/", new FakeAdapter(FakeAdapter.ReplyText(200, body)));
            using var auth = AuthFor(new OAuth2Client("http://127.0.0.1/token", "client"));
            await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(auth));
        }
    }

    [Fact]
    public async Task A_stored_refresh_token_is_used_and_an_invalid_one_falls_back_to_the_grant()
    {
        using var first = AuthFor(Client(), OAuth2Grant.Password("user", "päss"));
        await GetAsync(first);
        var stored = Plain(first.Token!.RefreshToken);
        using var second = new OAuth2Auth(Client(), OAuth2Grant.None, new OAuth2Token(accessToken: null, stored), _time);
        Assert.Equal(200, (await GetAsync(second)).StatusCode);

        using var dead = new OAuth2Auth(Client(), OAuth2Grant.None, new OAuth2Token(accessToken: null, stored), _time);
        Assert.Equal("invalid_grant", (await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(dead))).Error);
        using var back = new OAuth2Auth(Client(), OAuth2Grant.Password("user", "päss"), new OAuth2Token(accessToken: null, stored), _time);
        Assert.Equal(200, (await GetAsync(back)).StatusCode);
        using var ended = new OAuth2Auth(Client(), OAuth2Grant.None, new OAuth2Token("old", refreshToken: null, _time.GetUtcNow()), _time);
        await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(ended));
    }

    [Fact]
    public async Task Each_new_token_is_passed_to_TokenReceived()
    {
        var seen = new List<OAuth2Token>();
        using var auth = new OAuth2Auth(Client(), OAuth2Grant.Password("user", "päss"), token: null, _time) { TokenReceived = seen.Add };

        await GetAsync(auth);
        _time.Advance(TimeSpan.FromHours(2));
        await GetAsync(auth);

        Assert.Equal(2, seen.Count);
        Assert.Same(auth.Token, seen[1]);
        Assert.DoesNotContain(Plain(seen[0].AccessToken), seen[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_does_not_send_the_token_to_another_origin()
    {
        using var auth = AuthFor(Client());

        var target = Uri.EscapeDataString(_server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        var response = await _session.RequestAsync(
            new Request("GET", $"{_server.Url}/redirect-to?url={target}/headers") { Auth = auth });

        Assert.Equal(200, response.StatusCode);
        Assert.True(response.History[0].Request.Headers.ContainsKey("Authorization"));
        Assert.DoesNotContain("Bearer", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_sent_only_to_the_listed_origins()
    {
        using var auth = new OAuth2Auth(Client(), OAuth2Grant.ClientCredentials) { Origins = ["https://api.example.com"] };

        var response = await _session.RequestAsync(new Request("GET", $"{_server.Url}/headers") { Auth = auth });

        Assert.DoesNotContain("Bearer", response.Text, StringComparison.Ordinal);
        Assert.Null(auth.Token);
    }

    [Theory]
    [InlineData("http://login.example.com/token")]
    [InlineData("ftp://127.0.0.1/token")]
    public void An_endpoint_that_is_neither_https_nor_on_this_machine_is_refused(string uri) =>
        Assert.ThrowsAny<RequestException>(() => new OAuth2Client(uri, "client"));

    private static string Plain(SecureString? text) => new NetworkCredential("", text).Password;

    private OAuth2Client Client() => new($"{Realm}/token", "client", Secret);

    private OAuth2Auth AuthFor(OAuth2Client client, OAuth2Grant? grant = null) =>
        new(client, grant ?? OAuth2Grant.ClientCredentials, token: null, _time);

    private Task<Response> GetAsync(OAuth2Auth auth) => _session.RequestAsync(new Request("GET", $"{Realm}/resource") { Auth = auth });

    private async Task<List<string>> GetTokenRequestsAsync() =>
        System.Text.Json.JsonSerializer.Deserialize<List<string>>(
            (await _session.RequestAsync(new Request("GET", $"{Realm}/token-requests"))).Text)!;

    /// <summary>Refuses the request after it was released.</summary>
    private sealed class HeldAdapter : TransportAdapter
    {
        internal TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal int Count { get; private set; }

        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            Count++;
            await Held.Task;
            return new Response(request, 400, new MemoryStream(Encoding.UTF8.GetBytes("{\"error\": \"invalid_grant\"}")));
        }
    }
}
