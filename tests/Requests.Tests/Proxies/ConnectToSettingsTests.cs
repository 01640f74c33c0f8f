using CsCheck;

namespace Requests.Tests.Proxies;

/// <summary>Tests which host and port a URL is connected to.</summary>
public class ConnectToSettingsTests
{
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["*"] = "any.example",
        [":8443"] = ":9443",
        ["www.example.com"] = "node1",
        ["WWW.example.com.:443"] = "node2:1443",
        ["[0:0::1]:80"] = "[::2]:81",
        ["b\u00fccher.example"] = "10.0.0.7",
        ["same.example"] = "same.example",
    };

    [Theory]
    [InlineData("https://www.example.com/a?b", "node2:1443")]
    [InlineData("http://www.example.com/", "node1:80")]
    [InlineData("https://www.example.com:8443/", "node1:8443")]
    [InlineData("https://other.example:8443/", "other.example:9443")]
    [InlineData("https://other.example./", "any.example:443")]
    [InlineData("http://[::1]/", "[::2]:81")]
    [InlineData("http://xn--bcher-kva.example/", "10.0.0.7:80")]
    [InlineData("https://same.example/", null)]
    public void The_key_that_names_more_takes_precedence(string url, string? target) =>
        Assert.Equal(target, new ConnectToSettings(Rules).Find(url)?.ToString());

    [Theory]
    [InlineData("10.0.0.7", "https://www.example.com/b", "10.0.0.7:443")]
    [InlineData("10.0.0.7", "http://www.example.com:8080/", "10.0.0.7:8080")]
    [InlineData("10.0.0.7:8443", "https://WWW.example.com./b", "10.0.0.7:8443")]
    [InlineData("10.0.0.7:8443", "http://www.example.com/", "10.0.0.7:80")]
    [InlineData(":8443", "https://www.example.com/b", "www.example.com:8443")]
    [InlineData(":8443", "http://www.example.com/b", null)]
    [InlineData("::1", "https://www.example.com/b", "[::1]:443")]
    [InlineData("10.0.0.7", "https://login.example.com/", null)]
    [InlineData("10.0.0.7", "https://example.com/", null)]
    public void One_target_applies_to_the_host_of_the_call(string target, string url, string? found) =>
        Assert.Equal(found, new ConnectToSettings(target).BindTo("https://www.example.com/a").Find(url)?.ToString());

    [Fact]
    public void One_target_applies_to_no_host_before_the_call_is_known() =>
        Assert.Null(new ConnectToSettings("10.0.0.7").Find("https://www.example.com/"));

    [Fact]
    public void The_settings_are_written_in_the_order_of_precedence()
    {
        var settings = new ConnectToSettings(Rules);

        Assert.Equal("www.example.com:443", settings.ByHost.Keys.First());
        Assert.Equal("", settings.ByHost.Keys.Last());
        Assert.EndsWith(":8443 :9443, * any.example", settings.ToString(), StringComparison.Ordinal);
        Assert.Equal((null, "10.0.0.7:80"), (settings.Target, new ConnectToSettings(" 10.0.0.7:80 ").ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData(":")]
    [InlineData("node3:0")]
    [InlineData("node3:65536")]
    [InlineData("node3:http")]
    [InlineData("node3:-1")]
    [InlineData("http://node3")]
    [InlineData("node3/a")]
    [InlineData("user:hunter2@node3")]
    [InlineData("[::1")]
    [InlineData("[::1]x:80")]
    [InlineData("[10.0.0.7]:80")]
    [InlineData("1.2.3")]
    [InlineData("010.0.0.7")]
    [InlineData("two words")]
    [InlineData("unix:/run/x.sock")]
    [InlineData("a:b:c:d")]
    [InlineData("*.example.com")]
    public void Another_text_is_refused_and_its_password_is_not_shown(string target)
    {
        var error = Assert.Throws<InvalidParameterException>(() => new ConnectToSettings(target));

        Assert.Contains("host:port", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        var inMap = Assert.Throws<InvalidParameterException>(() =>
            new ConnectToSettings(new Dictionary<string, string> { ["a"] = target }));
        Assert.Contains("'a'", inMap.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_form_is_refused() =>
        Assert.Throws<InvalidParameterException>(() =>
            new ConnectToSettings(new Dictionary<string, string> { ["https://www.example.com"] = "node3" }));

    [Fact]
    [Trait(Property.Kind, Property.Name)]
    public void Each_text_is_refused_or_has_one_form() => Property.Holds(
        Gen.OneOf(Gen.String[Gen.Char["abz09.:[]*-%/@ "], 0, 24], Gen.Select(Gen.Byte.Array[16], Gen.UShort, static (bytes, port) =>
            $"[{new System.Net.IPAddress(bytes)}]:{port}")),
        static text =>
        {
            if (HostAndPort.Parse(text) is not { } parsed) return;
            Assert.Equal(parsed, HostAndPort.Parse(parsed.ToString()));
            Assert.InRange(parsed.Port, 0, 65535);
        },
        count: 20_000);
}
