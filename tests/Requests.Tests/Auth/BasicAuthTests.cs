namespace Requests.Tests.Auth;

public class BasicAuthTests
{
    [Theory]
    [InlineData("test", "test", "Basic dGVzdDp0ZXN0")]
    [InlineData("\u0438\u043c\u044f", "\u043f\u0430\u0440\u043e\u043b\u044c", "Basic 0LjQvNGPOtC/0LDRgNC+0LvRjA==")]
    [InlineData("\u016fsername", "test\u01b6", "Basic xa9zZXJuYW1lOnRlc3TGtg==")]
    [InlineData("caf\u00e9", "p", "Basic Y2Fm6Tpw")]
    [InlineData("", "", "Basic Og==")]
    public void A02_A03_A04_Name_and_password_are_encoded(string user, string password, string expected) =>
        Assert.Equal(expected, Applied(new BasicAuth(user, password)));

    [Fact]
    public void A_name_with_a_colon_cannot_be_told_from_the_password() =>
        Assert.Throws<InvalidHeaderException>(() => new BasicAuth("a:b", "c"));

    [Fact]
    public void It_shows_no_password() => Assert.Equal("Basic (alice)", new BasicAuth("alice", "s3cret").ToString());

    private static string? Applied(BasicAuth auth)
    {
        var request = new PreparedRequest("GET", "http://h/", []);
        auth.Apply(request);
        return request.Headers["Authorization"];
    }
}
