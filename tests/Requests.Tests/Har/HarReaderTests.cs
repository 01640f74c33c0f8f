using System.Text;

namespace Requests.Tests.Har;

/// <summary>Tests the reader with the archives of browsers and proxies.</summary>
public class HarReaderTests
{
    [Fact]
    public void An_archive_of_Chrome_is_read()
    {
        var archive = Read(HarSamples.Chrome);

        Assert.Equal(("WebInspector", "537.36"), (archive.CreatorName, archive.CreatorVersion));
        Assert.Equal("pages", Assert.Single(archive.Fields).Name);
        var entry = archive.Entries[0];
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 10, 0, 0, 123, TimeSpan.Zero), entry.Started);
        Assert.Equal("sid=abc; theme=dark", entry.Request.Headers["Cookie"]);
        Assert.Equal("{\"n\":\"é\"}", entry.Request.Body!.Text);
        Assert.Equal(["a=1; Path=/", "b=2; Secure"], entry.Response.Headers.GetValues("Set-Cookie"));
        Assert.True(entry.Response.Body.IsBinary);
        Assert.Equal("<b>é</b>", Encoding.UTF8.GetString(entry.Response.Body.GetBytes()!));
        Assert.Equal(26.8, entry.Timings.Wait);
        Assert.Equal(
            ["_connectionId", "_initiator", "_priority", "_resourceType", "pageref"],
            entry.Fields.Select(static field => field.Name));
        Assert.Equal("disk", archive.Entries[1].FromCache);
        Assert.Equal("net::ERR_CONNECTION_RESET", archive.Entries[1].Response.BrowserError);
    }

    [Fact]
    public void An_archive_of_Firefox_is_read()
    {
        var entry = Assert.Single(Read(HarSamples.Firefox).Entries);

        Assert.Equal("user=me&a=b", entry.Request.Body!.Text);
        Assert.Equal((302, "/home"), (entry.Response.Status, entry.Response.Headers["location"]));
        Assert.False(entry.Response.Body.HasContent);
        Assert.Equal(900, entry.Response.Body.Size);
        Assert.Equal(TimeSpan.FromHours(1), entry.Started!.Value.Offset);
    }

    [Fact]
    public void An_archive_of_Safari_is_read()
    {
        var entry = Assert.Single(Read(HarSamples.Safari).Entries);

        Assert.Equal("hello", entry.Response.Body.Text);
        Assert.Equal("192.0.2.9:443", entry.ServerIPAddress);
        Assert.Equal(-1, entry.Timings.Dns);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public void An_archive_of_Fiddler_is_read_with_and_without_a_byte_order_mark(string mark)
    {
        var archive = Read(mark + HarSamples.Fiddler);

        var entry = Assert.Single(archive.Entries);
        Assert.Equal(("Fiddler", "1.2"), (archive.CreatorName, archive.Version));
        Assert.Equal("abc", entry.Request.Body!.Text);
        Assert.Equal("0", entry.Response.Headers["Content-Length"]);
        Assert.Equal("ClientPort:50123;EgressPort:50124", entry.Connection);
        Assert.NotNull(entry.Started);
    }

    [Fact]
    public void An_archive_of_Charles_is_read_and_a_form_of_parameters_gets_its_text()
    {
        var entry = Assert.Single(Read(HarSamples.Charles).Entries);

        Assert.Equal("q=a+b%26c&%C3%A9=", entry.Request.Body!.Text);
        Assert.Equal((0, "", ""), (entry.Response.Status, entry.Response.StatusText, entry.Response.Body.MediaType));
    }

    [Fact]
    public void Fields_that_are_missing_have_defaults()
    {
        var entry = Assert.Single(Read(HarSamples.Create("\"comment\":null")).Entries);

        Assert.Equal((0, 0, -1L), (entry.Response.Status, entry.Time, entry.Request.BodySize));
        Assert.Empty(entry.Request.Headers);
        Assert.Null(entry.Request.Body);
        Assert.Null(entry.Started);
    }

    [Fact]
    public void An_archive_without_a_version_is_one_of_1_1() =>
        Assert.Equal("1.1", Read("""{"log":{"version":"","entries":[]}}""").Version);

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character()
    {
        var entry = Assert.Single(Read(HarSamples.Create("""
            "response":{"status":200,"content":{"text":"a\ud83dé"}}
            """)).Entries);

        Assert.Equal("a\uFFFDé", entry.Response.Body.Text);
    }

    [Fact]
    public void Entries_are_read_one_by_one_from_a_stream_of_small_pieces()
    {
        var json = Encoding.UTF8.GetBytes(HarSamples.Chrome);
        using var pieces = new EqualPiecesStream(json, 7);

        Assert.Equal(["POST", "GET"], HarReader.ReadEntries(pieces).Select(static entry => entry.Request.Method));
    }

    [Theory]
    [InlineData(HarSamples.Chrome)]
    [InlineData(HarSamples.Firefox)]
    [InlineData(HarSamples.Safari)]
    [InlineData(HarSamples.Fiddler)]
    [InlineData(HarSamples.Charles)]
    public void What_is_written_is_the_same_when_it_was_read_and_written_again(string source)
    {
        var first = Write(Read(source));

        var second = Write(Read(first));

        Assert.Equal(first, second);
        Assert.DoesNotContain('\r', first);
    }

    [Theory]
    [InlineData(HarSamples.Chrome, "_initiator", "_priority", "_transferSize", "_blocked_queueing", "pages", "_connectionId")]
    [InlineData(HarSamples.Firefox, "browser", "securityState", "pageref", "Response bodies are not included.")]
    [InlineData(HarSamples.Charles, "_charlesStatus")]
    public void Fields_that_are_not_interpreted_are_kept(string source, params string[] kept)
    {
        var written = Write(Read(source));

        Assert.All(kept, name => Assert.Contains(name, written, StringComparison.Ordinal));
    }

    internal static HarArchive Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return HarReader.Read(stream);
    }

    internal static string Write(HarArchive archive, HarWriterOptions? options = null)
    {
        using var stream = new MemoryStream();
        HarWriter.Write(stream, archive, options);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
