using System.Text;

namespace Requests.Tests.Auth.OAuth2;

/// <summary>Tests how the endpoints of an authorization server are found by its issuer.</summary>
public sealed class AuthorizationServerTests
{
    private const string Issuer = "https://login.example.com/tenant";
    private const string Token = """{"access_token": "t", "token_type": "Bearer", "expires_in": 3600}""";

    private readonly ManualTime _time = new();

    [Fact]
    public async Task The_metadata_is_requested_once_and_has_the_endpoints()
    {
        using var session = FakeAdapter.Session(out var server, Metadata(), Tokens(), Ok(), Tokens(), Ok());
        using var auth = AuthFor(Issuer);
        await GetAsync(session, auth);
        _time.Advance(TimeSpan.FromHours(2));
        await GetAsync(session, auth);
        Assert.Equal(
            [
                $"{Issuer}/.well-known/openid-configuration", "https://login.example.com/token", "https://api.example.com/",
                "https://login.example.com/token", "https://api.example.com/",
            ],
            server.Seen.Select(static request => request.Url));
        Assert.False(server.Seen[0].Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData(Issuer, "https://login.example.com/.well-known/oauth-authorization-server/tenant")]
    [InlineData("https://login.example.com", "https://login.example.com/.well-known/oauth-authorization-server")]
    [InlineData("https://login.example.com/a/", "https://login.example.com/.well-known/oauth-authorization-server/a")]
    public async Task Metadata_of_oauth_is_used_where_that_of_openid_is_missing(string issuer, string url)
    {
        using var session = FakeAdapter.Session(out var server, FakeAdapter.Reply(404), Metadata(issuer), Tokens(), Ok());
        using var auth = AuthFor(issuer);
        await GetAsync(session, auth);
        Assert.Equal(
            [$"{issuer.TrimEnd('/')}/.well-known/openid-configuration", url],
            server.Seen.Take(2).Select(static request => request.Url));
    }

    [Theory]
    [InlineData("https://login.example.com/tenant/")]
    [InlineData("https://login.example.com/TENANT")]
    [InlineData("https://login.example.com:443/tenant")]
    [InlineData("http://login.example.com/tenant")]
    [InlineData("https://evil.example/\u001b[31mtenant")]
    [InlineData("")]
    public async Task Metadata_of_another_issuer_is_refused(string named)
    {
        using var session = FakeAdapter.Session(out var server, Metadata(named));
        using var auth = AuthFor(Issuer);
        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(session, auth));
        Assert.Contains($"and not '{Issuer}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.Single(server.Seen);
        Assert.Null(auth.Token);
    }

    [Theory]
    [InlineData("http://login.example.com/token")]
    [InlineData("http://127.0.0.1/token")]
    [InlineData("ftp://login.example.com/token")]
    [InlineData("token")]
    public async Task An_endpoint_that_is_not_protected_is_refused(string endpoint)
    {
        using var session = FakeAdapter.Session(out var server, Metadata(Issuer, endpoint));
        using var auth = AuthFor(Issuer);
        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(session, auth));
        Assert.Contains("which does not use https", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_server_without_metadata_is_an_error_that_names_both_urls()
    {
        using var session = FakeAdapter.Session(
            out _,
            FakeAdapter.Redirect(302, "https://login.example.com/login"),
            FakeAdapter.ReplyText(200, "<html>"));
        using var auth = AuthFor(Issuer);
        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(session, auth));
        Assert.Contains("/tenant/.well-known/openid-configuration' responded with 302", error.Message, StringComparison.Ordinal);
        Assert.Contains("responded with 200 and without JSON that names an issuer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_the_metadata_does_not_have_is_an_error()
    {
        using var session = FakeAdapter.Session(out var server, Metadata());
        using var auth = new OAuth2Auth(
            new OAuth2Client(tokenUri: null, "client") { Issuer = Issuer },
            OAuth2Grant.DeviceCode(deviceAuthorizationUri: null, static _ => { }));
        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(session, auth));
        Assert.EndsWith("has no device_authorization_endpoint.", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Seen);
    }

    [Theory]
    [InlineData("""["client_secret_post", "none"]""", true)]
    [InlineData("""["client_secret_post", "client_secret_basic"]""", false)]
    [InlineData("""["private_key_jwt"]""", false)]
    public async Task The_secret_is_sent_as_the_server_takes_it(string methods, bool inBody)
    {
        var text = $$"""
            {"issuer": "{{Issuer}}", "token_endpoint": "https://login.example.com/t", "token_endpoint_auth_methods_supported": {{methods}}}
            """;
        using var session = FakeAdapter.Session(out var server, FakeAdapter.ReplyText(200, text), Tokens(), Ok());
        using var auth = AuthFor(Issuer);
        await GetAsync(session, auth);
        Assert.Equal(inBody, server.Bodies[1].Contains("client_secret=secret", StringComparison.Ordinal));
        Assert.Equal(!inBody, server.Seen[1].Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("http://login.example.com")]
    [InlineData("https://login.example.com/?a=1")]
    [InlineData("https://login.example.com/#a")]
    [InlineData("https://user@login.example.com/")]
    [InlineData("https://login.example.com/.well-known/openid-configuration")]
    [InlineData("login.example.com")]
    public void An_issuer_that_cannot_be_one_is_refused(string issuer) =>
        Assert.ThrowsAny<InvalidRequestException>(() => new OAuth2Client(tokenUri: null, "client") { Issuer = issuer });

    [Theory]
    [InlineData("&iss=https%3A%2F%2Fevil.example", "the issuer 'https://evil.example'")]
    [InlineData("", "no issuer")]
    [InlineData("&error=access_denied&iss=https%3A%2F%2Fevil.example", "the issuer 'https://evil.example'")]
    public async Task A_code_of_another_issuer_is_not_sent(string parameters, string message)
    {
        using var browser = new RequestSession { TrustEnv = false };
        using var session = FakeAdapter.Session(out var server, Metadata());
        using var auth = new OAuth2Auth(
            new OAuth2Client(tokenUri: null, "client") { Issuer = Issuer },
            OAuth2Grant.AuthorizationCode(
                authorizationUri: null,
                "http://127.0.0.1/",
                prompt =>
                {
                    Assert.StartsWith("https://login.example.com/authorize?", prompt.Uri, StringComparison.Ordinal);
                    var query = QueryDecoder.ToMap(new Uri(prompt.Uri).Query[1..]);
                    _ = browser.RequestAsync(
                        new Request("GET", $"{query["redirect_uri"]}?code=stolen&state={query["state"]}{parameters}"));
                },
                TimeSpan.FromMinutes(5)));
        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => GetAsync(session, auth));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_thousand_first_calls_request_one_token()
    {
        var server = new CountingAdapter();
        using var session = new RequestSession(AdapterRegistry.Create(server)) { TrustEnv = false };
        using var auth = AuthFor(Issuer);
        var responses = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => GetAsync(session, auth))));
        Assert.All(responses, static response => Assert.Equal("Bearer t", response.Request.Headers["Authorization"]));
        Assert.Equal((1, 1), (server.Metadata, server.Tokens));
    }

    private static Func<PreparedRequest, Response> Ok() => FakeAdapter.Reply(200);

    private static Func<PreparedRequest, Response> Tokens() => FakeAdapter.ReplyText(200, Token);

    private static Func<PreparedRequest, Response> Metadata(string issuer = Issuer, string endpoint = "https://login.example.com/token") =>
        FakeAdapter.ReplyText(200, GetMetadata(issuer, endpoint));

    private static string GetMetadata(string issuer, string endpoint) => $$"""
        {
            "issuer": "{{issuer.Replace("\u001b", "\\u001b", StringComparison.Ordinal)}}",
            "token_endpoint": "{{endpoint}}",
            "authorization_endpoint": "https://login.example.com/authorize",
            "authorization_response_iss_parameter_supported": true
        }
        """;

    private static Task<Response> GetAsync(RequestSession session, OAuth2Auth auth) =>
        session.RequestAsync(new Request("GET", "https://api.example.com/") { Auth = auth });

    private OAuth2Auth AuthFor(string issuer) =>
        new(new OAuth2Client(tokenUri: null, "client", "secret") { Issuer = issuer }, OAuth2Grant.ClientCredentials, token: null, _time);

    /// <summary>Counts the requests for metadata and for tokens.</summary>
    private sealed class CountingAdapter : TransportAdapter
    {
        private int _metadata;
        private int _tokens;

        internal int Metadata => _metadata;

        internal int Tokens => _tokens;

        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var isMetadata = request.Url.Contains("/.well-known/", StringComparison.Ordinal);
            var isToken = request.Url.EndsWith("/token", StringComparison.Ordinal);
            if (isMetadata) Interlocked.Increment(ref _metadata);
            if (isToken) Interlocked.Increment(ref _tokens);
            var text = isMetadata ? GetMetadata(Issuer, "https://login.example.com/token") : isToken ? Token : "";
            return new Response(request, 200, new MemoryStream(Encoding.UTF8.GetBytes(text)));
        }
    }
}
