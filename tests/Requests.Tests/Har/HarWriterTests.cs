using System.Text;
using System.Text.Json;

namespace Requests.Tests.Har;

/// <summary>Tests the HTTP archives that are written. Pester compares them with a schema of the format.</summary>
public class HarWriterTests
{
    private const int Entries = 50;

    [Fact]
    public void An_archive_has_the_properties_of_the_format_in_its_order()
    {
        var response = Create("POST", "https://h/a?q=a+b&token=t%26&empty", "{\"a\":\"é</\ud83d\ude00\"}", "application/json");

        Assert.Equal(
            """
            {
              "log": {
                "version": "1.2",
                "creator": {
                  "name": "Requests for PowerShell",
                  "version": "1.0"
                },
                "entries": [
                  {
                    "startedDateTime": "1970-01-01T00:00:00.0000000+00:00",
                    "time": 1.5,
                    "request": {
                      "method": "POST",
                      "url": "https://h/a?q=a+b&token=t%26&empty",
                      "httpVersion": "HTTP/1.1",
                      "cookies": [
                        {
                          "name": "c",
                          "value": "1=2"
                        }
                      ],
                      "headers": [
                        {
                          "name": "Cookie",
                          "value": "c=1=2"
                        }
                      ],
                      "queryString": [
                        {
                          "name": "q",
                          "value": "a b"
                        },
                        {
                          "name": "token",
                          "value": "t&"
                        },
                        {
                          "name": "empty",
                          "value": ""
                        }
                      ],
                      "postData": {
                        "mimeType": "",
                        "text": "sent"
                      },
                      "headersSize": -1,
                      "bodySize": 4
                    },
                    "response": {
                      "status": 200,
                      "statusText": "",
                      "httpVersion": "HTTP/1.1",
                      "cookies": [],
                      "headers": [
                        {
                          "name": "Content-Type",
                          "value": "application/json"
                        }
                      ],
                      "content": {
                        "size": 16,
                        "mimeType": "application/json",
                        "text": "{\"a\":\"é</\uD83D\uDE00\"}"
                      },
                      "redirectURL": "",
                      "headersSize": -1,
                      "bodySize": -1
                    },
                    "cache": {},
                    "timings": {
                      "blocked": -1,
                      "dns": -1,
                      "connect": -1,
                      "ssl": -1,
                      "send": 0,
                      "wait": 1.5,
                      "receive": 0
                    }
                  }
                ]
              }
            }

            """.ReplaceLineEndings("\n"),
            Write([response], unmasked: true));
    }

    [Theory]
    [InlineData("hello", "text", null)]
    [InlineData("\0\u0001", "AAE=", "base64")]
    [InlineData("", null, null)]
    public void A_body_is_text_or_base64_and_an_empty_one_is_left_out(string body, string? text, string? encoding)
    {
        var archive = Write([Create("GET", "https://h/", body, "text/plain")], unmasked: true);

        using var document = JsonDocument.Parse(archive);
        var entry = document.RootElement.GetProperty("log").GetProperty("entries")[0];
        var content = entry.GetProperty("response").GetProperty("content");
        Assert.Equal(body.Length, content.GetProperty("size").GetInt32());
        Assert.Equal(text == "text" ? body : text, GetText(content, "text"));
        Assert.Equal(encoding, GetText(content, "encoding"));
        Assert.Equal("sent", GetText(entry.GetProperty("request").GetProperty("postData"), "text"));
    }

    [Fact]
    public void The_entries_of_a_large_archive_are_written_one_after_the_other()
    {
        using var stream = new MemoryStream();
        var written = new List<long>();

        HarWriter.Write(stream, CreateMany().Select(static response => new HarRecorder(unmasked: true).CreateEntry(response)), "1.0");

        Assert.True(
            written[^1] > stream.Length / 2,
            $"When the last of {Entries} responses was read, {written[^1]} of {stream.Length} bytes were written.");

        IEnumerable<Response> CreateMany()
        {
            for (var i = 0; i < Entries; i++)
            {
                written.Add(stream.Length);
                yield return Create("GET", "https://h/", new string('x', 100_000), "text/plain");
            }
        }
    }

    private static string? GetText(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Write(IEnumerable<Response> responses, bool unmasked)
    {
        using var stream = new MemoryStream();
        HarWriter.Write(stream, responses.Select(response => new HarRecorder(unmasked).CreateEntry(response)), "1.0");
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Response Create(string method, string url, string body, string type)
    {
        var request = new PreparedRequest(method, url, new() { ["Cookie"] = "c=1=2" }) { Body = new BytesBody("sent") };
        var response = new Response(request, 200, new MemoryStream(Encoding.UTF8.GetBytes(body)))
        {
            Headers = new() { ["Content-Type"] = type },
            Elapsed = TimeSpan.FromMilliseconds(1.5),
        };
        _ = response.Content;
        return response;
    }
}
