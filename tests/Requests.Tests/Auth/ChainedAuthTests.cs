using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

public class ChainedAuthTests
{
    private const string DigestChallenge = "Digest realm=\"r\", nonce=\"n1\", qop=\"auth\"";

    [Fact]
    public async Task Each_is_applied_once_to_what_the_earlier_ones_left()
    {
        var applied = new List<string>();
        using var session = Session(out var adapter, Reply(200));
        var chain = new ChainedAuth(
            new Scheme(request => request.Headers["X-Key"] = "key", applied.Add, "key"),
            new Scheme(request => request.Headers["X-Signature"] = $"of {request.Headers["X-Key"]}", applied.Add, "sign"));

        await session.RequestAsync(new Request("GET", "http://h/") { Auth = chain });

        Assert.Equal("of key", adapter.Seen[0].Headers["X-Signature"]);
        Assert.Equal(["key", "sign"], applied);
    }

    [Fact]
    public async Task A_signature_covers_the_token_that_an_earlier_flow_writes_and_renews()
    {
        using var session = Session(
            out var adapter,
            ReplyText(200, "{\"access_token\":\"t1\"}"), Reply(200),
            Reply(401), ReplyText(200, "{\"access_token\":\"t2\"}"), Reply(200));
        using var oauth = new OAuth2Auth(
            new OAuth2Client("https://h/token", "id", "secret"),
            OAuth2Grant.ClientCredentials,
            new OAuth2Token("t0", refreshToken: null, DateTimeOffset.UnixEpoch));
        using var refused = new OAuth2Auth(
            new OAuth2Client("https://h/token", "id", "secret"),
            OAuth2Grant.ClientCredentials,
            new OAuth2Token("old"));
        var sign = new Scheme(request => request.Headers["X-Signature"] = $"of {request.Headers["Authorization"]}");

        await session.RequestAsync(new Request("GET", "https://h/") { Auth = new ChainedAuth(oauth, sign) });
        await session.RequestAsync(new Request("GET", "https://h/") { Auth = new ChainedAuth(refused, sign) });

        Assert.Equal(
            ["of Bearer t1", "of Bearer old", "of Bearer t2"],
            adapter.Seen.Select(sent => sent.Headers["X-Signature"]).Where(value => value is not null));
    }

    [Fact]
    public async Task A_later_challenge_is_answered_within_each_request_of_an_earlier_flow()
    {
        using var session = Session(
            out var adapter,
            Reply(401, ("WWW-Authenticate", DigestChallenge)), Reply(409, ("X-Session-Id", "s1")), Reply(200), Reply(200));
        session.Auth = new ChainedAuth(new SessionId(), new DigestAuth("user", "pass"));

        var response = await session.RequestAsync(new Request("POST", "http://h/rpc") { Body = new BytesBody("{}") });
        await session.RequestAsync(new Request("POST", "http://h/rpc") { Body = new BytesBody("{}") });

        Assert.Equal([401, 409], response.History.Select(item => item.StatusCode));
        Assert.Equal([null, null, "s1", "s1"], adapter.Seen.Select(sent => sent.Headers["X-Session-Id"]));
        Assert.Equal(
            [null, "00000001", "00000002", "00000003"],
            adapter.Seen.Select(sent => sent.Headers["Authorization"] is { } header ? GetCount(header) : null));
        Assert.Equal(["{}", "{}", "{}", "{}"], adapter.Bodies);
    }

    [Fact]
    public async Task A_query_that_a_later_one_adds_is_added_once_to_a_request_that_is_sent_again()
    {
        using var session = Session(out var adapter, Reply(409, ("X-Session-Id", "s1")), Reply(200));
        var sign = new Scheme(request => request.Url += $"?sig={request.Headers["X-Session-Id"] ?? "none"}");

        await session.RequestAsync(new Request("GET", "http://h/a") { Auth = new ChainedAuth(new SessionId(), sign) });

        Assert.Equal(["http://h/a?sig=none", "http://h/a?sig=s1"], adapter.Seen.Select(sent => sent.Url));
    }

    [Fact]
    public async Task Another_origin_receives_nothing_of_any()
    {
        using var session = Session(out var adapter, Reply(409, ("X-Session-Id", "s1")), Redirect(307, "http://other/"), Reply(200));
        var chain = new ChainedAuth(
            new SessionId(),
            new BasicAuth("user", "pass"),
            new Scheme(request =>
            {
                request.Headers["X-Signature"] = "secret-signature";
                request.Body = new BytesBody("signed");
            }));

        var response = await session.RequestAsync(new Request("POST", "http://h/") { Auth = chain, Body = new BytesBody("own") });

        Assert.Equal(["signed", "signed", "own"], adapter.Bodies);
        Assert.Equal(("secret-signature", "s1"), (adapter.Seen[1].Headers["X-Signature"], adapter.Seen[1].Headers["X-Session-Id"]));
        Assert.Equal((null, null, null), (
            adapter.Seen[2].Headers["X-Signature"],
            adapter.Seen[2].Headers["X-Session-Id"],
            adapter.Seen[2].Headers["Authorization"]));
        Assert.DoesNotContain(
            "secret-signature",
            ExchangeRedactor.Create(response).Redact("it was secret-signature and s1"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_the_same_origin_is_signed_anew()
    {
        using var session = Session(out var adapter, Reply(200, ("Link", "</2>; rel=next")), Reply(200));
        var chain = new ChainedAuth(
            new BearerAuth("t"),
            new Scheme(request =>
                request.Headers["X-Signature"] = $"{new Uri(request.Url).AbsolutePath} {request.Headers["Authorization"]}"));
        var request = session.PrepareRequest(new Request("GET", "http://h/1") { Auth = chain });

        await foreach (var page in session.SendPagesAsync(request)) Assert.Equal(200, page.StatusCode);

        Assert.Equal(["/1 Bearer t", "/2 Bearer t"], adapter.Seen.Select(sent => sent.Headers["X-Signature"]));
    }

    [Fact]
    public async Task A_flow_that_never_ends_is_stopped()
    {
        using var session = Session(out var adapter, [.. Enumerable.Repeat(Reply(401), 30)]);
        var endless = new Scheme(static _ => { }) { Again = true };

        var response = await session.RequestAsync(new Request("GET", "http://h/") { Auth = new ChainedAuth(endless, endless) });

        Assert.Equal(401, response.StatusCode);
        Assert.Equal(20, adapter.Seen.Count);
    }

    [Fact]
    public void The_proxy_gets_its_credentials_from_any_place_in_the_chain()
    {
        using var session = Session(out _);
        var proxy = new ProxyAuth("user", "pass");
        var prepared = session.PrepareRequest(new Request("GET", "http://h/") { Auth = new ChainedAuth(new BearerAuth("t"), proxy) });
        Assert.Same(proxy, prepared.ProxyAuth);
        Assert.Equal("Bearer t", prepared.Headers["Authorization"]);
    }

    [Fact]
    public void It_has_the_secrets_and_the_names_of_all()
    {
        var chain = new ChainedAuth(new BearerAuth("t1"), new DigestAuth("alice", "p1"));
        Assert.Equal(["t1", "p1"], chain.Secrets);
        Assert.Equal("Bearer, Digest (alice)", chain.ToString());
        Assert.True(chain.SendsReusableSecret);
        Assert.False(chain.RequiresCallerContext);
        Assert.True(new ChainedAuth(new BearerAuth("t1"), new SessionId()).RequiresCallerContext);
    }

    [Fact]
    public void An_empty_chain_and_two_users_of_one_connection_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ChainedAuth());
        Assert.Throws<ArgumentException>(() => new ChainedAuth(new NegotiateAuth(), new NegotiateAuth()));
    }

    private static string GetCount(string header) => header[(header.IndexOf("nc=", StringComparison.Ordinal) + 3)..][..8];

    /// <summary>Changes a request, and optionally sends each one again.</summary>
    private sealed class Scheme(Action<PreparedRequest> apply, Action<string>? applied = null, string name = "") : AuthBase
    {
        internal bool Again { get; init; }

        public override void Apply(PreparedRequest request)
        {
            applied?.Invoke(name);
            apply(request);
        }

        public override PreparedRequest? Respond(Response response) => Again ? response.Request.Copy() : null;
    }

    /// <summary>Takes the session identifier of a 409, as the clients of Transmission do.</summary>
    private sealed class SessionId : AuthBase
    {
        private string? _id;

        public override void Apply(PreparedRequest request)
        {
            if (_id is not null) request.Headers["X-Session-Id"] = _id;
        }

        public override PreparedRequest? Respond(Response response)
        {
            if (response.StatusCode != 409) return null;
            _id = response.Headers["X-Session-Id"];
            var next = response.Request.Copy();
            next.Headers["X-Session-Id"] = _id;
            return next;
        }
    }
}
