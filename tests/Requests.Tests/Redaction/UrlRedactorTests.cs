using CsCheck;

namespace Requests.Tests.Redaction;

public class UrlRedactorTests
{
    private const string Canary = "Quagga";

    // The characters of the passwords: those with a meaning in URLs, digits, and others.
    private static readonly Gen<string> Pieces = Gen.Char["/?#@\\:%[]&=+ .-_~0123456789abz"].Array[0, 6].Select(static chars =>
        new string(chars));

    [Theory]
    [InlineData("http://user:Zebra/Quagga@host/", "host/")]
    [InlineData("http://user:Zebra?Quagga@host/x", "host/x")]
    [InlineData("http://user:Zebra#Quagga@host:80/x?a=1", "host:80/x")]
    [InlineData("http://user:/Quagga@host/", "host/")]
    [InlineData("http://user:1/Quagga@host/", "http://user:1/…@host/")]
    [InlineData("http://us/er:Quagga@host/", "http://us/…@host/")]
    [InlineData("http://user:a@b/Quagga@host/", "host/")]
    [InlineData("http://user:Zebra\\Quagga@host\\/", "host\\/")]
    [InlineData("user:Quagga@host/path", "host/path")]
    [InlineData("user:Zebra?Quagga@host/path", "host/path")]
    [InlineData("user:a://Quagga@host/path", "host/path")]
    [InlineData("http:///user:Quagga@host/", "host/")]
    [InlineData("http:user:Quagga@host/", "host/")]
    [InlineData("ftp://user:Quagga@host/", "ftp://host/")]
    [InlineData("http://user:Quagga@[::1]:80/x", "http://[::1]:80/x")]
    [InlineData("http://host/@scope/package", "http://host/@scope/package")]
    [InlineData("http://host/users/me@example.com?a=b@c", "http://host/users/me@example.com")]
    [InlineData("http://host/search?mail=me@example.com", "http://host/search")]
    [InlineData("http://host:80/search?mail=me@example.com", "http://host:80/…")]
    [InlineData("http://user:a@Quagga#b@host/", "host/")]
    [InlineData("//user:a@host:80/x", "//host:80/x")]
    [InlineData("http://user:Quagga:6#@host/", "host/")]
    [InlineData("http://user:2/b@Quagga#b@host/", "http://user:2/…")]
    [InlineData("?mail=me@example.com", "")]
    [InlineData("/users/me@example.com", "/users/me@example.com")]
    [InlineData("items?mail=me@example.com", "items")]
    [InlineData("@", "")]
    [InlineData("", "")]
    public void No_part_of_the_credentials_is_shown(string url, string expected) => Assert.Equal(expected, UrlRedactor.Redact(url));

    [Fact]
    public void No_password_of_any_characters_is_shown() => Gen.Select(Pieces, Pieces).Sample((before, after) =>
    {
        var url = $"http://user:{before}{Canary}{after}@host:8080/path";
        return !UrlRedactor.Redact(url).Contains(Canary, StringComparison.Ordinal)
            && !Failure(() => UrlPreparer.Prepare(url, null, null)).Contains(Canary, StringComparison.Ordinal);
    });

    [Fact]
    public void No_password_of_a_base_URL_is_shown() => Gen.Select(Pieces, Pieces).Sample((before, after) =>
        !Failure(() =>
            UrlPreparer.Prepare(
                "items",
                null,
                $"http://user:{before}{Canary}{after}@host:8080/path")).Contains(Canary, StringComparison.Ordinal));

    [Fact]
    public void No_password_of_a_proxy_is_shown() => Gen.Select(Pieces, Pieces).Sample((before, after) =>
    {
        var url = $"http://user:{before}{Canary}{after}@proxy:8080/";
        var read = Record.Exception(() => Assert.Equal(("proxy", 8080), (ProxyServer.Parse(url).Host, ProxyServer.Parse(url).Port)));
        return read is null || (read is InvalidProxyUrlException && !read.Message.Contains(Canary, StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("http://user:Zebra@Quagga@proxy:3128", "user", "Zebra@Quagga")]
    [InlineData("http://user:Zebra\\Quagga@proxy:3128", "user", "Zebra\\Quagga")]
    [InlineData("ZOO\\user:Zebra@proxy:3128", "ZOO\\user", "Zebra")]
    [InlineData("http://user:Zebra%2FQuagga@proxy:3128/", "user", "Zebra/Quagga")]
    [InlineData("user@proxy:3128", "user", "")]
    [InlineData("proxy:3128", null, null)]
    public void The_credentials_of_a_proxy_end_at_the_last_at_sign(string url, string? user, string? password)
    {
        var proxy = ProxyServer.Parse(url);

        Assert.Equal(("http", "proxy", 3128, user, password), (proxy.Scheme, proxy.Host, proxy.Port, proxy.UserName, proxy.Password));
    }

    [Theory]
    [InlineData("http://user:Zebra?Quagga@proxy:3128")]
    [InlineData("http://user:Zebra#Quagga@proxy:3128")]
    [InlineData("user:1?Quagga@proxy:3128")]
    public void A_proxy_URL_with_a_delimiter_in_its_credentials_is_refused_and_not_shown(string url) =>
        Assert.DoesNotContain(
            "proxy:3128",
            Assert.Throws<InvalidProxyUrlException>(() => ProxyServer.Parse(url)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("http://user:1/Quagga@proxy:3128")]
    [InlineData("http://127.0.0.1\\@localhost:8080/")]
    [InlineData("http://localhost\\:8080/")]
    [InlineData("http://\uee44/")]
    [InlineData("http://proxy:0")]
    [InlineData("http:/badproxyurl:3128")]
    [InlineData("http://:8080")]
    [InlineData("https://")]
    [InlineData("http:///example.com:8080")]
    [InlineData("gopher://proxy:70")]
    public void A_proxy_URL_that_cannot_be_parsed_is_refused(string url) =>
        Assert.DoesNotContain(
            "Quagga",
            Assert.Throws<InvalidProxyUrlException>(() => ProxyServer.Parse(url)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Any_text_is_a_proxy_or_is_an_error_of_the_module() => Gen.String.Sample(static text =>
        Record.Exception(() => ProxyServer.Parse(text)) is null or InvalidProxyUrlException
            && Record.Exception(() => ProxyServer.Parse($"http://{text}")) is null or InvalidProxyUrlException);

    private static string Failure(Action action) => Record.Exception(action) switch
    {
        null => "",
        RequestException error => error.Message,
        var other => throw other,
    };
}
