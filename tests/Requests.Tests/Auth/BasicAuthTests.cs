namespace Requests.Tests.Auth;

public class BasicAuthTests
{
    [Theory]
    [InlineData("test", "test", "Basic dGVzdDp0ZXN0")]
    [InlineData("\u0438\u043c\u044f", "\u043f\u0430\u0440\u043e\u043b\u044c", "Basic 0LjQvNGPOtC/0LDRgNC+0LvRjA==")]
    [InlineData("\u016fsername", "test\u01b6", "Basic xa9zZXJuYW1lOnRlc3TGtg==")]
    [InlineData("caf\u00e9", "p", "Basic Y2Fmw6k6cA==")]
    [InlineData("", "", "Basic Og==")]
    public void Name_and_password_are_encoded(string user, string password, string expected) =>
        Assert.Equal(expected, Applied(new BasicAuth(user, password)));

    [Theory]
    [InlineData("iso-8859-1", "gr\u00fcn:gr\u00fcn", "Z3L8bjpncvxu")]
    [InlineData("utf-8", "gr\u00fcn:gr\u00fcn", "Z3LDvG46Z3LDvG4=")]
    [InlineData("windows-1251", "\u0438:\u0438", "6Dro")]
    public void The_caller_may_name_the_charset(string charset, string pair, string expected)
    {
        var parts = pair.Split(':');
        Assert.Equal($"Basic {expected}", Applied(new BasicAuth(parts[0], parts[1], EncodingResolver.Find(charset)!)));
    }

    [Fact]
    public void A_name_that_the_charset_cannot_represent_is_an_error_without_the_name()
    {
        var error = Assert.Throws<InvalidHeaderException>(() => new BasicAuth("a", "pass\u0438", System.Text.Encoding.Latin1));

        Assert.Contains("iso-8859-1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0438", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_are_sent_as_they_are()
    {
        Assert.Equal("Basic /zr+", Applied(new BasicAuth([0xff], [0xfe])));
        Assert.Throws<InvalidHeaderException>(() => new BasicAuth([(byte)':'], []));
    }

    [Theory]
    [InlineData("Basic realm=\"r\"", "YTrDvA==")]
    [InlineData("Basic realm=\"r\", charset=\"UTF-8\"", "YTrDvA==")]
    [InlineData("Basic realm=\"r\", charset=\"unknown\"", "YTrDvA==")]
    [InlineData("Basic realm=\"r\", charset=\"ISO-8859-1\"", "YTr8")]
    public async Task The_charset_of_a_challenge_is_used(string challenge, string expected)
    {
        using var session = FakeAdapter.Session(
            out var adapter,
            FakeAdapter.Reply(401, ("WWW-Authenticate", challenge)),
            FakeAdapter.Reply(200));

        await session.RequestAsync(new Request("GET", "http://h/") { Auth = new GuessAuth("a", "\u00fc") });

        Assert.Equal($"Basic {expected}", adapter.Seen[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task Credentials_of_a_URL_and_of_a_proxy_are_UTF_8()
    {
        using var session = FakeAdapter.Session(out var adapter, FakeAdapter.Reply(200));

        await session.RequestAsync(new Request("GET", "http://a:%C3%BC@h/"));

        Assert.Equal("Basic YTrDvA==", adapter.Seen[0].Headers["Authorization"]);
        Assert.Equal("Basic YTrDvA==", ProxyServer.Parse("http://a:%C3%BC@p:1").Authorization);
    }

    [Fact]
    public void A_name_with_a_colon_is_refused() =>
        Assert.Throws<InvalidHeaderException>(() => new BasicAuth("a:b", "c"));

    [Fact]
    public void The_text_of_the_object_has_no_password() => Assert.Equal("Basic (alice)", new BasicAuth("alice", "s3cret").ToString());

    private static string? Applied(BasicAuth auth)
    {
        var request = new PreparedRequest("GET", "http://h/", []);
        auth.Apply(request);
        return request.Headers["Authorization"];
    }
}
