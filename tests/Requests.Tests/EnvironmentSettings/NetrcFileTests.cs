using System.Text;

namespace Requests.Tests.EnvironmentSettings;

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
    [InlineData("machine a login x password \"open", "a", "x:open")]
    [InlineData("machine a login x password \"\"", "a", "x:")]
    [InlineData("machine a login x password \"y\"default login d password e", "b", "d:e")]
    [InlineData("machine a login x password y\\", "a", "x:y\\")]
    [InlineData("machine a login x password \"y\\", "a", "x:y\\")]
    [InlineData("machine a login x password \\\"y", "a", "x:\"y")]
    [InlineData("machine a\rlogin x\tpassword y", "a", "x:y")]
    [InlineData("machine a login x account acc password y", "a", "x:y")]
    [InlineData("machine a account acc login x password y", "a", "x:y")]
    [InlineData("machine a login x password y\n# the end", "a", "x:y")]
    [InlineData("machine a login #x password y", "a", "#x:y")]
    [InlineData("machine a login x #y\npassword z", "a", "x:z")]
    [InlineData("macdef a\r\nx\r\n\r\nmachine a login x password y", "a", "x:y")]
    public void An_entry_is_found(string text, string host, string expected) => Assert.Equal(expected, Pair(text, host));

    [Theory]
    [InlineData("machine a port 21 login x password y", "a", "x:y", "line 1: the word 'port'")]
    [InlineData("machine a login x\nprotocol https password y\nmachine b login c password d", "a", "x:y", "line 2: the word 'protocol'")]
    [InlineData("nonsense machine a login x password y", "a", "x:y", "line 1: the word 'nonsense'")]
    [InlineData("login unused machine a login x password y", "a", "x:y", null)]
    [InlineData("machine a login x password y nonsense", "a", "x:y", "line 1: the word 'nonsense'")]
    [InlineData("machine a login x password y Rest2", "a", "x:y", "line 1: a word is not known")]
    [InlineData("machine a login x password y rest", "a", "x:y", "line 1: the word 'rest'")]
    [InlineData("machine a login x\n\npassword y abcdefghijklmnop", "a", "x:y", "line 3: the word 'abcdefghijklmnop'")]
    [InlineData("machine a login x password y abcdefghijklmnopq", "a", "x:y", "line 1: a word is not known")]
    [InlineData("machine a login x password y one two three", "a", "x:y", "line 1: the word 'one'")]
    [InlineData("machine a login x password y\nmachine b login", "a", "x:y", null)]
    [InlineData("machine a login x password y\nmachine", "a", "x:y", null)]
    public void The_rest_of_a_file_is_read_after_an_unknown_word(string text, string host, string expected, string? warning)
    {
        Assert.Equal(expected, Pair(text, host));
        var warnings = NetrcFile.Parse(text).Warnings;
        if (warning is null) Assert.Empty(warnings);
        else Assert.Contains(warning, Assert.Single(warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("Rest2", string.Concat(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("machine a login x password y", "b")]
    [InlineData("machine a login x password y", "a.evil.com")]
    [InlineData("default", "a")]
    [InlineData("machine a", "a")]
    [InlineData("", "a")]
    [InlineData("machine", "a")]
    [InlineData("machine a login", "a")]
    [InlineData("machine a login x:z password y", "a")]
    [InlineData("machine a login \"\" password \"\"", "a")]
    [InlineData("macdef init\nmachine a login x password y", "a")]
    public void No_credentials_are_returned_without_a_matching_entry(string text, string host) => Assert.Null(Pair(text, host));

    [Theory]
    [InlineData("foo", "foo:f")]
    [InlineData("bar", "bar:b")]
    [InlineData("d", "d:e")]
    [InlineData("other", null)]
    [InlineData(null, "bar:b")]
    public void The_entry_of_the_user_is_selected_among_several(string? user, string? expected) =>
        Assert.Equal(
            expected,
            Pair("machine a login foo password f\nmachine a login bar password b\ndefault login d password e", "a", user));

    [Theory]
    [InlineData("macdef testmacro\nlogin no\npassword no machine a\ndefault login no password no\n\nmachine a login x password y")]
    [InlineData("macdef testmacro\r\nlogin no\r\npassword no machine a\r\n\r\nmachine a login x password y\r\n")]
    [InlineData("machine a login x password y\nmacdef end\nmachine a login no password no")]
    [InlineData("machine b password other\nmachine a\nlogin x\npassword y\n")]
    public void Macros_and_other_machines_are_ignored(string text) => Assert.Equal("x:y", Pair(text, "a"));

    [Fact]
    public void A_password_alone_is_sent_without_a_name() =>
        Assert.Equal(":secret", Pair("machine b password no\nmachine a password secret", "a"));

    [Fact]
    public void Each_unknown_word_after_a_known_one_is_a_warning()
    {
        var warnings = NetrcFile.Parse("machine a port 21 login x\nport 22 password y").Warnings;

        Assert.Equal(2, warnings.Count);
        Assert.StartsWith("line 2", warnings[1], StringComparison.Ordinal);
    }

    private static string? Pair(string text, string host, string? user = null)
    {
        if (NetrcFile.Parse(text).GetCredentials(host, user) is not { } auth) return null;
        var request = new PreparedRequest("GET", $"http://{host}/", []);
        auth.Apply(request);
        return Encoding.Latin1.GetString(Convert.FromBase64String(request.Headers["Authorization"]!["Basic ".Length..]));
    }
}
