using System.Globalization;
using System.Text.RegularExpressions;

namespace Requests.Tests.Cookies;

public class PublicSuffixesTests
{
    [Fact]
    public void The_tests_of_the_public_suffix_list_pass()
    {
        using var reader = new StreamReader(typeof(PublicSuffixesTests).Assembly.GetManifestResourceStream("test_psl.txt")!);
        var names = new IdnMapping();
        var rows = 0;
        var check = new Regex(
            @"^checkPublicSuffix\('(?<host>[^'.][^']*)', ('(?<own>[^']+)'|null)\);",
            RegexOptions.Multiline | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(5));
        foreach (Match row in check.Matches(reader.ReadToEnd()))
        {
            rows++;
            var host = names.GetAscii(row.Groups["host"].Value.ToLowerInvariant());
            if (!row.Groups["own"].Success)
            {
                Assert.True(PublicSuffixes.Contains(host), host);
                continue;
            }

            var own = names.GetAscii(row.Groups["own"].Value);
            Assert.False(PublicSuffixes.Contains(own), own);
            // An exception of a wildcard rule is below a name that is not a suffix.
            if (own != "city.kobe.jp") Assert.True(PublicSuffixes.Contains(own[(own.IndexOf('.', StringComparison.Ordinal) + 1)..]), own);
        }

        Assert.InRange(rows, 70, 200);
    }

    [Theory]
    [InlineData("a.co.uk", "co.uk", 0)]
    [InlineData("me.github.io", "github.io", 0)]
    [InlineData("a.example.co.uk", "example.co.uk", 1)]
    [InlineData("github.io", "github.io", 1)]
    [InlineData("a.internal.corp", "internal.corp", 1)]
    [InlineData("printer", "printer", 1)]
    [InlineData("localhost", "localhost", 1)]
    [InlineData("127.0.0.1", "127.0.0.1", 1)]
    [InlineData("a.com", "com", 0)]
    public void No_cookie_is_set_for_a_public_suffix(string host, string domain, int count)
    {
        var jar = new CookieJar();
        jar.Receive($"https://{host}/", [$"a=1; Domain={domain}"]);
        Assert.Equal(count, jar.Count);
    }

    [Fact]
    public void A_public_suffix_that_is_a_host_gets_host_only_cookies()
    {
        var jar = new CookieJar();
        jar.Receive("https://github.io/", ["a=1; Domain=github.io"]);
        Assert.True(jar.Single().HostOnly);
    }
}
