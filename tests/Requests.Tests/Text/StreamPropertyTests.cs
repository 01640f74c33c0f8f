using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Requests.Tests.Text;

/// <summary>The readers of any body return all of it or an error of the module, at every size of the pieces.</summary>
[Trait(Property.Kind, Property.Name)]
public class StreamPropertyTests
{
    private static readonly Grammar Events = new(
        [
            "data: a\n\n", "id: 1\nevent: x\ndata: b\ndata: c\r\n\r\n", ": comment\nretry: 100\ndata\n\n",
            "\u00ef\u00bb\u00bfdata: \u00c3\u00a9\r\rid\n\n",
        ],
        "data: ", "data", "id: ", "event: ", "retry: ", ":", "\n", "\r", "\r\n", "\n\n", "\0", "99999999999");

    private static readonly Grammar Json = new(
        [
            "[1,{\"a\":[true,null]},\"x\\\"],\"]", "{\"a\":1}\n{\"b\":\"\\u00e9\"}\n", " [ ] ", "\"text\"", "\u001e{\"a\":1}\n\u001e[2]\n",
            "[[[[[[]]]]]]", "[\"\u00c3\u00a9\",\"\u00ff\"]"
        ],
        "[", "]", "{", "}", ",", ":", "\"", "\\", "\\\"", "\\u", "\\ud83d", "1", "-", "true", "null", "\n", " ", "\u001e",
        "\u00ef\u00bb\u00bf", "\0");

    private static readonly string[] Codings = ["gzip", "deflate", "br"];

    private static readonly Gen<int> Sizes = Gen.Int[1, 20];

    private static readonly Gen<string> LineEnds = Gen.OneOfConst("\n", "\r", "\r\n");

    [Fact]
    public void Events_do_not_depend_on_the_size_of_the_pieces() => Property.Holds(Gen.Select(Events.Bytes, Sizes), static sample =>
        Assert.Equal(GetEvents(sample.Item1, int.MaxValue), GetEvents(sample.Item1, sample.Item2)));

    [Fact]
    public void An_event_is_read_as_it_was_written() => Property.Holds(Gen.Select(Gen.String, LineEnds), static sample =>
    {
        var (text, end) = sample;
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var written = string.Concat(
            text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n').Select(line => $"data: {line}{end}"));
        Assert.Equal(
            text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'),
            Assert.Single(GetEvents(Encoding.UTF8.GetBytes(written + end), 3)).Split('|', 3)[2]);
    });

    [Fact]
    public void The_time_to_read_events_grows_linearly() =>
        Property.IsLinear(Events, static text => GetEvents(Encoding.UTF8.GetBytes(text), 4096));

    [Fact]
    public void Json_is_split_into_the_items_that_JsonDocument_reads() => Property.Holds(Gen.Select(Json.Bytes, Sizes), static sample =>
    {
        var complete = GetItems(sample.Item1, int.MaxValue);
        var cut = GetItems(sample.Item1, sample.Item2);
        Assert.Equal(complete.Error, cut.Error);
        if (complete.Error is null) Assert.Equal(complete.Items, cut.Items);
        if (!TryParse(sample.Item1, out var document)) return;
        using (document)
        {
            var expected = document.RootElement.ValueKind == JsonValueKind.Array
                ? document.RootElement.EnumerateArray().Select(static item => item.GetRawText())
                : [document.RootElement.GetRawText()];
            Assert.Null(complete.Error);
            Assert.Equal(expected, complete.Items);
        }
    });

    [Fact]
    public void The_time_to_split_json_grows_linearly() =>
        Property.IsLinear(Json, static text => GetItems(Encoding.UTF8.GetBytes(text), 4096));

    [Fact]
    public void Changed_compressed_bytes_give_the_result_of_net_or_an_error_of_the_module()
    {
        var bodies = Codings.SelectMany(
            static coding => Enumerable.Range(0, 200).Select(seed => (Coding: coding, Bytes: Coded(coding, new Random(seed))))).ToArray();
        Property.Holds(Gen.Select(Gen.Int[0, bodies.Length - 1], Gen.Int, Gen.Int[1, 64]), sample =>
        {
            var (index, seed, size) = sample;
            var random = new Random(seed);
            var (coding, coded) = (bodies[index].Coding, bodies[index].Bytes.ToArray());
            for (var changes = coded.Length == 0 ? 0 : random.Next(3); changes > 0; changes--)
            {
                coded[random.Next(coded.Length)] = (byte)random.Next(256);
            }

            if (random.Next(4) == 0) coded = coded[..random.Next(coded.Length + 1)];
            byte[]? decoded = null;
            Property.FailsWithModuleErrors(() => decoded = Of(coded, size, "application/octet-stream", coding).Content);
            if (decoded is not null && coded.Length > 0 && ByNet(coded, coding) is { } known) Assert.Equal(known, decoded);
        }, count: 60_000, bytesPerCharacter: 20_000);
    }

    private static List<string> GetEvents(byte[] body, int size)
    {
        var events = new List<string>();
        Collect(
            Of(body, size, "text/event-stream").ReadEventBatchesAsync(new EventParser()),
            batch => events.AddRange(batch.Select(static item => $"{item.Id}|{item.Event}|{item.Data}"))).GetAwaiter().GetResult();
        return events;
    }

    private static string GetText(JsonItem item) => Encoding.UTF8.GetString(item.Utf8.Span).Trim(' ', '\t', '\r', '\n');

    private static (string? Error, List<string> Items) GetItems(byte[] body, int size)
    {
        var items = new List<string>();
        try
        {
            Collect(Of(body, size, "application/json").ReadJsonItemBatchesAsync(), batch => items.AddRange(batch.Select(GetText)))
                .GetAwaiter().GetResult();
            return (null, items);
        }
        catch (JsonDecodeException)
        {
            return ("refused", items);
        }
    }

    private static async Task Collect<T>(IAsyncEnumerable<IReadOnlyList<T>> batches, Action<IReadOnlyList<T>> take)
    {
        await foreach (var batch in batches) take(batch);
    }

    private static bool TryParse(byte[] json, out JsonDocument document)
    {
        document = null!;
        try
        {
            if (json.AsSpan().StartsWith("\ufeff"u8)
                || json.AsSpan().Contains((byte)0)
                || Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json)).AsSpan().SequenceEqual(json) is false)
            {
                return false;
            }

            document = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Coded(string coding, Random random)
    {
        var plain = new byte[random.Next(300)];
        for (var i = 0; i < plain.Length; i++) plain[i] = (byte)(random.Next(8) == 0 ? random.Next(256) : i & 7);
        var level = (CompressionLevel)random.Next(4);
        using var to = new MemoryStream();
        Stream coder = coding switch
        {
            "gzip" => new GZipStream(to, level),
            "br" => new BrotliStream(to, level),
            _ => new ZLibStream(to, level),
        };
        using (coder)
        {
            coder.Write(plain);
        }

        return to.ToArray();
    }

    private static byte[]? ByNet(byte[] coded, string coding)
    {
        try
        {
            using var from = new MemoryStream(coded);
            using Stream decoder = coding switch
            {
                "gzip" => new GZipStream(from, CompressionMode.Decompress),
                "br" => new BrotliStream(from, CompressionMode.Decompress),
                _ => new ZLibStream(from, CompressionMode.Decompress),
            };
            using var to = new MemoryStream();
            decoder.CopyTo(to);
            return to.ToArray();
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Response Of(byte[] body, int size, string type, string? coding = null)
    {
        var headers = new HeaderDictionary { ["Content-Type"] = type };
        if (coding is not null) headers["Content-Encoding"] = coding;
        return new Response(new PreparedRequest("GET", "http://h/", []), 200, new EqualPiecesStream(body, size)) { Headers = headers };
    }
}
