using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Auth;

/// <summary>Tests responses of authorization and resource servers that differ from the standard.</summary>
public class OAuth2ReplyTests
{
    private const string Reply1 = """{"access_token":"one","expires_in":86400}""";
    private const string Reply2 = """{"access_token":"two","expires_in":86400}""";

    [Theory]
    [InlineData("""{"ok":true,"access_token":"xoxb-1","token_type":"bot","scope":"a,b"}""")]
    [InlineData("""{"access_token":"xoxb-1","token_type":"Bearer "}""")]
    [InlineData("""{"access_token":"xoxb-1","token_type":"bearer"}""")]
    [InlineData("""{"access_token":"xoxb-1"}""")]
    public async Task A_token_is_sent_as_bearer(string reply)
    {
        using var session = Session(out var adapter, ReplyText(200, reply), Reply(200));
        using var auth = Auth();

        await session.RequestAsync(new Request("GET", "http://h/") { Auth = auth });

        Assert.Equal("Bearer xoxb-1", adapter.Seen[1].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("""{"access_token":"x","token_type":"DPoP"}""", "DPoP")]
    [InlineData("""{"access_token":"x","token_type":"mac"}""", "mac")]
    [InlineData("""{"ok":false,"error":"invalid_code"}""", "invalid_code")]
    [InlineData("""{"ok":true,"authed_user":{"access_token":"secret"}}""", "but ok, authed_user")]
    public async Task A_token_that_is_not_a_bearer_token_is_an_error_that_names_its_type(string reply, string expected)
    {
        using var session = Session(out _, ReplyText(200, reply));
        using var auth = Auth();

        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => session.RequestAsync(new Request("GET", "http://h/") { Auth = auth }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"access_token":"hf7eh3k9","error":"no hf7eh3k9"}""")]
    [InlineData("""{"refresh_token":"hf7eh3k9","error":"no","error_description":"not hf7eh3k9"}""")]
    [InlineData("""{"id_token":"hf7eh3k9","error":"hf7eh3k9","error_uri":"https://h/?x=hf7eh3k9"}""")]
    public async Task A_token_that_the_server_repeats_in_a_refusal_is_redacted(string reply)
    {
        using var session = Session(out _, ReplyText(200, reply));
        using var auth = Auth();

        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => session.RequestAsync(new Request("GET", "http://h/") { Auth = auth }));

        Assert.Contains(SensitiveNames.Redacted, error.Message, StringComparison.Ordinal);
        var texts = $"{error.Message} {error.Error} {error.ErrorDescription} {error.ErrorUri}";
        Assert.DoesNotContain("hf7eh3k9", texts, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "two")]
    [InlineData("Bearer", "two")]
    [InlineData("Bearer realm=\"x\"", "two")]
    [InlineData("Bearer error=\"invalid_token\"", "two")]
    [InlineData("Bearer error=\"insufficient_scope\"", "one")]
    [InlineData("Bearer error=\"invalid_request\"", "one")]
    public async Task A_token_that_the_server_revoked_is_renewed_once(string? challenge, string last)
    {
        var refusal = challenge is null ? Reply(401) : Reply(401, ("WWW-Authenticate", challenge));
        using var session = Session(out var adapter, ReplyText(200, Reply1), Reply(200), refusal, ReplyText(200, Reply2), refusal);
        using var auth = Auth();
        await session.RequestAsync(new Request("GET", "http://h/") { Auth = auth });

        var response = await session.RequestAsync(new Request("GET", "http://h/") { Auth = auth });

        Assert.Equal(401, response.StatusCode);
        Assert.Equal(last == "one" ? 3 : 5, adapter.Seen.Count);
        Assert.Equal($"Bearer {last}", adapter.Seen[^1].Headers["Authorization"]);
    }

    [Theory]
    [InlineData(100, 90)]
    [InlineData(299, 269.1)]
    [InlineData(300, 270)]
    [InlineData(3600, 3570)]
    public void A_token_is_renewed_30_seconds_or_a_tenth_of_its_lifetime_before_it_expires(int lifetime, double renewal)
    {
        var now = DateTimeOffset.UnixEpoch;

        var token = OAuth2Token.From("a", refreshToken: null, idToken: null, now, TimeSpan.FromSeconds(lifetime));

        Assert.Equal((now.AddSeconds(lifetime), now.AddSeconds(renewal)), (token.ExpiresAt, token.RenewAt));
    }

    [Fact]
    public async Task The_response_of_a_token_endpoint_has_1_MiB_at_most()
    {
        const string Start = "{\"access_token\":\"a\",\"padding\":\"";
        var largest = $"{Start}{new string('x', (1024 * 1024) - Start.Length - 2)}\"}}";
        using var session = Session(out var adapter, ReplyText(200, largest), Reply(200), ReplyText(200, largest + " "));
        using (var auth = Auth()) await session.RequestAsync(new Request("GET", "http://h/") { Auth = auth });
        Assert.Equal("Bearer a", adapter.Seen[1].Headers["Authorization"]);

        using var other = Auth();
        await Assert.ThrowsAsync<ResponseTooLargeException>(() => session.RequestAsync(new Request("GET", "http://h/") { Auth = other }));
    }

    [Fact]
    public async Task A_new_token_that_is_refused_without_an_error_code_is_not_replaced()
    {
        using var session = Session(out var adapter, ReplyText(200, Reply1), Reply(401));
        using var auth = Auth();

        Assert.Equal(401, (await session.RequestAsync(new Request("GET", "http://h/") { Auth = auth })).StatusCode);
        Assert.Equal(2, adapter.Seen.Count);
    }

    [Theory]
    [InlineData("1PpG/Q 1", "z/tZ9VwFZqApmIQ+ZH1I5pLk/uB4ud:X2/8bL+wfFTt1rFw=", true)]
    [InlineData("client", "plain", false)]
    public async Task Client_name_and_secret_are_form_encoded_and_a_refusal_says_so(string name, string secret, bool isEncoded)
    {
        using var session = Session(out _, ReplyText(401, """{"error":"invalid_client"}"""));
        using var auth = new OAuth2Auth(new OAuth2Client("http://127.0.0.1/token", name, secret), OAuth2Grant.ClientCredentials);

        var error = await Assert.ThrowsAsync<OAuth2Exception>(() => session.RequestAsync(new Request("GET", "http://h/") { Auth = auth }));

        Assert.Equal(isEncoded, error.Message.Contains("does not decode", StringComparison.Ordinal));
        Assert.DoesNotContain(secret, error.Message, StringComparison.Ordinal);
    }

    private static OAuth2Auth Auth() => new(new OAuth2Client("http://127.0.0.1/token", "client", "s"), OAuth2Grant.ClientCredentials);
}
