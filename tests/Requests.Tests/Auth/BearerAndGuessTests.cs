using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

public class BearerAndGuessTests
{
    [Fact]
    public async Task A_token_is_sent_with_each_request_of_its_origin_and_to_no_other()
    {
        using var session = Session(out var adapter, Redirect(302, "/b"), Redirect(302, "http://other/"), Reply(200));
        session.Auth = new BearerAuth("abc.DEF-1");

        await session.RequestAsync(new Request("GET", "http://h/a"));

        Assert.Equal(["Bearer abc.DEF-1", "Bearer abc.DEF-1", null], adapter.Seen.Select(item => item.Headers["Authorization"]));
        Assert.DoesNotContain("abc", session.Auth.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("abc\n")]
    [InlineData("abc\u007f")]
    [InlineData("t\u00f6ken")]
    public void An_invalid_token_is_refused_without_showing_it(string token) =>
        Assert.DoesNotContain(
            "ken",
            Assert.Throws<InvalidHeaderException>(() => new BearerAuth(token)).Message.Replace("token", "", StringComparison.Ordinal),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Basic realm=\"r\"", "Basic dTpw")]
    [InlineData("Basic realm=\"r\", Digest realm=\"r\", nonce=\"n\"", "Digest username=\"u\"")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=UNKNOWN, Basic realm=\"r\"", "Basic dTpw")]
    public async Task The_scheme_is_the_one_that_the_server_requires(string challenge, string expected)
    {
        using var session = Session(out var adapter, Reply(401, ("WWW-Authenticate", challenge)), Reply(200));

        var response = await session.RequestAsync(
            new Request("POST", "http://h/") { Auth = new GuessAuth("u", "p"), Body = new BytesBody("body") });

        Assert.Equal(200, response.StatusCode);
        Assert.Null(adapter.Seen[0].Headers["Authorization"]);
        Assert.StartsWith(expected, adapter.Seen[1].Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(["body", "body"], adapter.Bodies);
    }

    [Theory]
    [InlineData("Negotiate")]
    [InlineData("Bearer")]
    public async Task A_challenge_for_another_scheme_is_returned(string challenge)
    {
        using var session = Session(out var adapter, Reply(401, ("WWW-Authenticate", challenge)));
        Assert.Equal(401, (await session.RequestAsync(new Request("GET", "http://h/") { Auth = new GuessAuth("u", "p") })).StatusCode);
        Assert.Single(adapter.Seen);
    }

    [Fact]
    public async Task A_wrong_password_is_sent_once()
    {
        using var session = Session(out var adapter, Reply(401, ("WWW-Authenticate", "Basic")), Reply(401, ("WWW-Authenticate", "Basic")));
        Assert.Equal(401, (await session.RequestAsync(new Request("GET", "http://h/") { Auth = new GuessAuth("u", "p") })).StatusCode);
        Assert.Equal(2, adapter.Seen.Count);
    }
}
