using System.Text;

namespace Requests.Tests.Ambient;

public class NetrcFileTests
{
    [Theory]
    [InlineData("machine example.com login aaaa password bbbb", "example.com", "aaaa:bbbb")]
    [InlineData("machine example.com\n\tlogin aaaa\n\tpassword bbbb\n", "EXAMPLE.com", "aaaa:bbbb")]
    [InlineData("machine a login x password y\nmachine b login z password w", "b", "z:w")]
    [InlineData("machine a login x password y\nmachine a login z password w", "a", "z:w")]
    [InlineData("machine a login x password y\ndefault login d password e", "b", "d:e")]
    [InlineData("default login d password e\nmachine a login x password y", "a", "x:y")]
    [InlineData("machine a user x password y", "a", "x:y")]
    [InlineData("machine a account acc password y", "a", "acc:y")]
    [InlineData("machine a login x", "a", "x:")]
    [InlineData("# comment machine a login no password no\nmachine a login x password y # behind", "a", "x:y")]
    [InlineData("machine a login x password #hash", "a", "x:#hash")]
    [InlineData("#\nmachine a login x password y", "a", "x:y")]
    [InlineData("machine a login \"x y\" password \"p\\\"q\"", "a", "x y:p\"q")]
    [InlineData("machine a login x\\ y password p\\\\q", "a", "x y:p\\q")]
    [InlineData("macdef init\nmachine evil login no password no\n\nmachine a login x password y", "a", "x:y")]
    [InlineData("machine a login x password y\nmacdef init\ncd /pub\n\nmachine b login z password w", "b", "z:w")]
    public void A07_An_entry_is_found(string text, string host, string expected) => Assert.Equal(expected, Pair(text, host));

    [Theory]
    [InlineData("machine a login x password y", "b")]
    [InlineData("machine a login x password y", "a.evil.com")]
    [InlineData("default", "a")]
    [InlineData("machine a", "a")]
    [InlineData("", "a")]
    [InlineData("machine", "a")]
    [InlineData("machine a login", "a")]
    [InlineData("machine a login x password y nonsense", "a")]
    [InlineData("macdef init\nmachine a login x password y", "a")]
    public void A09_Nothing_is_made_up(string text, string host) => Assert.Null(Pair(text, host));

    private static string? Pair(string text, string host)
    {
        if (NetrcFile.Parse(text).For(host) is not { } auth) return null;
        var request = new PreparedRequest("GET", $"http://{host}/", []);
        auth.Apply(request);
        return Encoding.Latin1.GetString(Convert.FromBase64String(request.Headers["Authorization"]!["Basic ".Length..]));
    }
}
