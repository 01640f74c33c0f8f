using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

public class ServerFileNameTests
{
    [Theory]
    [InlineData(null, "http://h/a/report.pdf?x=1#y", "report.pdf")]
    [InlineData(null, "http://h/a%20b%C3%A4.txt", "a bä.txt")]
    [InlineData(null, "http://h/", "download")]
    [InlineData("attachment", "http://h/x.bin", "x.bin")]
    [InlineData("attachment; filename=plain.txt", "http://h/x", "plain.txt")]
    [InlineData("attachment; filename=\"with; blank.txt\"", "http://h/x", "with; blank.txt")]
    [InlineData("attachment; filename=\"EURO rates\"; filename*=utf-8''%e2%82%ac%20rates", "http://h/x", "€ rates")]
    [InlineData("attachment; filename*=iso-8859-1'en'%A3.txt; filename=no.txt", "http://h/x", "£.txt")]
    [InlineData("attachment; filename*=nonsense''%41; filename=yes.txt", "http://h/x", "yes.txt")]
    [InlineData("attachment; filename=\"Ã¤.txt\"", "http://h/x", "ä.txt")]
    [InlineData("attachment; filename=\"../../etc/passwd\"", "http://h/x", "passwd")]
    [InlineData("attachment; filename=\"C:\\\\Windows\\\\evil.exe\"", "http://h/x", "evil.exe")]
    [InlineData("attachment; filename*=UTF-8''..%2F..%2Fevil", "http://h/x", "evil")]
    [InlineData("attachment; filename=\"..\"", "http://h/named", "named")]
    [InlineData("attachment; filename=\".bashrc\"", "http://h/x", "bashrc")]
    [InlineData("attachment; filename=\". .bashrc\"", "http://h/x", "bashrc")]
    [InlineData("attachment; filename=\"a:stream<>|?*.txt. \"", "http://h/x", "a_stream_____.txt")]
    [InlineData("attachment; filename*=UTF-8''a%00b%0Ac%E2%80%AEtxt.exe", "http://h/x", "abctxt.exe")]
    [InlineData("attachment; filename=con", "http://h/x", "_con")]
    [InlineData("attachment; filename=NUL.txt", "http://h/x", "_NUL.txt")]
    [InlineData("attachment; filename=com1.tar.gz", "http://h/x", "_com1.tar.gz")]
    [InlineData("attachment; filename=community.txt", "http://h/x", "community.txt")]
    [InlineData("attachment; filename=comx.txt", "http://h/x", "comx.txt")]
    [InlineData("attachment; filename*=UTF-8''lpt%C2%B3", "http://h/x", "_lpt\u00b3")]
    [InlineData("attachment; filename=\"a.txt\", attachment; filename=\"b.txt\"", "http://h/x", "a.txt")]
    [InlineData("attachment; filename=a.txt, attachment; filename=b.txt", "http://h/x", "a.txt")]
    [InlineData("attachment; filename=a, b.txt", "http://h/x", "a, b.txt")]
    [InlineData("attachment; filename=\"a.txt\" junk", "http://h/x", "a.txt")]
    [InlineData("attachment; filename=correct.jpg; somethingelse=/wrong.jpg", "http://h/x", "correct.jpg")]
    [InlineData("attachment; filename=\"foo;bar\"", "http://h/x", "foo;bar")]
    [InlineData("attachment; filename=\"test ; value\"; filename*=UTF-8''test%20%3B%20value", "http://h/x", "test ; value")]
    [InlineData("attachment; filename*=UTF-8''John's%20Resume.pdf", "http://h/x", "John's Resume.pdf")]
    [InlineData("attachment; filename=\"a.txt\";", "http://h/x", "a.txt")]
    [InlineData("inline; filename=\"%EC%82%AC%EB%B3%B8.jpg\"", "http://h/x", "%EC%82%AC%EB%B3%B8.jpg")]
    [InlineData("inline; filename=\"%2e%2e%2fx\"", "http://h/y", "%2e%2e%2fx")]
    public async Task The_name_that_the_server_suggests_is_made_safe(string? disposition, string url, string expected)
    {
        using var session = Session(out _, disposition is null ? Reply(200) : Reply(200, ("Content-Disposition", disposition)));
        Assert.Equal(expected, ServerFileName.GetFileName(await session.RequestAsync(new Request("GET", url))));
    }

    [Theory]
    [InlineData("attachment; filename=\"a.txt\"", "attachment; filename=\"a.txt\"", "a.txt")]
    [InlineData("attachment; filename=a.txt", "attachment; filename*=UTF-8''b.txt", "a.txt")]
    [InlineData("inline", "attachment; filename=b.txt", "x")]
    public async Task The_first_of_two_headers_is_used(string first, string second, string expected)
    {
        using var session = Session(out _, Reply(200, ("Content-Disposition", first), ("Content-Disposition", second)));
        Assert.Equal(expected, ServerFileName.GetFileName(await session.RequestAsync(new Request("GET", "http://h/x"))));
    }

    [Fact]
    public void A_long_name_keeps_its_extension()
    {
        var name = ServerFileName.Sanitize(new string('ä', 300) + ".tar.gz")!;
        Assert.EndsWith(".gz", name, StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(name), 200, 255);
    }

    [Theory]
    [InlineData(18, true)]
    [InlineData(19, false)]
    public void What_follows_the_last_dot_of_a_long_name_is_its_extension_where_it_is_short(int length, bool isKept)
    {
        var extension = "." + new string('e', length);

        var name = ServerFileName.Sanitize(new string('a', 300) + extension)!;

        Assert.Equal(isKept, name.EndsWith(extension, StringComparison.Ordinal));
        Assert.Equal(isKept ? 'e' : 'a', name[^1]);
    }

    [Fact]
    public void A_long_name_loses_the_end_of_its_stem() =>
        Assert.Equal($"{new string('a', 235)}.txt", ServerFileName.Sanitize($"{new string('a', 235)}...{new string('b', 100_000)}.txt"));
}
