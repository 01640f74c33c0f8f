using System.Buffers;
using System.Text;
using CsCheck;

namespace Requests.Tests.Urls;

/// <summary>
/// Any URL is refused or prepared so that preparing it again changes nothing, and the checked host is the contacted host.
/// </summary>
[Trait(Property.Kind, Property.Name)]
public class UrlPropertyTests
{
    private static readonly SearchValues<char> Delimiters = SearchValues.Create("?#@&\\:/;");

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly string[] Pieces =
    [
        "http://", "https://", "//", "/", "\\", "@", ":", "user:pass@", ":80", ":65535", ":0", "?", "#", "&", "=", "%2e%2e/", "../", "./",
        "%2F", "%25", "%41", "[::1]", "[fe80::1%25eth0]", "127.0.0.1", "0x7f.1", "2130706433",
        "localhost", "b\u00fccher.example", "xn--bcher-kva.example", "stra\u00dfe.de", "\u65e5\u672c.jp", "\u3002", "\uff0e", "\u2488",
        "\u0130", "example.", "..", "a.b", " ", "\t", ";", "{", "|", "^", "\"", "<",
    ];

    private static readonly Grammar Urls = new(
        [
            "http://user:pass@example.com:8080/a/b;c?d=e&f#g", "https://b\u00fccher.example/\u00fc?q=\u20ac",
            "http://[fe80::1%25eth0]:80/x",
            "HTTP://EXAMPLE.com/%7ea/../b", "http://127.0.0.1/?a=http://b/", "https://h/a b?c d#e f", "mailto:a@b", "http://h.example",
        ],
        Pieces);

    private static readonly Gen<string> SecretParts = Gen.OneOfConst(
        "?token=Quagga",
        "?a=b&access_token=Quagga&c",
        "#id_token=Quagga",
        "?url=http%3A%2F%2Fu%3AQuagga%40h%2F");

    private static readonly Grammar References = new(
        ["/x/y?z", "../a", "//other.example/b", "https://user@h2.example/c#d", "?q", "#f", "", "http:x", "///a/b", "b;c=d/../e"],
        Pieces);

    private static readonly Grammar Proxies = new(
        ["http://user:pass@proxy.example:3128/", "socks5h://[::1]:1080", "proxy.example:8080", "https://a%40b:c@p/", "ZOO\\user:x@p:1"],
        [.. Pieces, "socks", "socks4a://", "socks5://"]);

    private static readonly Grammar Hosts = new(
        [
            "example.com",
            "b\u00fccher.example",
            "xn--bcher-kva.example",
            "[::1]",
            "10.0.0.1",
            "a_b.c-d.example.",
            "\u65e5\u672c.jp",
            "fa\u00df.de",
        ],
        Pieces);

    [Fact]
    public void Each_URL_is_prepared_once_or_refused() => Property.Holds(Urls.Texts, static url => Property.FailsWithModuleErrors(() =>
    {
        var prepared = UrlPreparer.Prepare(url, parameters: null, baseUri: null).Url;
        if (!prepared.StartsWith("http://", StringComparison.Ordinal) && !prepared.StartsWith("https://", StringComparison.Ordinal)) return;
        Assert.Equal(prepared, UrlPreparer.Prepare(prepared, parameters: null, baseUri: null).Url);
        Assert.True(
            Ascii.IsValid(prepared) && !prepared.Any(static one => char.IsControl(one) || one is ' ' or '"' or '<' or '\\'),
            prepared);
        var parts = UrlParts.Parse(prepared);
        Assert.True(Uri.TryCreate(UrlParts.WithoutFragment(prepared), AsWritten, out var uri), prepared);
        var authority = UrlAuthority.Parse(parts.Authority!);
        Assert.Null(authority.Login);
        Assert.Equal(
            HostName.ToSocketForm(authority.Host),
            uri.HostNameType == UriHostNameType.IPv6 ? HostName.ToSocketForm(authority.Host) : uri.IdnHost);
        if (!authority.Host.Contains('%', StringComparison.Ordinal))
        {
            var domain = HostName.ToSocketForm(authority.Host).ToLowerInvariant();
            Assert.Equal(CookieOrigin.From(prepared).Host, CookieRules.CanonicalizeDomain(domain));
        }

        Assert.Equal(UrlParts.GetOriginForm(prepared), uri.PathAndQuery);
    }));

    [Fact]
    public void A_URL_of_any_length_is_prepared_in_linear_time() =>
        Property.IsLinear(Urls, static url => UrlPreparer.Prepare(url, parameters: null, baseUri: "http://h/a"));

    [Fact]
    public void Each_Location_is_resolved_to_a_prepared_URL_or_is_refused() =>
        Property.Holds(References.Texts, static target => Property.FailsWithModuleErrors(() =>
        {
            var request = new PreparedRequest(
                "GET",
                "https://h.example/a/b?c#d",
                new() { ["Authorization"] = "Bearer Quagga", ["Cookie"] = "a=b" });
            var next = RedirectRules.Follow(request, 302, target, []);
            if (!next.Url.StartsWith("http", StringComparison.Ordinal)) return;
            Assert.Equal(next.Url, UrlPreparer.Prepare(next.Url, parameters: null, baseUri: null).Url);
            if (UrlAuthority.Parse(UrlParts.Parse(next.Url).Authority!).Host == "h.example"
                && next.Url.StartsWith("https://h.example/", StringComparison.Ordinal))
            {
                return;
            }

            if (CookieOrigin.From(next.Url).Host != "h.example") Assert.Null(next.Headers["Authorization"]);
        }));

    [Fact]
    public void Plain_references_are_resolved_as_in_NET() => Property.Holds(Gen.String[Gen.Char["abc/.;-?="], 0, 14], static reference =>
    {
        // An empty authority is refused, and an empty query is dropped, as Requests does.
        if (reference.StartsWith("//", StringComparison.Ordinal) || reference.EndsWith('?')) return;
        Assert.Equal(
            new Uri(new Uri("http://h.example/a/b/c?d"), reference).AbsoluteUri,
            UrlPreparer.Prepare(UrlPreparer.Resolve("http://h.example/a/b/c?d", reference), parameters: null, baseUri: null).Url);
    });

    [Fact]
    public void Each_proxy_URL_is_parsed_or_refused() => Property.Holds(Proxies.Texts, static url => Property.FailsWithModuleErrors(() =>
    {
        var proxy = ProxyServer.Parse(url);
        Assert.Equal(proxy with { UserName = null, Password = null }, ProxyServer.Parse(proxy.ToString()));
        Assert.InRange(proxy.Port, 1, 65535);
        Assert.True(Ascii.IsValid(proxy.Host) && proxy.Host.Length > 0, proxy.Host);
    }));

    [Fact]
    public void A_proxy_URL_of_any_length_is_parsed_in_linear_time() => Property.IsLinear(Proxies, static url => ProxyServer.Parse(url));

    [Fact]
    public void Each_host_has_at_most_one_wire_form() => Property.Holds(Hosts.Texts, static host =>
    {
        if (HostName.Prepare(host) is not { } name) return;
        Assert.True(Ascii.IsValid(name) && name.Length > 0, name);
        Assert.Equal(name, HostName.Prepare(name));
        Assert.Equal(CookieRules.CanonicalizeDomain(name), CookieRules.CanonicalizeDomain(CookieRules.CanonicalizeDomain(name)));
        if (name.StartsWith('[')) return;
        name = CookieRules.CanonicalizeDomain(name);
        var registrable = PublicSuffixes.RegistrableDomain(name);
        Assert.EndsWith(registrable, name, StringComparison.Ordinal);
        Assert.Equal(registrable, PublicSuffixes.RegistrableDomain(registrable));
    });

    [Fact]
    public void A_host_of_any_length_is_parsed_in_linear_time() => Property.IsLinear(Hosts, static host =>
    {
        if (HostName.Prepare(host) is { } name) _ = PublicSuffixes.RegistrableDomain(name.ToLowerInvariant());
    });

    [Fact]
    public void No_credentials_and_no_secret_parameter_are_shown() =>
        Property.Holds(Gen.Select(References.Texts, SecretParts), static one =>
        {
            var url = $"https://h.example/x{(one.Item1.AsSpan().ContainsAny(Delimiters) ? "" : one.Item1)}{one.Item2}";
            Assert.DoesNotContain("Quagga", UrlRedactor.Redact(url), StringComparison.Ordinal);
            Assert.DoesNotContain("Quagga", UrlRedactor.WithoutSecrets(url), StringComparison.Ordinal);
        });

    [Fact]
    public void Showing_any_URL_ends() => Property.Holds(Urls.Texts, static url =>
    {
        Assert.True(UrlRedactor.Redact(url).Length <= url.Length + 2, url);
        Assert.NotNull(UrlRedactor.WithoutSecrets(url));
    });

    [Fact]
    public void A_URL_of_any_length_is_shown_in_linear_time() =>
        Property.IsLinear(Urls, static url => (UrlRedactor.Redact(url), UrlRedactor.WithoutSecrets(url)).ToString());

    [Fact]
    public void Pairs_of_a_query_survive_a_round_trip() => Property.Holds(Gen.Select(Gen.String, Gen.String), static one =>
    {
        if (!IsWhole(one.Item1) || !IsWhole(one.Item2)) return;
        var parameters = new QueryParams([KeyValuePair.Create(one.Item1, (string?)one.Item2)]);
        var pair = Assert.Single(QueryDecoder.Decode(parameters.Encode() is "" ? "=" : parameters.Encode()));
        Assert.Equal((one.Item1, one.Item2), (pair.Key, pair.Value));
    });

    private static bool IsWhole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
