using System.Text;

namespace Requests.Tests.Auth;

/// <summary>Responses of authorization servers are read in all encodings that occur.</summary>
public class TokenReplyTests
{
    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_is_not_part_of_the_token_response(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        foreach (var type in new[] { "application/json", "application/json; charset=utf-8", "text/html" })
        {
            byte[] body = [.. encoding.GetPreamble(), .. encoding.GetBytes("{\"access_token\":\"tökén\",\"expires_in\":\"60\"}")];
            var response = new Response(new PreparedRequest("POST", "https://h/", []), 200, new MemoryStream(body))
            {
                Headers = new() { ["Content-Type"] = type },
            };

            var reply = TokenReply.Parse(response);

            Assert.Equal(("tökén", TimeSpan.FromMinutes(1)), (reply.Text("access_token"), reply.GetSeconds("expires_in")));
        }
    }

    [Fact]
    public void All_escapes_of_a_string_are_read()
    {
        var body = """{"scope":"\ud83d\b\f\n\r\t\/\\\"\u0041"}"""u8.ToArray();

        var reply = TokenReply.Parse(new Response(new PreparedRequest("POST", "https://h/", []), 200, new MemoryStream(body))
        {
            Headers = new() { ["Content-Type"] = "application/json" },
        });

        Assert.Equal("\ud83d\b\f\n\r\t/\\\"A", reply.Text("scope"));
    }

    [Theory]
    [InlineData("{\"access_token\":\"a\",\"\\ud83d\":1,\"scope\":\"\\ud83d\"}")]
    [InlineData("{\"access_token\":\"a\",\"scope\":\"\u00ff\"}")]
    public void A_token_response_with_half_a_surrogate_pair_or_invalid_utf8_is_read(string json)
    {
        var response = new Response(new PreparedRequest("POST", "https://h/", []), 200, new MemoryStream(Encoding.Latin1.GetBytes(json)))
        {
            Headers = new() { ["Content-Type"] = "application/json" },
        };
        var reply = TokenReply.Parse(response);
        Assert.Equal("a", reply.Text("access_token"));
        Assert.NotEmpty(reply.Text("scope")!);
        Assert.Contains("scope", reply.ListNames(), StringComparison.Ordinal);
    }
}
