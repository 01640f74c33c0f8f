using System.Diagnostics;

namespace Requests.Tests.Cookies;

public class CookieFileTests(TestServerFixture fixture)
{
    private static readonly RequestCookie[] Samples =
    [
        new("plain", "1") { Domain = "h.example", HostOnly = true },
        new("wide", "a=b \"q\"")
        {
            Domain = "example.com",
            Path = "/p",
            Secure = true,
            HttpOnly = true,
            Expires = DateTimeOffset.FromUnixTimeSeconds(4102444800),
        },
        new("empty", "") { Domain = "h.example", HostOnly = true },
    ];

    [Fact]
    public void Cookies_txt_is_written_as_curl_writes_it()
    {
        var jar = new CookieJar(Samples);

        Assert.Equal(
            "# Netscape HTTP Cookie File\n# https://curl.se/docs/http-cookies.html\n\n"
            + "h.example\tFALSE\t/\tFALSE\t0\tplain\t1\n#HttpOnly_.example.com\tTRUE\t/p\tTRUE\t4102444800\twide\ta=b \"q\"\n"
            + "h.example\tFALSE\t/\tFALSE\t0\tempty\t\n",
            jar.ExportNetscape());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_exported_jar_is_imported_without_loss(bool json)
    {
        var jar = new CookieJar(Samples);
        if (json) jar.Set(new RequestCookie("same", "site") { SameSite = "Lax", Secure = true });
        var back = new CookieJar();

        Assert.Equal(jar.Count, back.Import(json ? jar.ExportJson() : jar.ExportNetscape()));

        Assert.Equal(jar, back);
    }

    [Theory]
    [InlineData(".co.uk\tTRUE\t/\tFALSE\t0\ta\tb")]
    [InlineData(".uk\tTRUE\t/\tFALSE\t0\ta\tb")]
    [InlineData("com\tTRUE\t/\tFALSE\t0\ta\tb")]
    [InlineData(".github.io.\tTRUE\t/\tFALSE\t0\ta\tb")]
    [InlineData("[{\"name\":\"a\",\"value\":\"b\",\"domain\":\".co.uk\"}]")]
    [InlineData("[{\"name\":\"a\",\"value\":\"b\",\"domain\":\"co.uk\",\"hostOnly\":false}]")]
    public void A_file_does_not_bypass_the_public_suffixes(string text)
    {
        var jar = new CookieJar();
        Assert.Equal(1, jar.Import(text));
        Assert.True(jar.Single().HostOnly);
    }

    [Theory]
    [InlineData("h.example\tFALSE\t/\tFALSE\t0\t__Secure-a\tb")]
    [InlineData("h.example\tTRUE\t/\tTRUE\t0\t__Host-a\tb")]
    [InlineData("h.example\tFALSE\t/p\tTRUE\t0\t__Host-a\tb")]
    [InlineData("[{\"name\":\"__Host-a\",\"value\":\"b\",\"domain\":\".h.example\",\"secure\":true}]")]
    public void A_file_does_not_bypass_the_prefixes(string text)
    {
        var jar = new CookieJar();

        Assert.Equal(0, jar.Import($"{text}", out var refused));

        Assert.Empty(jar);
        Assert.Contains("prefix", Assert.Single(refused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("h.example\tFALSE\t/\tTRUE\t0\t__Host-a\tb")]
    [InlineData("h.example\tTRUE\t/p\tTRUE\t0\t__Secure-a\tb")]
    [InlineData("[{\"name\":\"__Host-a\",\"value\":\"b\",\"domain\":\"h.example\",\"secure\":true}]")]
    public void A_cookie_that_keeps_what_its_prefix_promises_is_read_from_a_file(string text) =>
        Assert.Equal(1, new CookieJar().Import(text));

    [Theory]
    [InlineData("h\tFALSE\t/\u001b[31m\tFALSE\t0\ta\tb")]
    [InlineData("h\u0007\tFALSE\t/\tFALSE\t0\ta\tb")]
    [InlineData("h\tFALSE\t/\tFALSE\t0\ta\tb\u0000")]
    [InlineData("[{\"name\":\"a\",\"value\":\"b\",\"domain\":\"h\",\"path\":\"/\\u001b\"}]")]
    [InlineData("[{\"name\":\"a\",\"value\":\"b\\n\",\"domain\":\"h\"}]")]
    [InlineData("[{\"name\":\"a\",\"value\":\"b\",\"domain\":\"h\\u0000\"}]")]
    [InlineData("[{\"name\":\"a\",\"name\":\"b\"}]")]
    [InlineData("[{\"name\":\"\\ud800\",\"value\":\"b\"}]")]
    public void Control_characters_in_a_file_are_an_error(string text)
    {
        var jar = new CookieJar();

        Assert.Throws<InvalidCookieException>(() => jar.Import(text));
        Assert.Empty(jar);
    }

    [Theory]
    [InlineData("nonsense", "Line 1")]
    [InlineData("# x\r\n\r\nh\tFALSE\t/\tFALSE\tsoon\ta\tb", "Line 3")]
    [InlineData("h\tMAYBE\t/\tFALSE\t0\ta\tb", "Line 1")]
    [InlineData("h\tTRUE\t/\tFALSE\t0\ta;b\tb", "Line 1")]
    [InlineData("[1]", "object")]
    [InlineData("{\"a\":[]}", "no list")]
    [InlineData("[{\"value\":\"1\"}]", "no name")]
    [InlineData("[{", "cannot be read")]
    [InlineData("[{\"name\":\"a\",\"expires\":\"woops\"}]", "cannot be read")]
    public void A_text_without_cookies_is_an_error_and_adds_nothing(string text, string message)
    {
        var jar = new CookieJar();
        var error = Assert.Throws<InvalidCookieException>(() => jar.Import(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(jar);
    }

    [Theory]
    [InlineData(".b.test\tTRUE\t/\tFALSE\tsoon\tb\t2", "Line 2")]
    [InlineData(".b.test\tTRUE\t/\tFALSE\t1991464381\tipb\t1252524\t32", "Line 2")]
    [InlineData(".b.test\tTRUE\t/\tFALSE\t1991464381\tb\t2\u0007", "Line 2")]
    [InlineData("nonsense", "Line 2")]
    [InlineData("#HttpOnly_nonsense", "Line 2")]
    public void A_line_that_is_not_valid_is_skipped(string line, string message)
    {
        var jar = new CookieJar();

        Assert.Equal(
            2,
            jar.Import($".a.test\tTRUE\t/\tFALSE\t4102444800\ta\t1\n{line}\n.c.test\tTRUE\t/\tFALSE\t0\tc\t3\n", out var refused));

        Assert.Equal(["a", "c"], jar.Keys);
        Assert.Contains(message, Assert.Single(refused), StringComparison.Ordinal);
    }

    [Fact]
    public void A_json_cookie_that_is_not_valid_is_skipped()
    {
        var jar = new CookieJar();

        Assert.Equal(
            2,
            jar.Import(
                """[{"name":"a","value":"1","domain":"h"},1,{"value":"x"},{"name":"b","value":"\u0007"},{"name":"c","expires":"woops"},"""
                    + """{"name":"d","value":"4","domain":"h"}]""",
                out var refused));

        Assert.Equal(["a", "d"], jar.Keys);
        Assert.Equal(["Cookie 2", "Cookie 3", "Cookie 4", "Cookie 5"], refused.Select(one => one[..8]));
    }

    [Theory]
    [InlineData(".a.test\tTRUE\t/\tFALSE\t4102444800.742\ta\t1", 4102444800L)]
    [InlineData(".a.test\tTRUE\t/\tFALSE\t99999999999999999999\ta\t1", 253402300799L)]
    [InlineData(".a.test\tTRUE\t/\tFALSE\t\ta\t1", null)]
    [InlineData(".a.test\tFALSE\t/\tFALSE\t-1\ta\t1", null)]
    [InlineData("[{\"name\":\"a\",\"value\":\"1\",\"domain\":\"h\",\"expiry\":4102444800}]", 4102444800L)]
    public void Expiries_of_other_tools_are_read(string text, long? expected)
    {
        var jar = new CookieJar();

        Assert.Equal(1, jar.Import(text));

        Assert.Equal(expected, jar.Single().Expires?.ToUnixTimeSeconds());
    }

    [Fact]
    public void Json_of_other_tools_is_read()
    {
        var jar = new CookieJar();

        jar.Import(
            """{"cookies":[{"name":"p","value":"1","domain":".example.com","path":"/","expires":-1,"httpOnly":true,"secure":true,"""
                + """ "sameSite":"None"}]}""");
        jar.Import(
            """[{"name":"e","value":"2","domain":"h.example","hostOnly":true,"expirationDate":4102444800.5,"sameSite":"no_restriction","""
                + """ "session":false}]""");

        Assert.Equal((false, null, "None"), (jar.Get("p")!.HostOnly, jar.Get("p")!.Expires, jar.Get("p")!.SameSite));
        Assert.Equal(
            (true, true, false, false),
            (jar.Get("p")!.Secure, jar.Get("p")!.HttpOnly, jar.Get("e")!.Secure, jar.Get("e")!.HttpOnly));
        Assert.Equal(
            (true, 4102444800500, "None"),
            (jar.Get("e")!.HostOnly, jar.Get("e")!.Expires!.Value.ToUnixTimeMilliseconds(), jar.Get("e")!.SameSite));
    }

    [Fact]
    public void Cookies_without_domain_are_exported_as_json_only_and_expired_ones_never()
    {
        var jar = new CookieJar();
        jar.Set("any", "1");
        Assert.Throws<InvalidCookieException>(jar.ExportNetscape);
        Assert.Contains("\"domain\": null", jar.ExportJson(), StringComparison.Ordinal);

        jar.Clear();
        jar.Import("h\tFALSE\t/\tFALSE\t1\told\tx\nh\tFALSE\t/\tFALSE\t0\tnew\tx");
        Assert.Equal(["new"], jar.Keys);
    }

    [Fact]
    public async Task Curl_reads_exported_cookies_and_its_cookies_are_imported()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed.");
        var server = fixture.Server;
        var folder = Directory.CreateTempSubdirectory();
        var (ours, curls) = (Path.Combine(folder.FullName, "ours"), Path.Combine(folder.FullName, "curls"));
        var jar = new CookieJar(
            [
                new("from", "us")
                {
                    Domain = "127.0.0.1",
                    HostOnly = true,
                    HttpOnly = true,
                    Expires = DateTimeOffset.FromUnixTimeSeconds(4102444800),
                },
                new("session", "x") { Domain = "127.0.0.1", HostOnly = true },
            ]);
        await File.WriteAllTextAsync(ours, jar.ExportNetscape(), TestContext.Current.CancellationToken);

        var sent = await CurlAsync("-s", "-b", ours, "-c", curls, "-L", $"{server.Url}/cookies/set?curl=sweet");

        var back = new CookieJar();
        back.Import(await File.ReadAllTextAsync(curls, TestContext.Current.CancellationToken));
        folder.Delete(recursive: true);
        Assert.Contains("\"from\":\"us\"", sent, StringComparison.Ordinal);
        Assert.Equal(("us", "x", "sweet"), (back["from"], back["session"], back["curl"]));
        Assert.True(back.Get("from")!.HttpOnly);
        Assert.True(back.Get("curl")!.HostOnly);
    }

    private static async Task<string> CurlAsync(params string[] arguments)
    {
        using var curl = Process.Start(new ProcessStartInfo("/usr/bin/curl", arguments) { RedirectStandardOutput = true })!;
        var text = await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
        return text;
    }

    [Theory]
    [InlineData("#h.example")]
    [InlineData("h,example")]
    public void A_domain_that_a_file_cannot_hold_is_refused(string domain) =>
        Assert.Throws<InvalidCookieException>(() => new RequestCookie("a", "b") { Domain = domain });

    [Fact]
    public void A_domain_longer_than_253_characters_is_refused()
    {
        Assert.Throws<InvalidCookieException>(() => new RequestCookie("a", "b") { Domain = new string('x', 254) });
        Assert.Equal(
            0,
            new CookieJar().Import(
                $".h.example\tTRUE\t/\tFALSE\t0\ta\tb\n.{new string('x', 254)}\tTRUE\t/\tFALSE\t0\ta\tb\n",
                out var refused) - 1);
        Assert.Contains("253", Assert.Single(refused), StringComparison.Ordinal);
    }

    [Fact]
    public void Final_dots_do_not_change_a_domain() =>
        Assert.Equal("h.example", new RequestCookie("a", "b") { Domain = "h.example.." }.Domain);
}
