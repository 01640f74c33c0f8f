namespace Requests.Tests.Auth;

/// <summary>Whatever an authorization server replies, it is a token or an error of the module.</summary>
[Trait(Property.Kind, Property.Name)]
public class TokenReplyPropertyTests
{
    private static readonly Grammar Replies = new(
        ["{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"b c\"}", "{\"error\":\"invalid_grant\",\"error_description\":\"no \\u00e9\",\"error_uri\":\"http://h\"}", "[]", "\"x\"", "<html>"],
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud83d", "\"error\":", "\"expires_in\":", "\"access_token\":", "1e999", "-1", "null", "\"x\"", "\u00ff");

    [Fact]
    public void EveryReplyIsReadOrAnErrorOfTheModule() => Property.Holds(Replies.Bytes, static body =>
    {
        foreach (var status in (int[])[200, 400])
        {
            Property.FailsWithErrorsOfOurs(() =>
            {
                var reply = TokenReply.Parse(new Response(new PreparedRequest("POST", "https://h/", []), status, new MemoryStream(body)) { Headers = new() { ["Content-Type"] = "application/json" } });
                Assert.True(reply.Seconds("expires_in") is null or { TotalSeconds: > 0 });
                Assert.Equal(reply.Names(), VisibleText.EscapeLine(reply.Names()));
            });
        }
    });
}
