using System.IO.Compression;
using System.Text;
using Requests.Dependencies;

namespace Requests.Tests.Messages;

/// <summary>Tests that the bytes that have arrived are returned before a reader waits for more. A read beyond them fails.</summary>
public class ArrivalTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(10240)]
    [InlineData(65536)]
    [InlineData(5)]
    public void A_piece_of_a_body_without_a_length_has_the_bytes_that_have_arrived(int? size)
    {
        Assert.Equal("tick\n", Encoding.ASCII.GetString(Open("tick\n"u8.ToArray()).IterContent(size).First()));
        Assert.Equal("tick\n", Open("tick\n"u8.ToArray()).IterText(size).First());
    }

    [Fact]
    public void A_piece_is_never_larger_than_requested_and_the_end_is_exact()
    {
        var response = Of([.. "0123456789"u8.ToArray().Chunk(4)], mayEnd: true);

        Assert.Equal(["012", "3", "456", "7", "89"], response.IterContent(3).Select(piece => Encoding.ASCII.GetString(piece)));
    }

    [Fact]
    public void Pieces_of_a_body_of_known_length_are_full()
    {
        var response = Of([.. "0123456789"u8.ToArray().Chunk(4)], mayEnd: true, ("Content-Length", "10"));
        Assert.Equal([3, 3, 3, 1], response.IterContent(3).Select(piece => piece.Length));

        response = Of([.. "0123456789"u8.ToArray().Chunk(4)], mayEnd: true, ("Content-Length", "10"));
        Assert.Equal(["012", "345", "678", "9"], response.IterText(3));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task All_bytes_of_a_flush_are_returned(string coding)
    {
        var text = string.Concat(Enumerable.Range(0, 1300).Select(i => $"{i % 100000:00000}\n"));
        using var coded = new MemoryStream();
        await using Stream encoder = coding switch
        {
            "br" => new BrotliStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "zstd" => ZstdEncoder.CreateStream(coded),
            _ => new GZipStream(coded, CompressionLevel.Fastest, leaveOpen: true),
        };
        await encoder.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        await encoder.FlushAsync(TestContext.Current.CancellationToken);

        var response = Of([coded.ToArray()], mayEnd: false, ("Content-Encoding", coding));
        var read = new StringBuilder();
        foreach (var piece in response.IterContent(null))
        {
            read.Append(Encoding.ASCII.GetString(piece));
            if (read.Length == text.Length) break;
        }

        Assert.Equal(text, read.ToString());
        Assert.Equal(1300, Of([coded.ToArray()], mayEnd: false, ("Content-Encoding", coding)).IterLines().Take(1300).Count());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 5)]
    public void A_byte_order_mark_is_removed_wherever_it_is_split(int first, int size)
    {
        byte[] body = [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'];
        byte[][] pieces = [body[..first], body[first..]];
        foreach (var type in new[] { "application/json", "text/plain", "text/plain; charset=utf-8", "application/octet-stream" })
        {
            Assert.Equal("{}", string.Concat(Of(pieces, mayEnd: true, ("Content-Type", type)).IterText(size)));
            Assert.Equal("{}", string.Concat(Of(pieces, mayEnd: true, ("Content-Type", type)).IterText(null)));
            Assert.Equal("{}", Of(pieces, mayEnd: true, ("Content-Type", type)).IterLines().Single());
            Assert.Equal("{}", Of(pieces, mayEnd: true, ("Content-Type", type)).Text);
        }
    }

    [Fact]
    public void A_byte_order_mark_within_a_body_is_a_character()
    {
        const string Text = "a\uFEFFb\n\uFEFFc";
        byte[][] Bytes() => [Encoding.UTF8.GetBytes(Text)];

        Assert.Equal(Text, Of(Bytes(), mayEnd: true, ("Content-Type", "text/plain; charset=utf-8")).Text);
        Assert.Equal(Text, string.Concat(Of(Bytes(), mayEnd: true, ("Content-Type", "text/plain; charset=utf-8")).IterText(1)));
        Assert.Equal(["a\uFEFFb", "\uFEFFc"], Of(Bytes(), mayEnd: true, ("Content-Type", "text/plain; charset=utf-8")).IterLines());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Events_are_whole_wherever_the_bytes_are_cut(int size)
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFFretry: 1000\n\nevent: x\n\ndata: 北京✅\u0085a\u2028b\n\n");
        var response = Of([.. bytes.Chunk(size)], mayEnd: true, ("Content-Type", "text/event-stream"));
        var events = new List<ServerSentEvent>();
        await foreach (var message in response.ReadEventsAsync(TestContext.Current.CancellationToken)) events.Add(message);

        Assert.Equal(["北京✅\u0085a\u2028b"], events.Select(message => message.Data));
    }

    [Fact]
    public async Task A_second_reader_of_events_continues_after_the_last_event_that_was_taken()
    {
        var response = Of(["data: a\n\ndata: b\n\ndata: c\n\n"u8.ToArray()], mayEnd: true, ("Content-Type", "text/event-stream"));
        var events = new List<string>();
        for (var readers = 0; readers < 2; readers++)
        {
            await foreach (var message in response.ReadEventsAsync(TestContext.Current.CancellationToken))
            {
                events.Add(message.Data);
                if (readers == 0) break;
            }
        }

        Assert.Equal(["a", "b", "c"], events);
    }

    [Fact]
    public void Only_carriage_return_and_line_feed_end_a_line()
    {
        const string Line = "{\"a\":\"1\u20282\u20293\u00854\u000B5\u000C6\"}";
        Assert.Equal(
            [Line, "{}"],
            Of([Encoding.UTF8.GetBytes(Line + "\n{}\n")], mayEnd: true, ("Content-Type", "application/x-ndjson")).IterLines());
    }

    private static Response Open(byte[] first) => Of([first], mayEnd: false, ("Content-Type", "text/plain"));

    private static Response Of(byte[][] pieces, bool mayEnd, params (string Name, string Value)[] headers)
    {
        var collection = new HeaderDictionary();
        foreach (var (name, value) in headers) collection.Append(name, value);
        var body = new GivenPiecesStream(pieces, mayEnd);
        return new Response(new PreparedRequest("GET", "http://h/", []), 200, body) { Headers = collection };
    }
}
