using System.Text;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth.OAuth2;

/// <summary>Tests the claims that a server requires of a new token.</summary>
public class ClaimsChallengeTests
{
    private const string Required = """{"access_token":{"nbf":{"essential":true,"value":"1767225600"}}}""";
    private const string Capability = """{"access_token":{"xms_cc":{"values":["cp1"]}}}""";

    private static readonly string Header =
        $"Bearer realm=\"\", authorization_uri=\"https://login.example/\", error=\"insufficient_claims\", claims=\"{Encode(Required)}\"";

    [Theory]
    [InlineData(null, Required)]
    [InlineData(Capability, """{"access_token":{"xms_cc":{"values":["cp1"]},"nbf":{"essential":true,"value":"1767225600"}}}""")]
    [InlineData("no JSON", Required)]
    public async Task A_token_with_the_claims_is_requested_once(string? own, string expected)
    {
        using var session = Session(out var server, Token("t1"), Reply(401, ("WWW-Authenticate", Header)), Token("t2"), Reply(200));
        using var auth = Auth(own);

        var response = await session.RequestAsync(new Request("GET", "https://api.example/") { Auth = auth });

        Assert.Equal(200, response.StatusCode);
        Assert.Equal(own, QueryDecoder.ToMap(server.Bodies[0]).GetValueOrDefault("claims"));
        Assert.Equal(expected, QueryDecoder.ToMap(server.Bodies[2])["claims"]);
        Assert.Equal("Bearer t2", server.Seen[^1].Headers["Authorization"]);
    }

    [Fact]
    public async Task Claims_that_are_required_again_end_with_the_response()
    {
        var refusal = Reply(401, ("WWW-Authenticate", Header));
        using var session = Session(out var server, Token("t1"), refusal, Token("t2"), refusal);
        using var auth = Auth(own: null);

        Assert.Equal(401, (await session.RequestAsync(new Request("GET", "https://api.example/") { Auth = auth })).StatusCode);
        Assert.Equal(4, server.Seen.Count);
    }

    [Theory]
    [InlineData("Bearer error=\"insufficient_claims\"")]
    [InlineData("Bearer error=\"insufficient_claims\", claims=\"\"")]
    [InlineData("Bearer error=\"insufficient_claims\", claims=\"%%%\"")]
    [InlineData("Bearer error=\"insufficient_claims\", claims=\"W10=\"")]
    [InlineData("Bearer error=\"insufficient_scope\", claims=\"e30=\"")]
    [InlineData("Basic error=\"insufficient_claims\", claims=\"e30=\"")]
    public async Task A_challenge_without_a_JSON_object_is_not_answered(string header)
    {
        using var session = Session(out var server, Token("t1"), Reply(401, ("WWW-Authenticate", header)));
        using var auth = Auth(own: null);

        Assert.Equal(401, (await session.RequestAsync(new Request("GET", "https://api.example/") { Auth = auth })).StatusCode);
        Assert.Equal(2, server.Seen.Count);
    }

    [Theory]
    [InlineData("e30")]
    [InlineData("e30=")]
    [InlineData("eyJhIjoiPz8_In0")]
    [InlineData("eyJhIjoiPz8/In0=")]
    public void Both_alphabets_of_Base64_are_read_with_and_without_padding(string value)
    {
        var response = Reply(401, ("WWW-Authenticate", $"Bearer error=\"insufficient_claims\", claims=\"{value}\""))(
            new PreparedRequest("GET", "https://api.example/", []));

        Assert.StartsWith("{", ClaimsChallenge.Find(response), StringComparison.Ordinal);
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Func<PreparedRequest, Response> Token(string token) =>
        ReplyText(200, $"{{\"access_token\": \"{token}\", \"expires_in\": 3600}}");

    private static OAuth2Auth Auth(string? own) => new(
        new OAuth2Client("https://login.example/token", "client", "secret")
        {
            Parameters = own is null ? [] : [new("claims", own)],
        },
        OAuth2Grant.ClientCredentials);
}
