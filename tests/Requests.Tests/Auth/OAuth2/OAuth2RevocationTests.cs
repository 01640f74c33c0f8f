using System.Text.Json.Nodes;
using Requests.Tests.Auth.Jwt;

namespace Requests.Tests.Auth.OAuth2;

public sealed class OAuth2RevocationTests
{
    private const string Revocation = "https://login.example.com/revoke";
    private const string Refused = """{"error": "unsupported_token_type"}""";

    [Fact]
    public async Task The_refresh_token_and_the_access_token_are_revoked_and_removed()
    {
        using var session = FakeAdapter.Session(
            out var server,
            FakeAdapter.Reply(200),
            FakeAdapter.Reply(200),
            FakeAdapter.ReplyText(200, """{"access_token": "new"}"""),
            FakeAdapter.Reply(200));
        session.Cookies.Set(new RequestCookie("session", "secret"));
        session.Auth = new BearerAuth("of-the-session");
        using var auth = AuthFor(new OAuth2Token("access", "refresh"), OAuth2Grant.ClientCredentials);

        await session.RevokeTokenAsync(auth, Revocation);
        Assert.Null(auth.Token);
        await session.RevokeTokenAsync(auth, Revocation);
        await session.RequestAsync(new Request("GET", "https://api.example.com/") { Auth = auth });

        Assert.Equal(
            ["token=refresh&token_type_hint=refresh_token", "token=access&token_type_hint=access_token"],
            server.Bodies.Take(2));
        Assert.All(server.Seen.Take(2), static request =>
        {
            Assert.Equal((Revocation, "POST"), (request.Url, request.Method));
            Assert.Equal("Basic Y2xpZW50OnNlY3JldA==", request.Headers["Authorization"]);
            Assert.False(request.Headers.ContainsKey("Cookie"));
        });
        Assert.Equal("Bearer new", server.Seen[^1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_token_that_the_server_does_not_revoke_is_kept()
    {
        using var session = FakeAdapter.Session(
            out _,
            FakeAdapter.ReplyText(503, ""),
            FakeAdapter.Reply(200),
            FakeAdapter.ReplyText(400, Refused));
        using var auth = AuthFor(new OAuth2Token("access", "refresh"), OAuth2Grant.ClientCredentials);

        await Assert.ThrowsAsync<OAuth2Exception>(() => session.RevokeTokenAsync(auth, Revocation));
        Assert.Equal(("access", "refresh"), (auth.Token!.Access, auth.Token.Refresh));
        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => session.RevokeTokenAsync(auth, Revocation));
        Assert.Equal("unsupported_token_type", error.Error);
        Assert.Equal(("access", null), (auth.Token!.Access, auth.Token.Refresh));
        Assert.Null(error.Request!.Body);
    }

    [Fact]
    public async Task An_authentication_without_a_token_sends_nothing()
    {
        using var session = FakeAdapter.Session(out var server);
        using var auth = AuthFor(token: null, OAuth2Grant.ClientCredentials);
        await session.RevokeTokenAsync(auth, Revocation);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task The_metadata_of_the_issuer_names_the_endpoint()
    {
        using var session = FakeAdapter.Session(
            out var server,
            FakeAdapter.ReplyText(200, $$"""{"issuer": "https://login.example.com", "revocation_endpoint": "{{Revocation}}"}"""),
            FakeAdapter.Reply(200));
        var client = new OAuth2Client(tokenUri: null, "client", "secret") { Issuer = "https://login.example.com" };
        using var auth = new OAuth2Auth(client, OAuth2Grant.None, new OAuth2Token("access"));
        await session.RevokeTokenAsync(auth);
        Assert.Equal(Revocation, server.Seen[^1].Url);
        Assert.Null(auth.Token);
    }

    [Theory]
    [InlineData(Revocation, "https://login.example.com/token")]
    [InlineData("https://other.example/revoke", "https://other.example/revoke")]
    public async Task Another_origin_gets_an_assertion_for_itself(string uri, string audience)
    {
        using var signer = JwtSigner.FromKey(SigningKeys.P256);
        using var session = FakeAdapter.Session(out var server, FakeAdapter.Reply(200));
        var client = new OAuth2Client("https://login.example.com/token", "client") { Assertion = OAuth2Assertion.FromSigner(signer) };
        using var auth = new OAuth2Auth(client, OAuth2Grant.ClientCredentials, new OAuth2Token("access"));
        await session.RevokeTokenAsync(auth, uri);
        var part = QueryDecoder.ToMap(server.Bodies[0])["client_assertion"].Split('.')[1].Replace('-', '+').Replace('_', '/');
        var claims = JsonNode.Parse(Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '=')))!;
        Assert.Equal(audience, claims["aud"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_endpoint_that_is_unknown_or_not_protected_and_a_closed_session_are_errors()
    {
        var session = FakeAdapter.Session(out var server);
        using var auth = AuthFor(new OAuth2Token("access"), OAuth2Grant.ClientCredentials);
        await Assert.ThrowsAsync<InvalidParameterException>(() => session.RevokeTokenAsync(auth));
        await Assert.ThrowsAsync<InvalidUrlException>(() => session.RevokeTokenAsync(auth, "http://login.example.com/revoke"));
        session.Dispose();
        await Assert.ThrowsAsync<SessionClosedException>(() => session.RevokeTokenAsync(auth, Revocation));
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task The_total_timeout_limits_the_revocation()
    {
        var time = new ManualTime();
        var server = new HeldAdapter();
        using var session = new RequestSession(AdapterRegistry.Create(server)) { TrustEnv = false, Time = time };
        using var auth = AuthFor(new OAuth2Token("access"), OAuth2Grant.ClientCredentials);
        var revoking = session.RevokeTokenAsync(auth, Revocation, session.Defaults with { TotalTimeout = TimeSpan.FromSeconds(5) });
        time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<TotalTimeoutException>(() => revoking);
        Assert.NotNull(auth.Token);
    }

    [Fact]
    public async Task The_total_timeout_limits_the_assertion_for_the_revocation()
    {
        var time = new ManualTime();
        var isAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var session = FakeAdapter.Session(out _);
        using var timed = new RequestSession(session.Adapters) { TrustEnv = false, Time = time };
        var client = new OAuth2Client("https://login.example.com/token", "client")
        {
            Assertion = OAuth2Assertion.FromFunction(async (_, token) =>
            {
                isAsked.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return null;
            }),
        };
        using var auth = new OAuth2Auth(client, OAuth2Grant.ClientCredentials, new OAuth2Token("access"));

        var revoking = timed.RevokeTokenAsync(auth, Revocation, timed.Defaults with { TotalTimeout = TimeSpan.FromSeconds(5) });
        await isAsked.Task;
        time.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<TotalTimeoutException>(() => revoking);
        Assert.NotNull(auth.Token);
    }

    [Fact]
    public async Task The_credentials_of_the_session_for_its_proxy_are_used()
    {
        using var session = FakeAdapter.Session(out var server, FakeAdapter.Reply(200), FakeAdapter.Reply(200));
        session.Defaults = session.Defaults with
        {
            Proxies = new ProxySettings { ByTarget = new Dictionary<string, string> { ["all"] = "http://proxy:3128" } },
        };
        session.Auth = new ChainedAuth(new BearerAuth("of-the-session"), new ProxyAuth("user", "password"));
        using var auth = AuthFor(new OAuth2Token("access", "refresh"), OAuth2Grant.ClientCredentials);

        await session.RevokeTokenAsync(auth, Revocation);

        Assert.Equal(2, server.Options.Count);
        Assert.All(server.Options, static options => Assert.Equal("user", options.Route.Proxy!.UserName));
        Assert.All(server.Seen, static request => Assert.StartsWith("Basic", request.Headers["Authorization"], StringComparison.Ordinal));
    }

    private static OAuth2Auth AuthFor(OAuth2Token? token, OAuth2Grant grant) =>
        new(new OAuth2Client("https://login.example.com/token", "client", "secret"), grant, token);

    /// <summary>Waits until it is canceled.</summary>
    private sealed class HeldAdapter : TransportAdapter
    {
        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("The wait was not canceled.");
        }
    }
}
