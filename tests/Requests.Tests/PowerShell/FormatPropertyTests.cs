using System.Text;
using System.Text.Json;
using CsCheck;
using Requests.PowerShell;

namespace Requests.Tests.PowerShell;

/// <summary>The readers and writers of the module's formats complete for any curl command and any response, and show no secret.</summary>
[Trait(Property.Kind, Property.Name)]
public class FormatPropertyTests
{
    private const string Canary = "Quagga7Zebra";

    private static readonly Grammar Commands = new(
        [
            "curl -X POST 'https://h/a?b=c' -H 'Content-Type: application/json' --data-raw $'{\"a\":\"\\u00e9\\n\"}' --compressed",
            "curl.exe ^\"https://h/^\" ^\n  -H ^\"a: b^\" --data-raw ^\"{\\^\"x\\^\":1}^\"",
            "curl -u user:pa\\ ss -F f=@x.txt\\;type=a/b -F 'a=b;filename=\"c\"' http://h/ -k -L --retry 3 -m 1.5",
            "$ curl -sS -I -b 'a=b; c=d' -x proxy:3128 -U u:p --connect-timeout 2 h.example",
            "curl -G -d a=b --data-urlencode 'c=d e' -E cert.pem:pw --key k h",
            "curl --json '{}' --digest --max-filesize 10 --noproxy 'a, b' h -o out",
        ],
        "'", "\"", "\\", "$'", "\\x", "\\u", "\\ud83d", "\\U00110000", "\\Uffffffff", "\\0", "^", "^\"", "^\n", "\\\n", " ", "\n", "-",
        "--", "-H ", "-d @", "-d ", "-F ", "=@",
        "=<-", "-u ", "-x ", "-U ", "-b ", "--json ", "--data-urlencode ", "=", "@", ":", "-o", "-m ", "nan",
        "1e400", "-1", "--max-redirs ", "-T ", "http://", "://");

    private static readonly string[] Types =
    [
        "application/json", "text/html", "application/xml", "text/plain", "application/problem+json; charset=utf-8",
        "application/x-www-form-urlencoded", "", "application/soap+xml", "image/png"
    ];

    private static readonly Grammar Bodies = new(
        [
            "{\"error\":{\"message\":\"no\",\"code\":\"E1\"},\"password\":\"p\"}",
            "{\"errors\":[{\"message\":\"a\"},{\"detail\":\"b\"}],\"title\":\"t\"}",
            "<Error><Code>X</Code><Message>m &amp; n</Message></Error>", "<html><title>502 Bad</title><h1>Bad <b>x</b></h1>",
            "a=b&password=c",
            "<s:Fault xmlns:s=\"x\"><faultstring>f</faultstring></s:Fault>", "plain \u00c3\u00a9 text", "[{\"text\":\"\\ud83d\\ude00\"}]",
            "{\"a\\u0062\":1e5,\"token\":123456789}",
        ],
        "{", "}", "[", "]", "\"", "\\", "\\ud83d", "\\u0000", ":", ",", "\"message\":", "\"errors\":", "\"title\":\"\"", "null", "<", ">",
        "</", "<h1>", "</h1>", "<title>", "&amp;", "&#x0;", "<![CDATA[", "]]>", "<!DOCTYPE a [", "\u001b[1m", "\u00ff", "\0", "=", "&");

    private static readonly Gen<string> Paths = Gen.String[Gen.Char["ab/?=&-._~%20"], 0, 12];

    private static readonly Gen<string> Data = Gen.String[Gen.Char["ab \"'\\$`^\n\u00e9{}@<"], 1, 12];

    private static readonly Gen<string> HeaderValues = Gen.String[Gen.Char["ab \"'\\$`^;=:"], 1, 12];

    private static readonly Gen<(byte[] Body, string Type)> Responses = Gen.Select(Bodies.Bytes, Gen.OneOfConst(Types));

    [Fact]
    public void Each_curl_command_is_read_or_is_an_error_of_the_module() =>
        Property.Holds(Commands.Texts, static command => Property.FailsWithModuleErrors(() =>
        {
            foreach (var map in CurlReader.Read(command, FullPath, isForText: false, out _)) Assert.NotNull(map["Uri"]);
        }));

    [Fact]
    public void A_curl_command_of_any_length_is_read_in_linear_time() => Property.IsLinear(
        Commands,
        static command =>
        {
            // With -G the data goes into each of the URLs.
            if (!command.Contains("-G", StringComparison.Ordinal)) CurlReader.Read(command, FullPath, isForText: false, out _);
        });

    [Fact]
    public void A_quoted_word_survives_a_round_trip() => Property.Holds(Gen.Select(Gen.String, Commands.Texts), static one =>
    {
        foreach (var word in (string[])[one.Item1, one.Item2])
        {
            if (word.Contains("\r\n", StringComparison.Ordinal)
                || word.Any(static character => VisibleText.IsControl(character) && character is not ('\t' or '\n')))
            {
                continue;
            }

            Assert.Equal(["curl", word, "end"], ShellWords.Split($"curl {ShellWords.Quote(word)} end"));
        }
    });

    [Fact]
    public void A_request_that_is_written_for_curl_survives_a_round_trip() =>
        Property.Holds(Gen.Select(Paths, Data, HeaderValues), static one =>
        {
            var (path, data, header) = one;
            var request = new PreparedRequest(
                "PUT",
                UrlPreparer.Prepare($"http://h.example/{path}", null, null).Url,
                new() { ["X-Name"] = header.Trim(), ["Content-Type"] = "text/plain" })
            {
                Body = new BytesBody(data),
            };
            var command = CurlWriter.Write(request, unmasked: true);
            var map = Assert.Single(CurlReader.Read(command, static path => path, isForText: false, out _));
            Assert.Equal((request.Url, "PUT", data), (map["Uri"], map["Method"], map["Data"]));
            Assert.Equal(header.Trim(), ((System.Collections.IDictionary)map["Headers"]!)["X-Name"] ?? "");
        });

    [Fact]
    public void Each_body_is_shown_without_controls_and_with_a_limited_length() => Property.Holds(Responses, static one =>
    {
        var response = Of(one.Body, one.Type);
        var shown = BodyPreview.Format(response, BodyPreview.PreviewLength);
        Assert.True(!shown.Any(static character => VisibleText.IsControl(character) && character is not ('\t' or '\n')), shown);
        Assert.InRange(shown.Length, 0, (6 * BodyPreview.PreviewLength) + 100);
    }, count: 30_000, bytesPerCharacter: 20_000);

    [Fact]
    public void The_message_of_each_error_response_is_short() => Property.Holds(Responses, static one =>
    {
        if (ErrorDetailsParser.Parse(Of(one.Body, one.Type)) is { } message) Assert.InRange(message.Length, 1, 501);
    }, count: 30_000, bytesPerCharacter: 20_000);

    [Fact]
    public void Each_JSON_body_is_read_or_is_an_error() => Property.Holds(Responses, static one => Property.FailsWithModuleErrors(() =>
    {
        var response = Of(one.Body, "application/json");
        _ = JsonObjectReader.Read(response.GetJsonUtf8().Span, asHashtable: true, response);
    }));

    [Fact]
    public void An_error_of_any_length_is_read_in_linear_time()
    {
        foreach (var type in Types[..4])
        {
            Property.IsLinear(
                Bodies,
                text => ErrorDetailsParser.Parse(Of(Encoding.UTF8.GetBytes(text), type)),
                length: 48 * 1024,
                count: 30);
        }
    }

    [Fact]
    public void A_body_of_any_length_is_shown_in_linear_time()
    {
        foreach (var type in Types[..4])
        {
            Property.IsLinear(
                Bodies,
                text => BodyPreview.Format(Of(Encoding.UTF8.GetBytes(text), type), BodyPreview.PreviewLength),
                length: 32 * 1024,
                count: 20);
        }
    }

    [Fact]
    public void Each_exchange_is_written_as_an_archive_and_as_text() => Property.Holds(Responses, static one =>
    {
        var response = Of(one.Body, one.Type);
        foreach (var unmasked in (bool[])[false, true])
        {
            using var written = new MemoryStream();
            HarWriter.Write(written, [new HarRecorder(unmasked).CreateEntry(response)], "1.0");
            using var archive = JsonDocument.Parse(written.ToArray());
            Assert.Equal(1, archive.RootElement.GetProperty("log").GetProperty("entries").GetArrayLength());
            var lines = string.Join('\n', new ExchangeText(colored: false, unmasked, longestBody: 200).Format(response, timing: true));
            Assert.True(!lines.Any(static character => VisibleText.IsControl(character) && character is not ('\t' or '\n')), lines);
            Assert.Equal(unmasked, lines.Contains(Canary, StringComparison.Ordinal));
        }
    }, count: 3_000, bytesPerCharacter: 40_000);

    [Fact]
    public void No_secret_in_JSON_is_shown_with_any_other_text() =>
        Property.Holds(Gen.Select(Bodies.Texts, Gen.OneOfConst("password", "access_token", "apiKey")), static one =>
        {
            var (beside, name) = one;
            var escaped = JsonSerializer.Serialize(beside);
            foreach (var json in (string[])
            [
                $"{{\"a\":{escaped},\"{name}\":\"{Canary}\"}}", $"{{\"half\":\"\\ud83d\",\"x\":[{{\"{name}\":\"{Canary}\"}},{escaped}]}}"
            ])
            {
                Assert.DoesNotContain(
                    Canary,
                    BodyPreview.Format(Of(Encoding.UTF8.GetBytes(json), "application/json"), 100_000),
                    StringComparison.Ordinal);
            }
        }, count: 8_000, bytesPerCharacter: 40_000);

    // Resolves a path as a cmdlet does.
    private static string FullPath(string path) =>
        path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal)
            ? Path.Combine(Path.GetTempPath(), "none", path)
            : throw new InvalidParameterException("That is not a path.");

    private static Response Of(byte[] body, string type)
    {
        var request = new PreparedRequest(
            "POST",
            $"http://h.example/?token={Canary}",
            new() { ["Cookie"] = "a=b", ["Content-Type"] = type })
        {
            Body = new BytesBody(body),
        };
        var headers = new HeaderDictionary
        {
            ["Set-Cookie"] = "id=x1y2z3; path=/",
            ["Location"] = $"http://h/?token={Canary}",
            ["X-Half"] = "\ud83d",
        };
        if (type.Length > 0) headers["Content-Type"] = type;
        var response = new Response(request, 500, new MemoryStream(body)) { Headers = headers, Reason = "Bad" };
        _ = response.Content;
        return response;
    }
}
