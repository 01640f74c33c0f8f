using System.Text;
using CsCheck;

namespace Requests.Tests.Cookies;

/// <summary>
/// A jar keeps only cookies that the rules allow, from any header or file, and no cookie breaks out of its header or line.
/// </summary>
[Trait(Property.Kind, Property.Name)]
public class CookiePropertyTests
{
    private const string Url = "https://www.shop.example.co.uk/a/b";

    private static readonly Grammar Headers = new(
        [
            "id=a3fWa; Expires=Wed, 21 Oct 2027 07:28:00 GMT; Secure; HttpOnly",
            "a=b; Domain=.example.co.uk; Path=/; Max-Age=100; SameSite=None; Secure", "__Host-x=y; Path=/; Secure", "=v", "n",
            "a=\"b; c\"; path=/a", "\u00fc=\u00c3\u00bc; domain=b\u00fccher.example",
        ],
        ";", "=", "; ", "Domain=", "domain=co.uk", "domain=[::1]", "domain=.", "Path=", "/", "Max-Age=", "-", "99999999999999999999",
        "Expires=", "Thu, 01 Jan 1970", "00:00:00", "Secure", "HttpOnly", "SameSite=", "Lax", "__Secure-", "__Host-", ",", ".", "\"", "\t");

    private static readonly Grammar Files = new(
        [

            "# Netscape HTTP Cookie File\n.example.com\tTRUE\t/\tFALSE\t0\tname\tvalue\n"
                + "#HttpOnly_www.example.com\tFALSE\t/a\tTRUE\t4102444800\tb\t\n",
            "h.example\tFALSE\t/\tFALSE\t1900000000.5\ta\tb\r\n.co.uk\tTRUE\t/\tFALSE\t0\tx\ty\n", "[::1]\tFALSE\t/\tFALSE\t\ta\tb\n",
        ],
        "\t", "\n", "\r\n", "TRUE", "FALSE", "#HttpOnly_", "#", ".", "/", "0", "-1", "1e30", "NaN", "9999999999999", ".example.com",
        "\ufeff");

    private static readonly Grammar Json = new(
        [
            """[{"name":"a","value":"b","domain":".example.com","path":"/","expirationDate":1900000000.5,"secure":true,"""
                + """ "httpOnly":false,"sameSite":"no_restriction","hostOnly":false}]""",
            """{"cookies":[{"name":"a","value":"b","domain":"h.example","expires":-1,"sameSite":"Lax"},{"name":"c","value":"d","""
                + """ "domain":"h.example","expiry":4102444800}]}""",
            """[{"name":"a","value":"\u00e9\ud83d\ude00","expires":"2030-01-01T00:00:00Z"}]""",
        ],
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "\"name\":", "\"value\":", "\"domain\":", "\"expires\":", "1e999", "-1",
        "\"\\ud83d\"", "\"x\"", "{\"a\":1,\"a\":2}");

    [Fact]
    public void Each_Set_Cookie_is_kept_or_refused_and_sent_as_one_pair() => Property.Holds(Headers.Texts, static header =>
    {
        var cookie = SetCookieParser.Parse(header, CookieOrigin.From(Url), DateTimeOffset.UnixEpoch.AddYears(56), out var reason);
        Assert.Equal(cookie is null, reason is not null);
        if (cookie is null) return;
        Assert.True(CookieRules.DomainMatches("www.shop.example.co.uk", cookie.Domain!), cookie.Domain);
        Assert.False(CookieRules.IsPublicSuffix(cookie.Domain!) && !cookie.HostOnly, cookie.Domain);
        Assert.True(cookie.Expires is null || cookie.Expires < DateTimeOffset.UnixEpoch.AddYears(56).AddDays(401));
        var jar = new CookieJar([cookie]);
        var request = new PreparedRequest(
            "GET",
            $"https://www.shop.example.co.uk{(cookie.Path.AsSpan().ContainsAny("?#") ? "/" : cookie.Path)}",
            []);
        if (CookieHeader.Compose(request.GetCookieOrigin(), callerUrl: null, jar, call: null) is { } sent)
        {
            Assert.True(!sent.Contains(';', StringComparison.Ordinal) && !sent.AsSpan().ContainsAnyInRange('\0', '\u001f'), sent);
        }
    });

    [Fact]
    public void A_Set_Cookie_of_any_length_is_parsed_in_linear_time() =>
        Property.IsLinear(Headers, static header => SetCookieParser.Parse(header, CookieOrigin.From(Url), DateTimeOffset.UnixEpoch, out _));

    [Fact]
    public void Many_Set_Cookies_are_stored_in_linear_time() => Property.IsLinear(
        new Grammar(["a=b; path=/a", "=c", "d=; domain=example.co.uk; secure"], "a=b;", "c", "=", "\n", "path=/x;", "\n\n", "x=y\n"),
        static headers => new CookieJar().Receive("http://h.example.co.uk/", headers.Split('\n'), 50, out _),
        length: 16 * 1024);

    [Fact]
    public void Each_cookies_txt_is_read_or_refused_and_survives_a_round_trip() =>
        Property.Holds(Files.Texts, static text => Property.FailsWithModuleErrors(() =>
        {
            var jar = new CookieJar();
            jar.Import(text);
            var copy = new CookieJar();
            copy.Import(jar.ExportNetscape());
            Assert.Equal(Facts(jar), Facts(copy));
        }));

    [Fact]
    public void A_cookies_txt_of_any_length_is_read_in_linear_time() =>
        Property.IsLinear(Files, static text => new CookieJar().Import(text));

    [Fact]
    public void Each_JSON_of_cookies_is_read_or_refused_and_survives_a_round_trip() =>
        Property.Holds(Json.Texts, static text => Property.FailsWithModuleErrors(() =>
        {
            var jar = new CookieJar();
            jar.Import(text);
            var copy = new CookieJar();
            copy.Import(jar.ExportJson());
            Assert.Equal(Facts(jar), Facts(copy));
        }));

    [Fact]
    public void JSON_of_cookies_of_any_length_is_read_in_linear_time() =>
        Property.IsLinear(Json, static text => new CookieJar().Import(text));

    private static IEnumerable<string> Facts(CookieJar jar) => jar.Select(static cookie =>
        $"{cookie.Name}={WellFormed(cookie.Value)} {cookie.Domain} {cookie.HostOnly} {cookie.Path} {cookie.Secure} {cookie.HttpOnly} "
        + $"{cookie.Expires?.ToUnixTimeSeconds()}").Order(StringComparer.Ordinal);

    // UTF-8 cannot encode half of a surrogate pair.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
