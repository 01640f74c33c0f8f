using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Sessions;

public class AuthFlowTests
{
    [Fact]
    public async Task Auth_of_the_session_is_applied_in_preparing()
    {
        using var session = Session(out var adapter, Reply(200));
        session.Auth = new HeaderAuth("Dummy-Auth-Test", "dummy-auth-test-ok");

        await session.RequestAsync(new Request("GET", "http://h/"));

        Assert.Equal("dummy-auth-test-ok", adapter.Seen[0].Headers["Dummy-Auth-Test"]);
    }

    [Fact]
    public async Task A_call_wins_over_its_session_and_both_over_the_url()
    {
        using var session = Session(out var adapter, Reply(200), Reply(200), Reply(200));

        await session.RequestAsync(new Request("GET", "http://url:p@h/"));
        session.Auth = new BasicAuth("session", "p");
        await session.RequestAsync(new Request("GET", "http://url:p@h/"));
        await session.RequestAsync(new Request("GET", "http://url:p@h/") { Auth = new BasicAuth("call", "p") });

        Assert.Equal(["url:p", "session:p", "call:p"], adapter.Seen.Select(sent => Decode(sent.Headers["Authorization"]!)));
        Assert.All(adapter.Seen, sent => Assert.Equal("http://h/", sent.Url));
    }

    [Fact]
    public async Task Auth_replaces_an_authorization_header_by_hand()
    {
        using var session = Session(out var adapter, Reply(200));

        await session.RequestAsync(
            new Request("GET", "http://h/") { Headers = new() { ["Authorization"] = "hand" }, Auth = new BasicAuth("u", "p") });

        Assert.Equal("u:p", Decode(adapter.Seen[0].Headers["Authorization"]!));
    }

    [Fact]
    public async Task A_challenge_is_handled_and_kept_in_the_history()
    {
        using var session = Session(out var adapter, Reply(401, ("Set-Cookie", "fake=value; Path=/")), Reply(200));

        var response = await session.RequestAsync(
            new Request("POST", "http://h/a") { Body = new BytesBody("body"), Auth = new ChallengeAuth() });

        Assert.Equal(200, response.StatusCode);
        Assert.Equal(401, response.History.Single().StatusCode);
        Assert.Equal([null, "response"], adapter.Seen.Select(sent => sent.Headers["Authorization"]));
        Assert.Equal([null, "fake=value"], adapter.Seen.Select(sent => sent.Headers["Cookie"]));
        Assert.Equal(["body", "body"], adapter.Bodies);
    }

    [Fact]
    public async Task Credentials_for_one_url_are_not_sent_to_the_next()
    {
        using var session = Session(out var adapter, Reply(401), Redirect(302, "/b"), Reply(401), Reply(200));

        var response = await session.RequestAsync(new Request("GET", "http://h/a") { Auth = new ChallengeAuth() });

        Assert.Equal([null, "response", null, "response"], adapter.Seen.Select(sent => sent.Headers["Authorization"]));
        Assert.Equal([401, 302, 401], response.History.Select(hop => hop.StatusCode));
    }

    [Fact]
    public async Task Challenges_do_not_count_as_redirects()
    {
        using var session = Session(out _, Reply(401), Redirect(302, "/b"), Reply(401), Reply(200));

        var response = await session.RequestAsync(
            new Request("GET", "http://h/a") { Auth = new ChallengeAuth() },
            new SendOptions { MaximumRedirects = 1 });

        Assert.Equal(200, response.StatusCode);
    }

    [Fact]
    public void Auth_that_changes_the_body_changes_its_length()
    {
        using var session = Session(out _);

        var prepared = session.PrepareRequest(new Request("POST", "http://h/") { Body = new BytesBody("x"), Auth = new BodyAuth() });

        Assert.Equal("6", prepared.Headers["Content-Length"]);
    }

    private static string Decode(string header) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..]));

    [Fact]
    public async Task An_auth_that_never_gives_up_is_followed_ten_times()
    {
        using var session = Session(out var adapter, [.. Enumerable.Repeat(Reply(401), 20)]);

        var response = await session.RequestAsync(new Request("GET", "http://h/") { Auth = new StubbornAuth() });

        Assert.Equal((401, 10, 11), (response.StatusCode, response.History.Count, adapter.Seen.Count));
    }

    private sealed class StubbornAuth : AuthBase
    {
        public override PreparedRequest? Respond(Response response) => response.Request.Copy();
    }

    private sealed class HeaderAuth(string name, string value) : AuthBase
    {
        public override void Apply(PreparedRequest request) => request.Headers[name] = value;
    }

    private sealed class BodyAuth : AuthBase
    {
        public override void Apply(PreparedRequest request) => request.Body = new BytesBody("signed");
    }

    private sealed class ChallengeAuth : AuthBase
    {
        public override PreparedRequest? Respond(Response response)
        {
            if (response.StatusCode != 401 || response.Request.Headers.ContainsKey("Authorization")) return null;
            var again = response.Request.Copy();
            again.Headers["Authorization"] = "response";
            return again;
        }
    }
}
