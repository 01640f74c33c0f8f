namespace Requests.Tests.Cookies;

/// <summary>Tests the attributes of Set-Cookie headers (RFC 6265bis sections 5.5 to 5.7).</summary>
public class CookieAttributeTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a=1; Max-Age=34560000", 34560000)]
    [InlineData("a=1; Max-Age=34560001", 34560000)]
    [InlineData("a=1; Max-Age=99999999999999999999999", 34560000)]
    [InlineData("a=1; Max-Age=1; Expires=Wed, 01 Jan 2098 00:00:00 GMT", 1)]
    [InlineData("a=1; Max-Age=; Expires=Mon, 01 Jun 2026 12:00:05 GMT", 5)]
    [InlineData("a=1; Max-Age=-; Expires=Mon, 01 Jun 2026 12:00:05 GMT", 5)]
    [InlineData("a=1; Max-Age=+7; Expires=Mon, 01 Jun 2026 12:00:05 GMT", 5)]
    [InlineData("a=1; Max-Age=7.5; Expires=Mon, 01 Jun 2026 12:00:05 GMT", 5)]
    [InlineData("a=1; Max-Age=3; Max-Age=9", 9)]
    [InlineData("a=1; Max-Age=09", 9)]
    [InlineData("a=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT", 34560000)]
    [InlineData("a=1; Expires=Tue, 06 Jul 2027 12:00:00 GMT", 34560000)]
    [InlineData("a=1; Expires=Tue, 06 Jul 2027 11:59:59 GMT", 34559999)]
    [InlineData("a=1; Expires=yesterday", null)]
    [InlineData("a=1", null)]
    public void The_lifetime_of_a_cookie_is_limited_to_400_days(string header, int? seconds) =>
        Assert.Equal(seconds, (int?)(Parse(header)!.Expires - Now)?.TotalSeconds);

    [Theory]
    [InlineData("a=1; Max-Age=0")]
    [InlineData("a=1; Max-Age=-1")]
    [InlineData("a=1; Max-Age=-99999999999999999999999")]
    public void A_max_age_of_zero_or_less_is_the_earliest_date(string header) =>
        Assert.Equal(DateTimeOffset.MinValue, Parse(header)!.Expires);

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void An_attribute_longer_than_1024_bytes_is_ignored(int length, bool counts)
    {
        var path = "/" + new string('p', length - 1);

        Assert.Equal(counts ? path : "/first", Parse($"a=1; Path=/first; Path={path}")!.Path);
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public void Name_and_value_are_limited_to_4096_bytes(int length, bool isTaken)
    {
        Assert.Equal(isTaken, Parse("ab=" + new string('v', length - 2)) is not null);
        Assert.Equal(isTaken, Parse(new string('n', length - 2) + "=ab") is not null);
    }

    [Theory]
    [InlineData("a=1", "/dir/sub")]
    [InlineData("a=1; Path", "/dir/sub")]
    [InlineData("a=1; Path=relative", "/dir/sub")]
    [InlineData("a=1; Path=/", "/")]
    [InlineData("a=1; Path=/x/", "/x/")]
    [InlineData("a=1; =/no; Path=/x", "/x")]
    [InlineData("a=1; path = /x ", "/x")]
    public void A_cookie_without_a_path_is_for_the_folder_of_the_url(string header, string path) =>
        Assert.Equal(path, Parse(header)!.Path);

    [Theory]
    [InlineData("http://h.example", "/")]
    [InlineData("http://h.example/file", "/")]
    [InlineData("http://h.example/d/file", "/d")]
    [InlineData("http://h.example/d/", "/d")]
    public void The_folder_of_a_url_ends_before_its_last_slash(string url, string path) =>
        Assert.Equal(path, SetCookieParser.Parse("a=1", CookieOrigin.From(url), Now, out _)!.Path);

    [Theory]
    [InlineData("a=1", "www.h.example", true)]
    [InlineData("a=1; Domain=", "www.h.example", true)]
    [InlineData("a=1; Domain=.", "www.h.example", true)]
    [InlineData("a=1; Domain=www.h.example", "www.h.example", false)]
    [InlineData("a=1; Domain=h.example", "h.example", false)]
    [InlineData("a=1; Domain=..H.Example", "h.example", false)]
    public void A_cookie_with_a_domain_is_sent_to_its_subdomains(string header, string domain, bool isHostOnly)
    {
        var cookie = Parse(header)!;

        Assert.Equal((domain, isHostOnly), (cookie.Domain, cookie.HostOnly));
    }

    [Theory]
    [InlineData("http://co.uk/", "a=1; Domain=co.uk", true)]
    [InlineData("http://127.0.0.1/", "a=1; Domain=127.0.0.1", true)]
    [InlineData("http://localhost/", "a=1; Domain=localhost", false)]
    public void A_domain_that_is_an_address_or_a_public_suffix_is_host_only(string url, string header, bool isHostOnly) =>
        Assert.Equal(isHostOnly, SetCookieParser.Parse(header, CookieOrigin.From(url), Now, out _)!.HostOnly);

    [Theory]
    [InlineData("a=1; SameSite=strict", "Strict")]
    [InlineData("a=1; SameSite=LAX", "Lax")]
    [InlineData("a=1; SameSite=none; Secure", "None")]
    [InlineData("a=1; SameSite=elsewhere", null)]
    [InlineData("a=1; SameSite", null)]
    public void SameSite_is_one_of_three_words(string header, string? expected) => Assert.Equal(expected, Parse(header)!.SameSite);

    [Theory]
    [InlineData("a=1; secure; HTTPONLY", true, true)]
    [InlineData("a=1; Secure=no; HttpOnly=no", true, true)]
    [InlineData("a=1; insecure; nothttponly", false, false)]
    [InlineData("secure; httponly=1", false, true)]
    public void Flags_count_by_their_presence(string header, bool isSecure, bool isHttpOnly)
    {
        var cookie = Parse(header)!;

        Assert.Equal((isSecure, isHttpOnly), (cookie.Secure, cookie.HttpOnly));
    }

    [Theory]
    [InlineData("https://h.example/", "=", "empty")]
    [InlineData("https://h.example/", "", "empty")]
    [InlineData("https://h.example/", "a=\u0001", "control characters")]
    [InlineData("https://h.example/", "a=b\tc", "control characters")]
    [InlineData("https://h.example/", "a\tb=c", "control characters")]
    [InlineData("https://h.example/", "a=\u007f", "control characters")]
    [InlineData("https://h.example/", "a=1; Domain=h example", "domain or path")]
    [InlineData("https://h.example/", "a=1; Path=/\t", null)]
    [InlineData("https://h.example/", "a=1; Path=/a\tb", "domain or path")]
    [InlineData("https://h.example/", "a=1; Domain=other.example", "may not set cookies for 'other.example'")]
    [InlineData("https://h.example/", "a=1; Domain=x.h.example", "may not set cookies for 'x.h.example'")]
    [InlineData("https://h.example/", "a=1; Domain=example", "top-level domain")]
    [InlineData("https://h.co.uk/", "a=1; Domain=co.uk", "anyone can register")]
    [InlineData("http://h.example/", "a=1; Secure", "only https")]
    [InlineData("https://h.example/", "a=1; SameSite=None", "SameSite=None requires Secure")]
    [InlineData("http://h.example/", "a=1; SameSite=None", null)]
    [InlineData("https://h.example/", "a=1; SameSite=None; Secure", null)]
    [InlineData("https://h.example/", "a=1; SameSite=Lax", null)]
    [InlineData("https://h.example/", "__Secure-a=1", "its prefix requires Secure")]
    [InlineData("https://h.example/", "__secure-a=1", "its prefix requires Secure")]
    [InlineData("https://h.example/", "=__Secure-a", "its prefix requires Secure")]
    [InlineData("https://h.example/", "x=__Secure-a", null)]
    [InlineData("https://h.example/", "__Secure-a=1; Secure", null)]
    [InlineData("https://h.example/", "__Host-a=1; Secure; Path=/", null)]
    [InlineData("https://h.example/", "__Host-a=1; Secure", "the path / and no domain")]
    [InlineData("https://h.example/", "__Host-a=1; Path=/", "the path / and no domain")]
    [InlineData("https://h.example/", "__Host-a=1; Secure; Path=/; Domain=h.example", "the path / and no domain")]
    [InlineData("https://h.example/", "=1", null)]
    [InlineData("https://h.example/", "a=", null)]
    public void A_cookie_that_is_refused_has_a_reason(string url, string header, string? expected)
    {
        var cookie = SetCookieParser.Parse(header, CookieOrigin.From(url), Now, out var reason);

        Assert.Equal(expected is null, cookie is not null);
        if (expected is null) Assert.Null(reason);
        else Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a", "a=evil; Path=/a", "good")]
    [InlineData("/a", "a=evil; Path=/a/b", "good")]
    [InlineData("/a/b", "a=other; Path=/a", null)]
    [InlineData("/a", "a=other; Path=/b", null)]
    [InlineData("/a", "a=other; Path=/ab", null)]
    [InlineData("/a", "b=other; Path=/a", null)]
    public void An_insecure_origin_cannot_shadow_a_secure_cookie_at_or_below_its_path(string path, string header, string? expected)
    {
        var jar = new CookieJar();
        jar.Receive("https://h.example/", [$"a=good; Secure; Path={path}"]);

        Assert.Equal(expected is null ? 1 : 0, jar.Receive("http://h.example/", [header]).Count);
        Assert.Equal("good", jar.Get("a", path: path)!.Value);
    }

    [Theory]
    [InlineData("https://h.example/", "a=good; Secure; Domain=h.example", "http://w.h.example/", "a=evil")]
    [InlineData("https://w.h.example/", "a=good; Secure", "http://w.h.example/", "a=evil; Domain=h.example")]
    public void An_insecure_origin_cannot_shadow_a_secure_cookie_above_or_below_its_domain(
        string from,
        string header,
        string plain,
        string other)
    {
        var jar = new CookieJar();
        jar.Receive(from, [header]);

        Assert.Empty(jar.Receive(plain, [other]));
    }

    [Theory]
    [InlineData("Mon, 31 Dec 69 23:59:59 GMT", "2069-12-31T23:59:59")]
    [InlineData("Mon, 1 Jan 70 00:00:00 GMT", "1970-01-01T00:00:00")]
    [InlineData("Mon, 1 Jan 99 00:00:00 GMT", "1999-01-01T00:00:00")]
    [InlineData("Mon, 1 Jan 00 00:00:00 GMT", "2000-01-01T00:00:00")]
    [InlineData("Mon, 1 Jan 100 00:00:00 GMT", null)]
    [InlineData("Mon, 1 Jan 1601 00:00:00 GMT", "1601-01-01T00:00:00")]
    [InlineData("Mon, 1 Jan 1600 00:00:00 GMT", null)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59")]
    [InlineData("Fri, 31 Dec 10000 23:59:59 GMT", null)]
    [InlineData("29 Feb 2024 1:2:3", "2024-02-29T01:02:03")]
    [InlineData("29 Feb 2023 1:2:3", null)]
    [InlineData("0 Jan 2024 1:2:3", null)]
    [InlineData("01 Jan 2024 24:00:00", null)]
    [InlineData("01 Jan 2024 23:60:00", null)]
    [InlineData("01 Jan 2024 23:59:60", null)]
    [InlineData("01 Jan 2024 100:00:00", null)]
    [InlineData("01 Jan 2024 10:00", null)]
    [InlineData("01 Jan 2024 10:00:00:00", null)]
    [InlineData("01 Jan 2024 1x:00:00", null)]
    [InlineData("01 Jan 2024 10:0x:00", null)]
    [InlineData("01 Jan 2024 10:00:05x", "2024-01-01T10:00:05")]
    [InlineData("1st januarius 2024th 10:00:05", "2024-01-01T10:00:05")]
    [InlineData("10:00:05 2024 Dec 7 8 Jan 2025 11:11:11", "2024-12-07T10:00:05")]
    [InlineData("7\tApr 2024 10:00:05", "2024-04-07T10:00:05")]
    [InlineData("7-May/2024;10:00:05", "2024-05-07T10:00:05")]
    [InlineData("7@Jun[2024`10:00:05", "2024-06-07T10:00:05")]
    [InlineData("7{Jul~2024!10:00:05", "2024-07-07T10:00:05")]
    [InlineData("7 Ju 2024 10:00:05", null)]
    [InlineData("7 Aug 2024 10:00:05\u007f", "2024-08-07T10:00:05")]
    [InlineData("7\u007fAug 2024 10:00:05", null)]
    [InlineData("7\u0000Aug 2024 10:00:05", null)]
    [InlineData("9 Sep 2024 1:2:3", "2024-09-09T01:02:03")]
    [InlineData("31 Oct 2024 1:2:3", "2024-10-31T01:02:03")]
    [InlineData("31 Nov 2024 1:2:3", null)]
    [InlineData("3 Mar 2024 1:2:3", "2024-03-03T01:02:03")]
    public void A_date_is_read_by_its_parts_and_refused_when_one_is_out_of_range(string text, string? expected) =>
        Assert.Equal(expected, CookieDate.Parse(text)?.ToString("s", System.Globalization.CultureInfo.InvariantCulture));

    private static RequestCookie? Parse(string header) =>
        SetCookieParser.Parse(header, CookieOrigin.From("https://www.h.example/dir/sub/file"), Now, out _);
}
