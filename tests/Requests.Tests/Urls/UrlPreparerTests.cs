using CsCheck;

namespace Requests.Tests.Urls;

public class UrlPreparerTests
{
    [Theory]
    [InlineData("hiwpefhipowhefopw", typeof(MissingSchemaException))]
    [InlineData("example.com/x", typeof(MissingSchemaException))]
    [InlineData("httpbin.org:80/get", typeof(MissingSchemaException))]
    [InlineData("http://", typeof(InvalidUrlException))]
    [InlineData("http://*example.com", typeof(InvalidUrlException))]
    [InlineData("http://.example.com", typeof(InvalidUrlException))]
    [InlineData("http://*.google.com", typeof(InvalidUrlException))]
    [InlineData("http://*", typeof(InvalidUrlException))]
    [InlineData("http://\u2603.net/", typeof(InvalidUrlException))]
    [InlineData("http://fe80::5054:ff:fe5a:fc0", typeof(InvalidUrlException))]
    [InlineData("http://:1", typeof(InvalidUrlException))]
    [InlineData("http://h:99999/", typeof(InvalidUrlException))]
    [InlineData("http://h\\evil/", typeof(InvalidUrlException))]
    [InlineData("http://1.2.3/", typeof(InvalidUrlException))]
    [InlineData("http://0x7f.1/", typeof(InvalidUrlException))]
    [InlineData("http:/one-slash", typeof(InvalidUrlException))]
    [InlineData("http://127.0.0.1\\@localhost:8080/", typeof(InvalidUrlException))]
    [InlineData("http://u\\v:p@localhost/", typeof(InvalidUrlException))]
    [InlineData("http+unix://a\\@b/", typeof(InvalidUrlException))]
    [InlineData("http://user:/x@h/", typeof(InvalidUrlException))]
    [InlineData("http://\uee44/", typeof(InvalidUrlException))]
    [InlineData("http://\ud800/", typeof(InvalidUrlException))]
    [InlineData("http://[fe80::1%25]/", typeof(InvalidUrlException))]
    [InlineData("http://[fe80::1%25a/b]/", typeof(InvalidUrlException))]
    [InlineData("http://[v1.a]/", typeof(InvalidUrlException))]
    [InlineData(
        "http://a.b234567890123456789012345678901234567890.c234567890123456789012345678901234567890."
            + "d234567890123456789012345678901234567890."
            + "e234567890123456789012345678901234567890.f234567890123456789012345678901234567890."
            + "g234567890123456789012345678901234567890123.example/",
        typeof(InvalidUrlException))]
    [InlineData("", typeof(MissingSchemaException))]
    public void A_url_that_is_not_valid_is_refused(string url, Type error) =>
        Assert.Equal(error, Record.Exception(() => Prepare(url))?.GetType());

    [Fact]
    public void A_missing_scheme_is_suggested() =>
        Assert.Contains(
            "https://example.com/x",
            Assert.Throws<MissingSchemaException>(() => Prepare("example.com/x")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("http://0.0.0.0/get/test case", "http://0.0.0.0/get/test%20case")]
    [InlineData("http://0.0.0.0/get/test%20case", "http://0.0.0.0/get/test%20case")]
    [InlineData("  http://example.com", "http://example.com/")]
    [InlineData("http://example.com\n", "http://example.com/")]
    [InlineData("hTTp://Example.COM/Path", "http://example.com/Path")]
    [InlineData("http://google.com", "http://google.com/")]
    [InlineData("http://\u30b8\u30a7\u30fc\u30d4\u30fc\u30cb\u30c3\u30af.jp", "http://xn--hckqz9bzb1cyrb.jp/")]
    [InlineData("http://stra\u00dfe.de/stra\u00dfe", "http://xn--strae-oqa.de/stra%C3%9Fe")]
    [InlineData("http://K\u00f6nigsg\u00e4\u00dfchen.de/stra\u00dfe", "http://xn--knigsgchen-b4a3dun.de/stra%C3%9Fe")]
    [InlineData("http://xn--n3h.net/", "http://xn--n3h.net/")]
    [InlineData("http://[1200:0000:ab00:1234:0000:2552:7777:1313]:12345/", "http://[1200:0000:ab00:1234:0000:2552:7777:1313]:12345/")]
    [InlineData("http+unix://%2Fvar%2Frun%2Fsocket/path%7E", "http+unix://%2Fvar%2Frun%2Fsocket/path~")]
    [InlineData("http+unix://h/p?\"a#\"b", "http+unix://h/p?%22a#%22b")]
    [InlineData("mailto:user@example.org", "mailto:user@example.org")]
    [InlineData("data:SSDimaUgUHl0aG9uIQ==", "data:SSDimaUgUHl0aG9uIQ==")]
    [InlineData("file:///etc/passwd", "file:///etc/passwd")]
    [InlineData("http://h/fiz?buz=%25ppicture", "http://h/fiz?buz=%25ppicture")]
    [InlineData("http://h/fiz?buz=%ppicture", "http://h/fiz?buz=%25ppicture")]
    [InlineData("http://example.com/?a=%300", "http://example.com/?a=00")]
    [InlineData("http://h/%2f%2F/a", "http://h/%2F%2F/a")]
    [InlineData("http://h/%2e%2e/x", "http://h/x")]
    [InlineData("http://h/a/%2E/%2e%2E/b", "http://h/b")]
    [InlineData("http://h/a[1]?b[]=[2]#c[3]", "http://h/a%5B1%5D?b%5B%5D=%5B2%5D#c%5B3%5D")]
    [InlineData("http://[fe80::1%25eth0]:81/a", "http://[fe80::1%25eth0]:81/a")]
    [InlineData("http://[fe80::1%eth0]/a", "http://[fe80::1%25eth0]/a")]
    [InlineData("http://h//v:h", "http://h//v:h")]
    [InlineData("http://h/a/../b/./c", "http://h/b/c")]
    [InlineData("http://h?x", "http://h/?x")]
    [InlineData("http://h/a|b\"c^d", "http://h/a%7Cb%22c%5Ed")]
    public void A_url_is_prepared_for_the_wire(string url, string expected) => Assert.Equal(expected, Prepare(url).Url);

    [Theory]
    [InlineData("http://example.com/path#fragment", "http://example.com/path?a=b#fragment")]
    [InlineData("http://example.com/path?key=value#fragment", "http://example.com/path?key=value&a=b#fragment")]
    public void Params_come_before_the_fragment_and_after_the_query(string url, string expected) =>
        Assert.Equal(expected, Prepare(url, new QueryParams([Pair("a", "b")])).Url);

    [Fact]
    public void Params_keep_their_order() =>
        Assert.Equal(
            "http://example.com/?z=1&a=1&k=1&d=1",
            Prepare("http://example.com/", new QueryParams([Pair("z", "1"), Pair("a", "1"), Pair("k", "1"), Pair("d", "1")])).Url);

    [Fact]
    public void A_raw_text_is_added_unchanged() =>
        Assert.Equal("http://example.com/?test=foo", Prepare("http://example.com/", new QueryParams("test=foo")).Url);

    [Fact]
    public void Names_and_values_are_utf8_and_lists_repeat() =>
        Assert.Equal(
            "http://h/%C3%B8?f%C3%B8=%C3%B8+x&f%C3%B8=2",
            Prepare("http://h/\u00f8", new QueryParams([Pair("f\u00f8", "\u00f8 x"), Pair("f\u00f8", "2"), Pair("gone", null)])).Url);

    [Fact]
    public void Long_userinfo_label_and_port_survive()
    {
        var secret = new string('x', 36);

        var prepared = Prepare(
            $"http://{secret}:{secret}@exactly-------------sixty-----------three------------characters:9000/path?query#frag");

        Assert.Equal("http://exactly-------------sixty-----------three------------characters:9000/path?query#frag", prepared.Url);
        Assert.Equal((secret, secret), (prepared.UserName, prepared.Password));
    }

    [Theory]
    [InlineData("http+unix://%2Fvar%2Frun%2Fsocket/path", "http+unix://%2Fvar%2Frun%2Fsocket/path?key=value")]
    [InlineData("mailto:user@example.org", "mailto:user@example.org")]
    public void Params_apply_to_http_schemes_only(string url, string expected) =>
        Assert.Equal(expected, Prepare(url, new QueryParams([Pair("key", "value")])).Url);

    [Theory]
    [InlineData("http://u:p@example.com/path?a=1#test", "http://example.com/path")]
    [InlineData("//u:p@example.com/x", "//example.com/x")]
    [InlineData("example.com?a", "example.com")]
    public void A_redacted_url_has_no_secret(string url, string expected) => Assert.Equal(expected, UrlRedactor.Redact(url));

    [Theory]
    [InlineData("http://us@er:p@h/", "us@er", "p")]
    [InlineData("http://user%25user:pass%20pass@h/", "user%user", "pass pass")]
    [InlineData("http://user:pass%23pass@h/", "user", "pass#pass")]
    [InlineData("http://user@h/", "user", null)]
    [InlineData("http://user:@h/", "user", "")]
    [InlineData("http://h/", null, null)]
    [InlineData("http://@h/", null, null)]
    [InlineData("http://:@h/", null, null)]
    public void Userinfo_is_decoded(string url, string? user, string? password)
    {
        var prepared = Prepare(url);

        Assert.Equal((user, password, "http://h/"), (prepared.UserName, prepared.Password, prepared.Url));
    }

    [Theory]
    [InlineData("https://h/v1", "items", "https://h/v1/items")]
    [InlineData("https://h/v1/", "/items?x=1", "https://h/v1/items?x=1")]
    [InlineData("https://h/v1?drop=1", "?x=1", "https://h/v1?x=1")]
    [InlineData("https://h/v1", "http://other/a", "http://other/a")]
    [InlineData("https://h/v1", "//other/a", "https://other/a")]
    public void A_url_without_a_scheme_is_appended_to_the_base(string baseUri, string url, string expected) =>
        Assert.Equal(expected, UrlPreparer.Prepare(url, null, baseUri).Url);

    // RFC 3986 sections 5.4.1 and 5.4.2.
    [Theory]
    [InlineData("g:h", "g:h")]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData("#s", "http://a/b/c/d;p?q#s")]
    [InlineData("g?y#s", "http://a/b/c/g?y#s")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("./g/.", "http://a/b/c/g/")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g;x=1/../y", "http://a/b/c/y")]
    [InlineData("x/y:z", "http://a/b/c/x/y:z")]
    [InlineData("x.y:z", "x.y:z")]
    [InlineData("g?y/../x", "http://a/b/c/g?y/../x")]
    public void References_are_resolved(string reference, string expected) =>
        Assert.Equal(expected, UrlPreparer.Resolve("http://a/b/c/d;p?q", reference));

    [Fact]
    public void Preparing_throws_only_its_own_errors() =>
        Gen.String.Sample(text =>
            Array.TrueForAll(
                ["", "http://", "http://h/", "http://h.", "http://u:p@", "http://["],
                start => Record.Exception(() => Prepare(start + text)) is null or RequestException));

    [Fact]
    public void Preparing_again_changes_nothing() =>
        Gen.String.Sample(text =>
        {
            var once = Prepare("http://h/a?" + text).Url;
            return Prepare(once).Url == once;
        });

    [Fact]
    public void Dotnet_sends_the_path_as_it_was_prepared() =>
        Gen.String.Sample(text =>
        {
            var url = Prepare("http://h/a" + text).Url;
            var fragment = url.IndexOf('#', StringComparison.Ordinal);
            var target = new Uri(
                fragment < 0 ? url : url[..fragment],
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            return target.Host != "h" || $"http://h{target.PathAndQuery}" == (fragment < 0 ? url : url[..fragment]);
        });

    [Theory]
    [InlineData("http://h", "a?b#c", "http://h/a?b#c")]
    [InlineData("http://h", "?b", "http://h?b")]
    [InlineData("http://h/d/e", "a", "http://h/d/a")]
    [InlineData("http://h/d/", "../a", "http://h/a")]
    [InlineData("http://h/d?q", "#c", "http://h/d?q#c")]
    public void A_relative_reference_is_put_together_with_its_base(string url, string reference, string expected) =>
        Assert.Equal(expected, UrlParts.Parse(url).Resolve(reference).ToString());

    [Theory]
    [InlineData(253, "", false)]
    [InlineData(254, "", true)]
    [InlineData(253, ".", false)]
    [InlineData(254, ".", true)]
    public void A_name_has_253_characters_at_most_without_its_final_dot(int length, string end, bool isTooLong) =>
        Assert.Equal(isTooLong, HostName.IsTooLong(new string('a', length) + end));

    private static PreparedUrl Prepare(string url, QueryParams? parameters = null) => UrlPreparer.Prepare(url, parameters, baseUri: null);

    private static KeyValuePair<string, string?> Pair(string name, string? value) => KeyValuePair.Create(name, value);
}
