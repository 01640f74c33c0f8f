using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

/// <summary>What an authentication changes in a request is for one origin, and it is redacted.</summary>
public class AuthChangesTests
{
    private const string Secret = "kanari-4711";

    [Theory]
    [InlineData("http://h/a", "http://other/", false)]
    [InlineData("http://h/a", "http://h:8080/", false)]
    [InlineData("https://h/a", "http://h/", false)]
    [InlineData("http://h/a", "https://h/", true)]
    [InlineData("http://h/a", "http://h/b", true)]
    public async Task A_header_of_any_name_follows_a_redirect_as_Authorization_does(string from, string to, bool isKept)
    {
        using var session = Session(out var adapter, Redirect(302, to), Reply(200));
        session.Defaults = session.Defaults with { AllowInsecureRedirect = true };
        session.Auth = new Scheme(request => request.Headers["Authorization"] = request.Headers["X-Pizza"] = Secret);

        await session.RequestAsync(new Request("GET", from));

        Assert.Equal(Secret, adapter.Seen[0].Headers["X-Pizza"]);
        Assert.Equal(isKept ? Secret : null, adapter.Seen[1].Headers["X-Pizza"]);
        Assert.Equal(isKept ? Secret : null, adapter.Seen[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_second_redirect_drops_it_too()
    {
        using var session = Session(
            out var adapter,
            Redirect(302, "/b"),
            Redirect(302, "http://other/"),
            Redirect(302, "http://h/"),
            Reply(200));

        await session.RequestAsync(new Request("GET", "http://h/a") { Auth = Pizza() });

        Assert.Equal([Secret, Secret, null, null], adapter.Seen.Select(sent => sent.Headers["X-Pizza"]));
    }

    [Fact]
    public async Task Another_origin_receives_the_value_that_the_caller_gave()
    {
        using var session = Session(out var adapter, Redirect(302, "http://other/"), Reply(200));
        var request = new Request("GET", "http://h/") { Headers = new() { ["X-Pizza"] = "plain", ["Accept"] = "a/b" } };
        request.Auth = new Scheme(sent =>
        {
            sent.Headers["x-pizza"] = Secret;
            sent.Headers.Append("Accept", "c/d");
        });

        await session.RequestAsync(request);

        Assert.Equal((Secret, "a/b, c/d"), (adapter.Seen[0].Headers["X-Pizza"], adapter.Seen[0].Headers["Accept"]));
        Assert.Equal(("plain", "a/b"), (adapter.Seen[1].Headers["X-Pizza"], adapter.Seen[1].Headers["Accept"]));
    }

    [Fact]
    public async Task A_header_that_the_authentication_removed_stays_removed()
    {
        using var session = Session(out var adapter, Redirect(302, "http://other/"), Reply(200));
        var request = new Request("GET", "http://h/") { Headers = new() { ["X-Seed"] = Secret } };
        request.Auth = new Scheme(static sent => sent.Headers.Remove("X-Seed"));

        await session.RequestAsync(request);

        Assert.All(adapter.Seen, sent => Assert.False(sent.Headers.ContainsKey("X-Seed")));
    }

    [Fact]
    public async Task A_header_collection_that_was_replaced_is_compared()
    {
        using var session = Session(out var adapter, Redirect(302, "http://other/"), Reply(200));
        var auth = new Scheme(static sent => sent.Headers = new(sent.Headers) { ["X-Pizza"] = Secret });

        await session.RequestAsync(new Request("GET", "http://h/") { Auth = auth, Headers = new() { ["X-Own"] = "1" } });

        Assert.Equal([Secret, null], adapter.Seen.Select(sent => sent.Headers["X-Pizza"]));
        Assert.Equal(["1", "1"], adapter.Seen.Select(sent => sent.Headers["X-Own"]));
    }

    [Fact]
    public async Task Another_origin_receives_the_body_and_the_method_that_the_caller_gave()
    {
        using var session = Session(out var adapter, Redirect(307, "http://other/"), Reply(200));
        var request = new Request("PUT", "http://h/") { Body = new FormBody([new("a", "1")]) };
        request.Auth = new Scheme(static sent =>
        {
            sent.Method = "POST";
            sent.Body = new FormBody([new("a", "1"), new("pizza", Secret)]);
        });

        await session.RequestAsync(request);

        Assert.Equal([$"a=1&pizza={Secret}", "a=1"], adapter.Bodies);
        Assert.Equal(["POST", "PUT"], adapter.Seen.Select(sent => sent.Method));
        Assert.Equal("3", adapter.Seen[1].Headers["Content-Length"]);
    }

    [Fact]
    public async Task OAuth1_in_the_body_is_not_sent_to_another_origin()
    {
        using var session = Session(out var adapter, Redirect(307, "http://other/"), Reply(200));
        var client = new OAuth1Client("key", "secret") { Placement = OAuth1Placement.Body };

        await session.RequestAsync(new Request("POST", "http://h/") { Auth = new OAuth1Auth(client) });

        Assert.Contains("oauth_signature=", adapter.Bodies[0], StringComparison.Ordinal);
        Assert.Equal("", adapter.Bodies[1]);
        Assert.Equal(("0", null), (adapter.Seen[1].Headers["Content-Length"], adapter.Seen[1].Headers["Content-Type"]));
    }

    [Fact]
    public async Task A_page_of_another_origin_receives_nothing_of_it_and_one_of_the_same_origin_receives_it_once()
    {
        using var session = Session(
            out var adapter,
            Reply(200, ("Link", "</2>; rel=next")),
            Reply(200, ("Link", "<http://other/3>; rel=next")),
            Reply(200));
        var request = new Request("GET", "http://h/1") { Headers = new() { ["X-Pizza"] = "plain" } };
        request.Auth = new Scheme(static sent => sent.Headers.Append("X-Pizza", Secret));

        await foreach (var page in session.SendPagesAsync(session.PrepareRequest(request))) page.Close();

        Assert.Equal([$"plain, {Secret}", $"plain, {Secret}", "plain"], adapter.Seen.Select(sent => sent.Headers["X-Pizza"]));
    }

    [Fact]
    public async Task A_request_that_is_sent_by_hand_later_follows_the_rule_too()
    {
        using var session = Session(
            out var adapter,
            Redirect(302, "http://other/"),
            Reply(200),
            Redirect(302, "http://other/"),
            Reply(200));
        var response = await session.RequestAsync(new Request("GET", "http://h/") { Auth = new Challenge() });
        Assert.Equal([Secret, null], adapter.Seen.Select(sent => sent.Headers["X-Pizza"]));

        await session.SendAsync(response.History[0].Request);

        Assert.Equal([Secret, null], adapter.Seen.Skip(2).Select(sent => sent.Headers["X-Pizza"]));
    }

    [Fact]
    public async Task What_a_hook_sets_is_not_authentication()
    {
        using var session = Session(out var adapter, Redirect(302, "http://other/"), Reply(200));
        var hooks = new RequestHooks(request: [static (sent, _) =>
        {
            sent.Headers["X-Hook"] = "hook";
            return null;
        }]);

        await session.RequestAsync(new Request("GET", "http://h/") { Auth = Pizza(), Hooks = hooks });

        Assert.Equal(["hook", "hook"], adapter.Seen.Select(sent => sent.Headers["X-Hook"]));
        Assert.Null(adapter.Seen[1].Headers["X-Pizza"]);
    }

    [Fact]
    public async Task Its_values_are_secrets_of_the_exchange()
    {
        using var session = Session(out _, ReplyText(200, Secret));
        var auth = new Scheme(static sent =>
        {
            sent.Headers["X-Pizza"] = "1";
            sent.Headers["X-Cheese"] = Secret;
            sent.Url += "?own=2&slice=Quattro9&slice_version=1.0";
        });

        var response = await session.RequestAsync(new Request("GET", "http://h/") { Auth = auth });

        var secrets = ExchangeRedactor.Create(response);
        Assert.Equal(SensitiveNames.Redacted, ExchangeRedactor.RedactHeader("x-pizza", "1", secrets));
        Assert.Equal("********, ******** and 1.0", secrets.Redact($"{Secret}, Quattro9 and 1.0"));
        System.Collections.IEnumerable headers = response.Request.Headers;
        foreach (HeaderField field in headers)
        {
            if (field.Name is "X-Pizza" or "X-Cheese") Assert.Equal(SensitiveNames.Redacted, field.ShownValue);
        }
    }

    [Fact]
    public async Task A_header_of_a_response_to_a_challenge_is_a_secret()
    {
        using var session = Session(out _, Reply(401), Reply(200));

        var response = await session.RequestAsync(new Request("GET", "http://h/") { Auth = new Challenge() });

        Assert.Equal(200, response.StatusCode);
        Assert.True(response.Request.Headers.IsSecret("X-Pizza"));
        Assert.False(response.Request.Headers.IsSecret("Accept"));
    }

    [Fact]
    public void A_header_that_describes_the_body_is_no_secret()
    {
        using var session = Session(out _);
        var auth = new Scheme(static sent => sent.Body = new FormBody([new("pizza", Secret)]));

        var prepared = session.PrepareRequest(new Request("POST", "http://h/") { Auth = auth });

        Assert.Equal(0, prepared.Headers.SecretNames.Length);
        Assert.Equal("********", ExchangeRedactor.Create(prepared).Redact(Secret));
    }

    [Fact]
    public void Which_schemes_send_a_reusable_secret()
    {
        AuthBase[] reusable = [new BasicAuth("u", "p"), new BearerAuth("t"), new GuessAuth("u", "p")];
        Assert.All(reusable, static auth => Assert.True(auth.SendsReusableSecret));
        Assert.True(new ProxyAuth("u", "p") { Server = new GuessAuth("u", "p") }.SendsReusableSecret);
        AuthBase[] others = [new DigestAuth("u", "p"), new ProxyAuth("u", "p"), Pizza()];
        Assert.All(others, static auth => Assert.False(auth.SendsReusableSecret));
    }

    private static Scheme Pizza() => new(static request => request.Headers["X-Pizza"] = Secret);

    private sealed class Scheme(Action<PreparedRequest> apply) : AuthBase
    {
        public override void Apply(PreparedRequest request) => apply(request);
    }

    /// <summary>Writes the header when it is sent, and once more after a 401.</summary>
    private sealed class Challenge : AuthBase
    {
        public override IEnumerable<PreparedRequest> Flow(AuthExchange exchange)
        {
            exchange.Request.Headers["X-Pizza"] = Secret;
            yield return exchange.Request;
            if (exchange.LastResponse!.StatusCode != 401) yield break;
            var next = exchange.Request.Copy();
            next.Headers["X-Pizza"] = Secret + "!";
            yield return next;
        }
    }
}
