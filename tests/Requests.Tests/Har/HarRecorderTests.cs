using System.IO.Compression;
using System.Text;

namespace Requests.Tests.Har;

/// <summary>Tests which parts of an exchange an entry contains, and which of them are redacted.</summary>
public class HarRecorderTests
{
    private const string Secret = "Quagga-Zebra-7";

    [Fact]
    public void Secrets_are_redacted_and_the_rest_stays()
    {
        var request = new PreparedRequest("POST", $"https://h/a?page=2&token={Secret}#part", new HeaderDictionary
        {
            ["Authorization"] = $"Bearer {Secret}",
            ["Cookie"] = $"id={Secret}; theme=dark",
            ["Content-Type"] = "application/x-www-form-urlencoded",
        })
        {
            Body = new BytesBody($"user=me&password={Secret}"),
        };
        var response = Create(request, Encoding.UTF8.GetBytes($"{{ \"echo\" : \"{Secret}\",  \"n\": 1.50 }}"), "application/json");
        response.Headers.Append("Set-Cookie", $"id={Secret}; Path=/; HttpOnly");
        response.Headers.Append("Set-Cookie", "other=value-2");
        response.Headers["Location"] = $"https://h/b?page=3&sig={Secret}";

        var entry = new HarRecorder(unmasked: false).CreateEntry(response);

        Assert.Equal("https://h/a?page=2&token=********", entry.Request.Url);
        Assert.Equal("id=********; theme=********", entry.Request.Headers["Cookie"]);
        Assert.Equal("********", entry.Request.Headers["Authorization"]);
        Assert.Equal("user=me&password=********", entry.Request.Body!.Text);
        Assert.Equal("{ \"echo\" : \"********\",  \"n\": 1.50 }", entry.Response.Body.Text);
        Assert.Equal(["id=********; Path=/; HttpOnly", "other=********"], entry.Response.Headers.GetValues("Set-Cookie"));
        Assert.Equal("https://h/b?page=3&sig=********", entry.Response.Headers["Location"]);
        Assert.DoesNotContain(Secret, Write(entry), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unmasked_entry_contains_all_values()
    {
        var request = new PreparedRequest("GET", $"https://h/a?token={Secret}#part", new HeaderDictionary { ["Cookie"] = $"id={Secret}" });

        var entry = new HarRecorder(unmasked: true).CreateEntry(Create(request, [], "text/plain"));

        Assert.Equal($"https://h/a?token={Secret}", entry.Request.Url);
        Assert.Equal($"id={Secret}", entry.Request.Headers["Cookie"]);
    }

    [Theory]
    [InlineData("text/plain; charset=iso-8859-1", "caf\u00e9", "iso-8859-1", true)]
    [InlineData("text/plain; charset=utf-8", "caf\u00e9", "utf-8", true)]
    [InlineData("text/plain; charset=utf-8", "caf\u00e9", "iso-8859-1", false)]
    [InlineData("text/plain", "caf\u00e9", "iso-8859-1", false)]
    [InlineData("text/plain; charset=shift_jis", "\u65e5\u672c", "shift_jis", true)]
    [InlineData("text/plain; charset=utf-16", "a", "utf-16", false)]
    [InlineData("text/plain; charset=us-ascii", "caf\u00e9", "utf-8", false)]
    [InlineData("text/plain; charset=unknown", "caf\u00e9", "utf-8", true)]
    public void A_body_is_text_only_where_its_charset_gives_the_same_bytes(string type, string text, string charset, bool isText)
    {
        var content = EncodingResolver.Find(charset)!.GetBytes(text);

        foreach (var unmasked in (bool[])[true, false])
        {
            var entry = RoundTrip(new HarRecorder(unmasked).CreateEntry(Create(Get(), content, type)));

            Assert.Equal(isText, !entry.Response.Body.IsBinary);
            Assert.Equal(content, entry.Response.Body.GetBytes());
        }
    }

    [Fact]
    public void Content_codings_are_removed_and_applied_again()
    {
        var plain = Encoding.UTF8.GetBytes(new string('x', 1000));
        foreach (var coding in (string[])["gzip", "br", "deflate", "zstd", "identity", "gzip, br"])
        {
            var coded = HarCodings.TryEncode(plain, coding)!;
            using var response = new Response(Get(), 200) { Headers = new() { ["Content-Encoding"] = coding, ["Content-Length"] = "7" } };

            var entry = RoundTrip(new HarRecorder(unmasked: false).CreateEntry(response, new HarCapture { ResponseBody = coded }));

            Assert.Equal(1000, entry.Response.Body.Text!.Length);
            using var replayed = HarReplay.CreateResponse(entry, Get());
            Assert.Equal(plain, replayed.Content);
            Assert.Equal(coding, replayed.Headers["Content-Encoding"]);
            Assert.Equal(HarReplay.GetBody(entry)!.Length, int.Parse(replayed.Headers["Content-Length"]!, null));
        }
    }

    [Theory]
    [InlineData("gzip", "Content-Encoding")]
    [InlineData("x-unknown", "Content-Encoding")]
    public void A_body_that_cannot_be_decoded_stays_as_it_was_received(string coding, string name)
    {
        var content = Encoding.ASCII.GetBytes("not coded at all");
        using var response = new Response(Get(), 200) { Headers = new() { [name] = coding } };

        var entry = RoundTrip(new HarRecorder(unmasked: false).CreateEntry(response, new HarCapture { ResponseBody = content }));

        Assert.True(entry.Response.Body.IsEncoded);
        Assert.Equal(content, HarReplay.GetBody(entry));
        using var replayed = HarReplay.CreateResponse(entry, Get());
        Assert.Throws<ContentDecodingException>(() => replayed.Content);
    }

    [Fact]
    public void A_coded_body_with_a_digest_stays_as_it_was_received()
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write("hello"u8);
        using var response = new Response(Get(), 200)
        {
            Headers = new() { ["Content-Encoding"] = "gzip", ["Content-Digest"] = "sha-256=:AA==:" },
        };

        var entry = new HarRecorder(unmasked: false).CreateEntry(response, new HarCapture { ResponseBody = coded.ToArray() });

        Assert.Equal(coded.ToArray(), HarReplay.GetBody(RoundTrip(entry)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_coded_body_with_a_secret_is_written_without_its_coding(bool isCutOff)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(Encoding.ASCII.GetBytes($"{{\"access_token\":\"{Secret}\"}}"));
        }

        var content = isCutOff ? coded.ToArray()[..^8] : coded.ToArray();
        using var response = new Response(Get(), 200)
        {
            Headers = new() { ["Content-Type"] = "application/json", ["Content-Encoding"] = "gzip" },
        };
        if (!isCutOff) response.Headers["Content-Digest"] = "sha-256=:AA==:";

        var entry = new HarRecorder(unmasked: false).CreateEntry(response, new HarCapture { ResponseBody = content });

        Assert.Equal("{\"access_token\":\"********\"}", entry.Response.Body.Text);
        Assert.Null(entry.Response.Headers["Content-Digest"]);
        Assert.False(entry.Response.Body.IsEncoded);
    }

    [Fact]
    public void A_text_with_zero_bytes_is_redacted_in_the_charset_that_it_names()
    {
        using var response = new Response(Get(), 200) { Headers = new() { ["Content-Type"] = "application/json; charset=utf-16" } };
        var content = Encoding.Unicode.GetBytes($"{{\"password\":\"{Secret}\"}}");

        var entry = new HarRecorder(unmasked: false).CreateEntry(response, new HarCapture { ResponseBody = content });

        Assert.Equal("{\"password\":\"********\"}", entry.Response.Body.Text);
    }

    [Fact]
    public void A_secret_of_a_body_that_was_read_while_it_was_sent_is_redacted_in_the_response()
    {
        var sent = Encoding.ASCII.GetBytes($"{{\"password\":\"{Secret}\"}}");
        var request = new PreparedRequest("POST", "https://h/", new HeaderDictionary { ["Content-Type"] = "application/json" })
        {
            Body = new StreamBody(new MemoryStream(sent)),
        };
        using var response = Create(request, Encoding.ASCII.GetBytes($"you sent {Secret}"), "text/plain");

        var entry = new HarRecorder(unmasked: false).CreateEntry(response, new HarCapture { RequestBody = sent });

        Assert.DoesNotContain(Secret, Write(entry), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_body_that_is_not_text_is_written_only_unmasked_or_in_a_form()
    {
        var binary = new byte[] { 0, 1, 2, 255 };
        var form = Encoding.Latin1.GetBytes(
            "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n\0\u00ff\r\n--b--\r\n");

        Assert.Equal(binary, Record(binary, "application/octet-stream", unmasked: true).GetBytes());
        Assert.Contains("4 bytes", Record(binary, "application/octet-stream", unmasked: false).Comment, StringComparison.Ordinal);
        Assert.Equal(form, Record(form, "multipart/form-data; boundary=b", unmasked: true).GetBytes());
        var redacted = Encoding.Latin1.GetString(Record(form, "multipart/form-data; boundary=b", unmasked: false).GetBytes()!);
        Assert.Equal(Encoding.Latin1.GetString(form).Replace("hunter2", "********", StringComparison.Ordinal), redacted);

        static HarBody Record(byte[] content, string type, bool unmasked)
        {
            var request = new PreparedRequest("POST", "https://h/", new() { ["Content-Type"] = type }) { Body = new BytesBody(content) };
            return RoundTrip(new HarRecorder(unmasked).CreateEntry(Create(request, [], ""))).Request.Body!;
        }
    }

    [Fact]
    public void The_entry_of_a_browser_is_redacted()
    {
        var browser = HarReaderTests.Read(HarSamples.Chrome).Entries[0];

        var entry = RoundTrip(HarRecorder.Redact(browser));

        Assert.Equal("sid=********; theme=********", entry.Request.Headers["Cookie"]);
        Assert.Equal(browser.StartedDateTime, entry.StartedDateTime);
        Assert.Equal(browser.Response.Body.GetBytes(), entry.Response.Body.GetBytes());
        Assert.Empty(entry.Fields);
        Assert.Equal("sid=abc; theme=dark", browser.Request.Headers["Cookie"]);
    }

    [Fact]
    public void A_redacted_entry_is_the_same_when_it_is_redacted_again()
    {
        foreach (var entry in ((string[])[HarSamples.Chrome, HarSamples.Firefox, HarSamples.Safari]).SelectMany(static source =>
            HarReaderTests.Read(source).Entries))
        {
            var once = HarRecorder.Redact(entry);

            Assert.Equal(Write(once), Write(HarRecorder.Redact(once)));
        }
    }

    internal static HarEntry RoundTrip(HarEntry entry)
    {
        var written = Write(entry);
        var archive = HarReaderTests.Read(written);
        Assert.Equal(written, HarReaderTests.Write(archive));
        return Assert.Single(archive.Entries);
    }

    internal static string Write(params ReadOnlySpan<HarEntry> entries)
    {
        var archive = new HarArchive();
        archive.Entries.AddRange(entries);
        return HarReaderTests.Write(archive);
    }

    internal static PreparedRequest Get(string url = "https://h/") => new("GET", url, []);

    internal static Response Create(PreparedRequest request, byte[] body, string type)
    {
        var response = new Response(request, 200, new MemoryStream(body)) { Headers = new() { ["Content-Type"] = type } };
        _ = response.Content;
        return response;
    }
}
