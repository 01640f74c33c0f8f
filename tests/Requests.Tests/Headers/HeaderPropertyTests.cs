using System.Buffers;
using System.Globalization;
using System.Text;
using CsCheck;

namespace Requests.Tests.Headers;

/// <summary>Any value of a header is parsed or ignored, and cannot be read as another header.</summary>
[Trait(Property.Kind, Property.Name)]
public class HeaderPropertyTests
{
    private static readonly Grammar Links = new(
        [
            "<https://h/a?b=1>; rel=\"next last\"; title=\"a \\\"b\\\"\", </c>; rel=prev",
            "<?page=2>;rel='next',<x>;title*=UTF-8''%e2%82%ac;rel=\"a\"",
            "<//h/x>; rel=next; anchor=\"#a\""],
        "<", ">", ",", ";", "rel=", "rel=\"", "\"", "'", "\\", "title*=", "UTF-8''", "%e2", "next", "<a>;", "=", "*");

    private static readonly Grammar Types = new(
        [
            "text/plain; charset=utf-8", "application/json", "text/html; x=\"a;b\"; charset=\"iso-8859-1\"",
            "multipart/mixed; boundary=--x", "application/atom+xml;charset='utf-16'"
        ],
        ";", "charset=", "charset", "=", "\"", "'", "/", "+json", "+xml", "utf-7", "utf-16", "x-user-defined", "windows-1252", "cp125",
        "65001");

    private static readonly Grammar Dispositions = new(
        [
            "attachment; filename=\"a b.txt\"", "attachment; filename*=UTF-8''a%20b.txt; filename=x",
            "inline; filename=\"\\\"q\\\".pdf\", attachment; filename=b", "attachment; filename=../../etc/passwd",
            "attachment; filename=\"C:\\x\\nul.txt\""
        ],
        "filename=", "filename*=", "UTF-8''", "\"", "\\", "/", "..", ".", ";", ", attachment", "%2F", "%00", "%e2%82%ac", "CON", "com1",
        " ", "\u00c3\u00a9", "\ud83d\ude00", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

    private static readonly Grammar Challenges = new(
        [
            "Basic realm=\"a, b\", Digest realm=\"x\", nonce=\"abc==\", qop=\"auth,auth-int\", algorithm=SHA-256, userhash=true, "
                + "charset=UTF-8",
            "Negotiate YWJj",
            "NTLM, Basic realm=x",
            "Digest nonce=\"a\\\"b\", opaque=\"\", stale=true, algorithm=MD5-sess, qop=auth"],
        "Digest ", "Basic ", "realm=", "nonce=", "qop=", "auth", "auth-int", "algorithm=", "MD5", "SHA-512-256", "-sess", "\"", "\\", ",",
        "=", " ", "userhash=true", "opaque=");

    private static readonly Grammar Waits = new(
        ["120", "0", "Fri, 31 Dec 2027 23:59:59 GMT", "Friday, 31-Dec-27 23:59:59 GMT", "Fri Dec  3 23:59:59 2027"],
        "Fri", "Dec", "31", ":", "GMT", " ", "-", "99", "1e5", "0000000000000");

    private static readonly Grammar Ranges = new(
        ["bytes 0-9/10", "bytes */10", "bytes 5-9/*", "bytes=0-0/1"],
        "bytes", " ", "-", "/", "*", "0", "9223372036854775807", "+1");

    private static readonly Grammar Checksums = new(
        [
            "md5:d41d8cd98f00b204e9800998ecf8427e", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "SHA-1: 2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
            "sha512:z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
            "d41d8cd98f00b204e9800998ecf8427e",
        ],
        ":", "sha256", "sha384", "md5", "=", "==", "0", "z");

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\<>:\"|?*\0");

    private static readonly PreparedRequest Request = new("GET", "https://user.example/a/b?c=d", []);

    private static readonly Gen<string> FileNames = Gen.String[Gen.Char["abcXYZ 019-_()\u00e9\u00fc\u65e5;,'%=\u20ac"], 1, 20];

    [Fact]
    public void Every_generated_link_header_is_read() => Property.Holds(Links.Texts, static header =>
    {
        foreach (var (name, link) in LinkHeader.Parse(header, "http://h/a/b"))
        {
            Assert.NotNull(link.Url);
            Assert.True(name == (link.Rel ?? link.Url));
        }
    });

    [Fact]
    public void A_link_is_read_as_it_was_written() => Property.Holds(Gen.String[Gen.Char["abc \"\\,;<>='\u00e9*"], 0, 12], static title =>
    {
        var written = $"</x>; title=\"{title.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)}\"; rel=\"next\", </y>; rel=last";
        var links = LinkHeader.Parse(written, "http://h/a");
        Assert.Equal((title, "http://h/x", "http://h/y"), (links["next"].Title, links["next"].Url, links["last"].Url));
    });

    [Fact]
    public void The_time_to_read_link_headers_grows_linearly() =>
        Property.IsLinear(Links, static header => LinkHeader.Parse(header, "http://h/a/b"));

    [Fact]
    public void Every_content_type_is_read() => Property.Holds(Types.Texts, static header =>
    {
        var charset = MediaTypes.GetCharset(header);
        if (charset is not null && EncodingResolver.Find(charset) is { } encoding)
        {
            Assert.Equal("a", encoding.GetString(encoding.GetBytes("a")));
        }

        Assert.DoesNotContain(';', MediaTypes.GetName(header));
        _ = EncodingResolver.GetDeclaredEncoding(header, "<?xml version='1.0'?>"u8);
        Assert.NotEmpty(
            new Response(Request, 200, new MemoryStream("text \u00e9"u8.ToArray())) { Headers = new() { ["Content-Type"] = header } }.Text);
    });

    [Fact]
    public void The_time_to_read_content_types_grows_linearly() =>
        Property.IsLinear(Types, static header => EncodingResolver.GetDeclaredEncoding(header, "<a/>"u8));

    [Fact]
    public void Every_disposition_gives_a_safe_name() => Property.Holds(Dispositions.Texts, static header =>
    {
        var name = GetName(header);
        Assert.True(name.Length > 0 && name[0] != '.' && name[^1] is not ('.' or ' '), name);
        Assert.False(name.AsSpan().ContainsAny(Forbidden) || name.Any(char.IsControl), name);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 241);
        Assert.Equal(name, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)));
        Assert.Equal(name, ServerFileName.Sanitize(name));
    });

    [Fact]
    public void A_name_is_read_from_both_forms_of_the_parameter() => Property.Holds(FileNames, static name =>
    {
        if (ServerFileName.Sanitize(name) != name) return;
        Assert.Equal(name, GetName($"attachment; filename=\"x\"; filename*=UTF-8''{Uri.EscapeDataString(name)}"));
        Assert.Equal(name, GetName($"attachment; filename=\"{Latin1.EncodeUtf8(name)}\""));
    });

    [Fact]
    public void The_time_to_read_dispositions_grows_linearly() => Property.IsLinear(Dispositions, static header => GetName(header));

    [Fact]
    public void Every_challenge_is_read() => Property.Holds(Challenges.Texts, static header =>
    {
        foreach (var challenge in AuthChallenge.Parse([header])) Assert.True(HttpTokens.IsToken(challenge.Scheme), challenge.Scheme);
        foreach (var (name, _) in HeaderParameters.Parse(header)) Assert.NotNull(name);
        if (header.AsSpan().ContainsAny("\r\n\0") || DigestChallenge.Parse([header]) is not { } digest) return;
        var credentials = new DigestCredentials(digest, "\u00fcser\"", "pass").CreateHeader("GET", "/", []);
        Assert.False(credentials.AsSpan().ContainsAny("\r\n\0"), credentials);
        Assert.Equal(digest.Nonce, DigestChallenge.Parse([header])!.With(digest.Nonce).Nonce);
        Assert.Equal(
            (digest.Realm, digest.Nonce),
            AuthChallenge.Parse([credentials])[0] is { Parameters: var sent } ? (sent["realm"], sent["nonce"]) : default);
    });

    [Fact]
    public void The_time_to_read_challenges_grows_linearly() =>
        Property.IsLinear(Challenges, static header => DigestChallenge.Parse([header]));

    [Fact]
    public void Every_Retry_After_is_a_delay_within_the_limit() => Property.Holds(Waits.Texts, static header =>
    {
        var wait = new RetryPolicy
        {
            RetryAfterMaximum = 100,
        }.WaitAfter(1, Unavailable(header));
        Assert.InRange(wait.TotalSeconds, 0, 100);
        _ = CookieDate.Parse(header);
    });

    [Fact]
    public void Dates_are_read_as_net_reads_them() => Property.Holds(Gen.Long[0, 250_000_000_000], static seconds =>
    {
        var date = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(date, CookieDate.Parse(date.ToString("r", CultureInfo.InvariantCulture)));
        var wait = new RetryPolicy
        {
            Time = new FixedTime(date.AddSeconds(-7)),
        }.WaitAfter(1, Unavailable(date.ToString("r", CultureInfo.InvariantCulture)));
        Assert.Equal(7, wait.TotalSeconds);
    });

    [Fact]
    public void Every_content_range_is_read_or_refused() => Property.Holds(Ranges.Texts, static header =>
    {
        if (ContentRange.Parse(header) is not { } range) return;
        Assert.True(
            range.First is null == range.Last is null && !(range.First > range.Last) && !(range.Last >= range.Total) && !(range.First < 0),
            range.ToString());
        var bytes = range.First is null ? "*" : $"{range.First}-{range.Last}";
        Assert.Equal(range, ContentRange.Parse($"bytes {bytes}/{range.Total?.ToString(CultureInfo.InvariantCulture) ?? "*"}"));
    });

    [Fact]
    public void Every_checksum_is_read_or_refused() => Property.Holds(Checksums.Texts, static text => Property.FailsWithModuleErrors(() =>
    {
        var sum = Checksum.Parse(text).ToString();
        Assert.Equal(sum, Checksum.Parse(sum).ToString());
    }));

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private static Response Unavailable(string retryAfter) =>
        new(Request, 503, Stream.Null) { Headers = new() { ["Retry-After"] = retryAfter } };

    private static string GetName(string disposition) =>
        ServerFileName.GetFileName(new Response(Request, 200, Stream.Null) { Headers = new() { ["Content-Disposition"] = disposition } });
}
