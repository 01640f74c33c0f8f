namespace Requests.Tests.Auth;

/// <summary>Any response of an authorization server is a token or an error of the module.</summary>
[Trait(Property.Kind, Property.Name)]
public class TokenReplyPropertyTests
{
    private static readonly Grammar Replies = new(
        [
            "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"b c\"}",
            "{\"error\":\"invalid_grant\",\"error_description\":\"no \\u00e9\",\"error_uri\":\"http://h\"}", "[]", "\"x\"", "<html>"
        ],
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud83d", "\"error\":", "\"expires_in\":", "\"access_token\":", "1e999", "-1", "null",
        "\"x\"", "\u00ff");

    [Fact]
    public void Every_token_response_is_read_or_an_error_of_the_module() => Property.Holds(Replies.Bytes, static body =>
    {
        foreach (var status in (int[])[200, 400])
        {
            Property.FailsWithModuleErrors(() =>
            {
                var request = new PreparedRequest("POST", "https://h/", []);
                var headers = new HeaderDictionary { ["Content-Type"] = "application/json" };
                var reply = TokenReply.Parse(new Response(request, status, new MemoryStream(body)) { Headers = headers });
                Assert.True(reply.GetSeconds("expires_in") is null or { TotalSeconds: > 0 });
                Assert.Equal(reply.ListNames(), VisibleText.EscapeLine(reply.ListNames()));
            });
        }
    });
}
