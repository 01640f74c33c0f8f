namespace Requests.Tests.Ambient;

public class ProxySelectorTests
{
    [Theory]
    [InlineData("hTTp://u:p@Some.Host/path", "some.host.proxy")]
    [InlineData("hTTp://u:p@Other.Host/path", "http.proxy")]
    [InlineData("hTTps://Other.Host", null)]
    [InlineData("file:///etc/motd", null)]
    public void X26_The_nearest_key_wins(string url, string? expected) =>
        Assert.Equal(expected, Chosen(url, ("http", "http://http.proxy"), ("http://some.host", "http://some.host.proxy")));

    [Theory]
    [InlineData("https://u:p@Some.Host/path", "some.host.proxy")]
    [InlineData("https://other/", "socks.proxy")]
    public void X26_All_is_the_last_resort(string url, string expected) =>
        Assert.Equal(expected, Chosen(url, ("all", "socks5://socks.proxy"), ("all://some.host", "http://some.host.proxy")));

    [Fact]
    public void An_empty_one_means_none() => Assert.Null(Chosen("http://h/", ("all", "http://p"), ("http", "")));

    [Theory]
    [InlineData("example.com/path", "http://example.com:80")]
    [InlineData("//example.com/path", "http://example.com:80")]
    [InlineData("example.com:8080", "http://example.com:8080")]
    [InlineData("http://user:pass@example.com:8080/path?query", "http://example.com:8080")]
    [InlineData("socks5h://[::1]", "socks5h://[::1]:1080")]
    [InlineData("https://p", "https://p:443")]
    public void X27_A_proxy_is_read(string text, string expected) => Assert.Equal(expected, ProxyServer.Parse(text).ToString());

    [Theory]
    [InlineData("http:/badproxyurl:3128")]
    [InlineData("http://:8080")]
    [InlineData("https://")]
    [InlineData("http:///example.com:8080")]
    [InlineData("ftp://example.com")]
    [InlineData("")]
    public void X02_What_is_no_proxy_is_refused(string text) => Assert.Throws<InvalidProxyUrlException>(() => ProxyServer.Parse(text));

    [Theory]
    [InlineData("http://user:pass@p", "Basic dXNlcjpwYXNz")]
    [InlineData("http://user:@p", "Basic dXNlcjo=")]
    [InlineData("http://a%40b:c%3Ad@p", "Basic YUBiOmM6ZA==")]
    [InlineData("http://p", null)]
    [InlineData("socks5://user:pass@p", null)]
    public void X11_X12_User_and_password_are_sent_in_advance(string text, string? expected) => Assert.Equal(expected, ProxyServer.Parse(text).Authorization);

    private static string? Chosen(string url, params (string Key, string Proxy)[] proxies) =>
        ProxySelector.For(url, new ProxySettings { ByTarget = proxies.ToDictionary(one => one.Key, one => one.Proxy, StringComparer.OrdinalIgnoreCase) }, trustEnv: false)?.Host;
}
