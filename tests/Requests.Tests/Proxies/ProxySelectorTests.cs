namespace Requests.Tests.Proxies;

public class ProxySelectorTests
{
    [Fact]
    public void The_settings_show_each_target_with_its_proxy_and_no_login()
    {
        var settings = new ProxySettings
        {
            ByTarget = new Dictionary<string, string> { ["http"] = "http://user:pass@proxy:1", ["https"] = "http://other:2" },
        };

        Assert.Equal("http http://proxy:1, https http://other:2", settings.ToString());
    }

    [Theory]
    [InlineData("hTTp://u:p@Some.Host/path", "some.host.proxy")]
    [InlineData("hTTp://u:p@Other.Host/path", "http.proxy")]
    [InlineData("hTTps://Other.Host", null)]
    [InlineData("file:///etc/motd", null)]
    public void The_most_specific_key_applies(string url, string? expected) =>
        Assert.Equal(expected, Chosen(url, ("http", "http://http.proxy"), ("http://some.host", "http://some.host.proxy")));

    [Theory]
    [InlineData("https://u:p@Some.Host/path", "some.host.proxy")]
    [InlineData("https://other/", "socks.proxy")]
    public void The_key_all_applies_last(string url, string expected) =>
        Assert.Equal(expected, Chosen(url, ("all", "socks5://socks.proxy"), ("all://some.host", "http://some.host.proxy")));

    [Fact]
    public void An_empty_value_means_no_proxy() => Assert.Null(Chosen("http://h/", ("all", "http://p"), ("http", "")));

    [Theory]
    [InlineData("example.com/path", "http://example.com:80")]
    [InlineData("//example.com/path", "http://example.com:80")]
    [InlineData("example.com:8080", "http://example.com:8080")]
    [InlineData("http://user:pass@example.com:8080/path?query", "http://example.com:8080")]
    [InlineData("socks5h://[::1]", "socks5h://[::1]:1080")]
    [InlineData("https://p", "https://p:443")]
    [InlineData("socks://127.0.0.1:7890/", "socks5h://127.0.0.1:7890")]
    public void A_proxy_url_is_parsed(string text, string expected) => Assert.Equal(expected, ProxyServer.Parse(text).ToString());

    [Theory]
    [InlineData("http:/badproxyurl:3128")]
    [InlineData("http://:8080")]
    [InlineData("https://")]
    [InlineData("http:///example.com:8080")]
    [InlineData("ftp://example.com")]
    [InlineData("")]
    public void A_text_that_is_not_a_proxy_url_is_refused(string text) =>
        Assert.Throws<InvalidProxyUrlException>(() => ProxyServer.Parse(text));

    [Theory]
    [InlineData("http://user:pass@p", "Basic dXNlcjpwYXNz")]
    [InlineData("http://user:@p", "Basic dXNlcjo=")]
    [InlineData("http://a%40b:c%3Ad@p", "Basic YUBiOmM6ZA==")]
    [InlineData("http://p", null)]
    [InlineData("socks5://user:pass@p", null)]
    public void User_and_password_are_sent_in_advance(string text, string? expected) =>
        Assert.Equal(expected, ProxyServer.Parse(text).Authorization);

    [Theory]
    [InlineData("http://h/", "HTTP_PROXY=http://upper", "upper")]
    [InlineData("http://h/", "http_proxy= HTTP_PROXY=http://upper", null)]
    [InlineData("http://h/", "http_proxy= HTTP_PROXY=http://upper ALL_PROXY=http://all", "all")]
    [InlineData("http://h/", "http_proxy= HTTP_PROXY=http://upper all_proxy= ALL_PROXY=http://all", null)]
    [InlineData("https://h/", "https_proxy= HTTPS_PROXY=http://upper", null)]
    [InlineData("https://h/", "https_proxy=http://lower HTTPS_PROXY=http://upper", "lower")]
    [InlineData("http://h/", "REQUEST_METHOD=GET HTTP_PROXY=http://upper", null)]
    [InlineData("http://h/", "http_proxy=http://p ALL_PROXY=nonsense://x", "p")]
    [InlineData("http://h/", "ALL_PROXY=nonsense://x no_proxy=h", null)]
    [InlineData("http://h./", "http_proxy=http://p no_proxy=h", null)]
    [InlineData("http://sub.h.:8080/", "http_proxy=http://p no_proxy=h", null)]
    public void An_empty_variable_in_lower_case_turns_the_other_off(string url, string variables, string? expected) =>
        Assert.Equal(expected, Ambient(url, variables)?.Host);

    [Fact]
    public void The_error_names_a_variable_that_cannot_be_used()
    {
        var error = Assert.Throws<InvalidProxyUrlException>(() => Ambient("http://h/", "ALL_PROXY=ftp://user:secret@x"));

        Assert.Contains("ALL_PROXY", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://user:a6%6qgx@p", "a6%6qgx")]
    [InlineData("http://user:a=b;c$d!e[f@p", "a=b;c$d!e[f")]
    [InlineData("socks5h://user:a%20b%3Ac%2525@p", "a b:c%25")]
    public void A_password_is_decoded_once_and_a_lone_percent_sign_stays(string url, string password) =>
        Assert.Equal(password, ProxyServer.Parse(url).Password);

    [Theory]
    [InlineData("http://h/", "http_proxy=http://p:1", "http://p:1", "the environment variable http_proxy", null)]
    [InlineData("https://h/", "ALL_PROXY=http://p:1", "http://p:1", "the environment variable ALL_PROXY", null)]
    [InlineData("http://h/", "http_proxy=http://p:1 NO_PROXY=h", null, "the environment variable http_proxy", "NO_PROXY")]
    [InlineData("http://h/", "http_proxy=http://p:1 no_proxy=x NO_PROXY=h", "http://p:1", "the environment variable http_proxy", null)]
    [InlineData("http://h/", "https_proxy=http://p:1", null, null, null)]
    public void The_choice_names_the_variable(string url, string variables, string? proxy, string? setting, string? exception)
    {
        var choice = ProxySelector.Explain(url, ProxySettings.None, trustEnv: true, static _ => null, Read(variables));

        Assert.Equal((proxy, setting, exception), (choice.Server?.ToString(), choice.Setting, choice.Exception));
    }

    [Fact]
    public void The_choice_names_the_entry_of_the_caller_and_the_proxy_of_the_system()
    {
        var own = new ProxySettings { ByTarget = new Dictionary<string, string> { ["all"] = "http://p:1" }, NoProxy = "h" };
        var off = new ProxySettings { ByTarget = new Dictionary<string, string> { ["http"] = "" } };
        const string entry = "the entry 'all' of -Proxies or of the session";

        Assert.Equal(entry, ProxySelector.Explain("http://other/", own, trustEnv: true).Setting);
        Assert.Equal(new ProxyChoice(null, entry, "-NoProxy"), ProxySelector.Explain("http://h/", own, trustEnv: true));
        Assert.Equal("http://p:1", ProxySelector.Explain("http://other/", own, trustEnv: true).Server?.ToString());
        Assert.StartsWith("the entry 'http'", ProxySelector.Explain("http://h/", off, trustEnv: true).Setting, StringComparison.Ordinal);
        Assert.Equal(
            "the proxy settings of the system",
            ProxySelector.Explain("http://h/", ProxySettings.None, trustEnv: true, static _ => "http://s:1", static _ => null).Setting);
        Assert.Null(ProxySelector.Explain("http://h/", ProxySettings.None, trustEnv: false).Setting);
    }

    private static Func<string, string?> Read(string variables)
    {
        var environment = variables.Split(' ').ToDictionary(
            one => one[..one.IndexOf('=', StringComparison.Ordinal)],
            one => one[(one.IndexOf('=', StringComparison.Ordinal) + 1)..],
            StringComparer.Ordinal);
        return environment.GetValueOrDefault;
    }

    private static ProxyServer? Ambient(string url, string variables) =>
        ProxySelector.SelectProxy(url, ProxySettings.None, trustEnv: true, static _ => null, Read(variables));

    private static string? Chosen(string url, params (string Key, string Proxy)[] proxies) =>
        ProxySelector.SelectProxy(
            url,
            new ProxySettings { ByTarget = proxies.ToDictionary(one => one.Key, one => one.Proxy, StringComparer.OrdinalIgnoreCase) },
            trustEnv: false)?.Host;
}
