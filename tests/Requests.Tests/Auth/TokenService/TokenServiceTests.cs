using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

public class TokenServiceTests
{
    private const string Pull = "repository:team/app:pull";
    private const string Url = "https://registry.example.com/v2/team/app/manifests/1.0";
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_challenge_is_answered_with_a_token_of_the_service()
    {
        using var session = Session(out var adapter, Challenge(Pull), Token("t1"), Reply(200));

        var response = await session.RequestAsync(new Request("GET", Url) { Auth = Auth() });

        Assert.Equal(200, response.StatusCode);
        Assert.Equal(
            "https://auth.example.com/token?service=reg&scope=repository%3Ateam%2Fapp%3Apull&account=user&client_id=requests-powershell",
            adapter.Seen[1].Url);
        Assert.Equal([null, "Basic dXNlcjpwYXNz", "Bearer t1"], adapter.Seen.Select(sent => sent.Headers["Authorization"]));
        Assert.Equal([401], response.History.Select(item => item.StatusCode));
    }

    [Fact]
    public async Task Several_scopes_are_sent_one_by_one_and_the_query_of_the_realm_is_kept()
    {
        using var session = Session(
            out var adapter,
            Challenge($"{Pull} repository:base:pull", "https://auth.example.com/token?tenant=7"),
            Token("t1"),
            Reply(200));

        var auth = new TokenServiceAuth { Scope = ["repository:base:pull", "registry:x:*"] };
        await session.RequestAsync(new Request("GET", Url) { Auth = auth });

        Assert.StartsWith(
            "https://auth.example.com/token?tenant=7&service=reg&scope=repository%3Ateam%2Fapp%3Apull&scope=repository%3Abase%3Apull"
                + "&scope=registry%3Ax%3A",
            adapter.Seen[1].Url,
            StringComparison.Ordinal);
        Assert.Null(adapter.Seen[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_token_serves_the_repository_until_shortly_before_it_expires()
    {
        using var session = Session(out var adapter, Challenge(Pull), Token("t1"), Reply(200), Reply(200), Token("t2"), Reply(200));
        session.Auth = Auth();
        await session.RequestAsync(new Request("GET", Url));

        await session.RequestAsync(new Request("HEAD", "https://registry.example.com/v2/team/app/blobs/sha256:1"));
        _time.Advance(TimeSpan.FromSeconds(54));
        await session.RequestAsync(new Request("GET", "https://registry.example.com/v2/team/app/tags/list?n=5"));

        Assert.Equal(
            ["Bearer t1", "Bearer t1", "Bearer t2"],
            adapter.Seen.Select(sent => sent.Headers["Authorization"])
                .Where(value => value?.StartsWith("Bearer", StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task Writing_and_other_repositories_have_their_own_tokens()
    {
        const string Push = "repository:team/app:pull,push";
        using var session = Session(
            out var adapter,
            Challenge(Pull), Token("read"), Reply(200),
            Challenge(Push), Token("write"), Reply(202),
            Challenge("repository:team/other:pull"), Token("other"), Reply(200),
            Reply(201));
        session.Auth = Auth();

        await session.RequestAsync(new Request("GET", Url));
        await session.RequestAsync(new Request("POST", "https://registry.example.com/v2/team/app/blobs/uploads/"));
        await session.RequestAsync(new Request("GET", "https://registry.example.com/v2/team/other/tags/list"));
        await session.RequestAsync(
            new Request("PATCH", "https://registry.example.com/v2/team/app/blobs/uploads/7") { Body = new BytesBody("layer") });

        Assert.Equal("Bearer write", adapter.Seen[^1].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("error=\"invalid_token\"")]
    [InlineData("error=\"\"")]
    public async Task A_refused_token_is_renewed_once(string error)
    {
        using var session = Session(
            out var adapter,
            Challenge(Pull), Token("t1"), Reply(200),
            Challenge(Pull, error: error), Token("t2"), Challenge(Pull, error: error));
        session.Auth = Auth();
        await session.RequestAsync(new Request("GET", Url));

        var response = await session.RequestAsync(new Request("GET", Url));

        Assert.Equal(401, response.StatusCode);
        Assert.Equal(6, adapter.Seen.Count);
        Assert.Equal("Bearer t2", adapter.Seen[^1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_token_that_the_server_refuses_at_once_is_not_requested_again()
    {
        using var session = Session(
            out var adapter,
            Challenge(Pull), Token("t1"), Challenge(Pull, error: "error=\"insufficient_scope\""));
        Assert.Equal(401, (await session.RequestAsync(new Request("GET", Url) { Auth = Auth() })).StatusCode);
        Assert.Equal(3, adapter.Seen.Count);
    }

    [Theory]
    [InlineData("Bearer realm=\"https://auth.example.com/token\",service=\"reg\",scope=\"admin\",error=\"insufficient_scope\"")]
    [InlineData("Bearer realm=\"the api\", error=\"insufficient_scope\", scope=\"admin\"")]
    public async Task An_insufficient_scope_requests_a_token_for_the_named_scope(string challenge)
    {
        using var session = Session(
            out var adapter,
            Challenge("read"), Token("t1"),
            Reply(403, ("WWW-Authenticate", challenge)), Token("t2"), Reply(200));

        var response = await session.RequestAsync(new Request("GET", "https://registry.example.com/data") { Auth = Auth() });

        Assert.Equal(200, response.StatusCode);
        Assert.Contains("service=reg&scope=admin&", adapter.Seen[3].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_token_is_exchanged_by_POST()
    {
        using var session = Session(out var adapter, Challenge(Pull), ReplyText(200, "{\"access_token\":\"t1\"}"), Reply(200));

        await session.RequestAsync(new Request("GET", Url) { Auth = new TokenServiceAuth("identity") });

        Assert.Equal(
            "grant_type=refresh_token&service=reg&client_id=requests-powershell&scope=repository%3Ateam%2Fapp%3Apull"
                + "&refresh_token=identity",
            adapter.Bodies[1]);
        Assert.Null(adapter.Seen[1].Headers["Authorization"]);
        Assert.Equal("Bearer t1", adapter.Seen[2].Headers["Authorization"]);
    }

    [Fact]
    public async Task The_age_of_a_token_counts_by_the_clock_of_the_service()
    {
        using var session = Session(
            out var adapter,
            Challenge(Pull),
            ReplyText(
                200,
                "{\"token\":\"t1\",\"expires_in\":100,\"issued_at\":\"2020-01-01T00:00:00Z\"}",
                ("Date", "Wed, 01 Jan 2020 00:00:40 GMT")),
            Reply(200), Token("t2"), Reply(200));
        session.Auth = Auth();
        await session.RequestAsync(new Request("GET", Url));

        _time.Advance(TimeSpan.FromSeconds(55));
        await session.RequestAsync(new Request("GET", Url));

        Assert.Equal("Bearer t2", adapter.Seen[^1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_server_that_names_another_service_later_is_asked_again()
    {
        using var session = Session(
            out var adapter,
            Challenge(Pull), Token("t1"), Reply(200),
            Reply(503), Challenge(Pull, "https://new.example.com/token"), Token("t2"), Reply(200));
        session.Auth = Auth();
        await session.RequestAsync(new Request("GET", Url));

        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(200, (await session.RequestAsync(new Request("GET", Url))).StatusCode);

        Assert.Equal([null, "Basic dXNlcjpwYXNz", "Bearer t2"], adapter.Seen.Skip(4).Select(sent => sent.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_service_that_refuses_is_asked_once_for_each_request()
    {
        using var session = Session(
            out var adapter,
            Challenge(Pull), Token("t1"), Reply(200),
            Reply(401), Challenge(Pull),
            Challenge(Pull), Token("t2"), Reply(200));
        session.Auth = Auth();
        await session.RequestAsync(new Request("GET", Url));

        _time.Advance(TimeSpan.FromSeconds(61));
        await Assert.ThrowsAsync<TokenServiceException>(() => session.RequestAsync(new Request("GET", Url)));
        Assert.Equal(5, adapter.Seen.Count);
        Assert.Equal(200, (await session.RequestAsync(new Request("GET", Url))).StatusCode);
    }

    [Fact]
    public async Task A_body_that_cannot_be_sent_twice_is_not_sent_without_a_token()
    {
        using var session = Session(out var adapter, Challenge(Pull), Token("t1"), Reply(200), Reply(503));
        session.Auth = Auth();
        await session.RequestAsync(new Request("POST", Url));

        _time.Advance(TimeSpan.FromSeconds(61));
        var request = new Request("POST", Url) { Body = new ChunkedBody(["layer"]) };
        await Assert.ThrowsAsync<TokenServiceException>(() => session.RequestAsync(request));

        Assert.Equal(4, adapter.Seen.Count);
    }

    [Fact]
    public async Task Concurrent_requests_share_one_token_request_for_each_scope()
    {
        var registry = new Registry();
        using var session = new RequestSession(AdapterRegistry.Create(registry)) { TrustEnv = false, Auth = Auth() };

        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(number =>
            Task.Run(() => session.RequestAsync(new Request("GET", $"https://registry.example.com/v2/r{number % 4}/tags/list")))));

        Assert.All(responses, response => Assert.Equal(200, response.StatusCode));
        Assert.Equal(4, registry.Tokens);
    }

    [Theory]
    [InlineData("{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"no such user\"}]}", "no such user")]
    [InlineData("{\"details\":\"wrong password pass\"}", "wrong password ")]
    [InlineData("<html>", "401")]
    public async Task A_refusal_of_the_service_is_an_error_with_its_reason(string body, string expected)
    {
        using var session = Session(out _, Challenge(Pull), ReplyText(401, body));

        var error = await Assert.ThrowsAsync<TokenServiceException>(() => session.RequestAsync(new Request("GET", Url) { Auth = Auth() }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password pass", error.Message, StringComparison.Ordinal);
        Assert.Equal(("https://auth.example.com/token", 401), (error.Realm, error.Response!.StatusCode));
        Assert.False(error.Response.Request.Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"token\":\"\"}")]
    [InlineData("{\"token\":\"a b\"}")]
    [InlineData("[]")]
    public async Task A_response_without_a_token_that_can_be_sent_is_an_error(string body)
    {
        using var session = Session(out _, Challenge(Pull), ReplyText(200, body));
        await Assert.ThrowsAsync<TokenServiceException>(() => session.RequestAsync(new Request("GET", Url) { Auth = Auth() }));
    }

    [Fact]
    public async Task A_redirect_of_the_service_is_not_followed()
    {
        using var session = Session(out var adapter, Challenge(Pull), Redirect(307, "https://other.example/token"));
        await Assert.ThrowsAsync<TokenServiceException>(() => session.RequestAsync(new Request("GET", Url) { Auth = Auth() }));
        Assert.Equal(2, adapter.Seen.Count);
    }

    [Fact]
    public async Task A_blob_at_another_origin_is_requested_without_the_token()
    {
        using var session = Session(
            out var adapter,
            Challenge(Pull), Token("t1"), Redirect(307, "https://storage.example.net/b"), Reply(200));
        await session.RequestAsync(new Request("GET", Url) { Auth = Auth() });
        Assert.Null(adapter.Seen[^1].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("Digest realm=\"r\", nonce=\"n\", Bearer realm=\"https://auth.example.com/token\",service=\"reg\"", "Digest username")]
    [InlineData("Basic realm=\"r\", Bearer realm=\"https://auth.elsewhere.net/token\",service=\"reg\"", "Basic ")]
    public async Task A_guess_prefers_what_sends_no_password_to_another_server(string challenge, string expected)
    {
        using var session = Session(out var adapter, Reply(401, ("WWW-Authenticate", challenge)), Reply(200));
        await session.RequestAsync(new Request("GET", Url) { Auth = new GuessAuth("user", "pass") });
        Assert.StartsWith(expected, adapter.Seen[1].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guess_requests_a_token_and_uses_it_in_advance_later()
    {
        using var session = Session(out var adapter, Challenge(Pull), Token("t1"), Reply(200), Reply(200));
        session.Auth = new GuessAuth("user", "pass");

        await session.RequestAsync(new Request("GET", Url));
        await session.RequestAsync(new Request("GET", Url));

        Assert.Equal([null, "Basic dXNlcjpwYXNz", "Bearer t1", "Bearer t1"], adapter.Seen.Select(sent => sent.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_guess_follows_a_server_that_requires_another_scheme_later()
    {
        var basic = Reply(401, ("WWW-Authenticate", "Basic realm=\"r\""));
        using var session = Session(out var adapter, Challenge(Pull), Token("t1"), Reply(200), basic, basic, Reply(200), basic, Reply(200));
        session.Auth = new GuessAuth("user", "pass");
        await session.RequestAsync(new Request("GET", Url));

        Assert.Equal(200, (await session.RequestAsync(new Request("GET", Url))).StatusCode);
        Assert.Equal(200, (await session.RequestAsync(new Request("GET", Url))).StatusCode);

        Assert.Equal(
            ["Bearer t1", null, "Basic dXNlcjpwYXNz", null, "Basic dXNlcjpwYXNz"],
            adapter.Seen.Skip(3).Select(sent => sent.Headers["Authorization"]));
    }

    [Theory]
    [InlineData("Bearer realm=\"https://auth.example.com/token\"")]
    [InlineData("Bearer realm=\"the api\", service=\"reg\"")]
    public async Task A_guess_leaves_a_challenge_of_OAuth_2_alone(string challenge)
    {
        using var session = Session(out var adapter, Reply(401, ("WWW-Authenticate", challenge)));
        Assert.Equal(401, (await session.RequestAsync(new Request("GET", Url) { Auth = new GuessAuth("user", "pass") })).StatusCode);
        Assert.Single(adapter.Seen);
    }

    private static Func<PreparedRequest, Response> Challenge(
        string scope,
        string realm = "https://auth.example.com/token",
        string error = "error=\"\"") =>
        Reply(401, ("WWW-Authenticate", $"Bearer realm=\"{realm}\",service=\"reg\",scope=\"{scope}\",{error}"));

    private static Func<PreparedRequest, Response> Token(string token) => ReplyText(200, $"{{\"token\":\"{token}\"}}");

    private TokenServiceAuth Auth() => new("user", "pass", _time);

    /// <summary>Issues a token for each request of its service, and accepts each token.</summary>
    private sealed class Registry : TransportAdapter
    {
        private int _tokens;

        internal int Tokens => _tokens;

        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (request.Url.Contains("/token?", StringComparison.Ordinal)) return Token($"t{Interlocked.Increment(ref _tokens)}")(request);
            if (request.Headers.ContainsKey("Authorization")) return Reply(200)(request);
            return Challenge($"repository:{request.Url.Split('/')[4]}:pull")(request);
        }
    }
}
