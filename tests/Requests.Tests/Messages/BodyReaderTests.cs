using System.Text;

namespace Requests.Tests.Messages;

public class BodyReaderTests
{
    private static readonly string[] Numbers = [.. Enumerable.Range(0, 5000).Select(i => $"line {i}")];

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(65536)]
    public void A_second_reader_of_lines_goes_on_where_the_first_stopped(int pieceSize)
    {
        var response = Streamed(string.Join('\n', Numbers), pieceSize);

        var read = response.IterLines().Take(17).ToList();
        read.AddRange(response.IterLines().Take(500));
        read.AddRange(response.IterLines());

        Assert.Equal(Numbers, read);
        Assert.True(response.ContentConsumed);
        Assert.Throws<StreamConsumedException>(() => response.IterLines());
    }

    [Fact]
    public void Lines_of_a_body_larger_than_the_buffer_are_whole()
    {
        string[] many = [.. Enumerable.Range(0, 50_000).Select(i => $"line {i}")];

        Assert.Equal(many, Streamed(string.Join('\n', many), 65536).IterLines());
    }

    [Fact]
    public void An_enumerator_takes_one_line_at_a_time()
    {
        var lines = Streamed("a\nb\nc", 2).IterLines().GetEnumerator();

        Assert.True(lines.MoveNext());
        Assert.Equal("a", lines.Current);
        Assert.True(lines.MoveNext());
        Assert.True(lines.MoveNext());
        Assert.Equal("c", lines.Current);
        Assert.False(lines.MoveNext());
    }

    [Fact]
    public async Task Readers_of_all_kinds_lose_nothing_between_them()
    {
        var text = string.Join("\r\n", Numbers);
        var response = Streamed(text, 333);
        var read = new StringBuilder();
        var buffer = new byte[50];

        foreach (var line in response.IterLines().Take(3)) read.Append(line).Append("\r\n");
        foreach (var piece in response.IterContent(7).Take(4)) read.Append(Encoding.UTF8.GetString(piece));
        foreach (var piece in response.IterText(5).Take(2)) read.Append(piece);
        foreach (var piece in response.IterContent(null).Take(1)) read.Append(Encoding.UTF8.GetString(piece));
        read.Append(Encoding.UTF8.GetString(buffer, 0, await response.ReadAsync(buffer, TestContext.Current.CancellationToken)));
        foreach (var piece in response.IterText(null).Take(1)) read.Append(piece);
        await foreach (var line in response.ReadLinesAsync(delimiter: "\r\n", TestContext.Current.CancellationToken))
        {
            read.Append(line).Append("\r\n");
        }

        Assert.Equal(text + "\r\n", read.ToString());
    }

    [Fact]
    public async Task A_second_asynchronous_reader_continues_and_one_of_a_body_in_memory_starts_again()
    {
        var response = Streamed(string.Join('\n', Numbers), 1000);
        var read = new List<string>();
        await foreach (var line in response.ReadLinesAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            read.Add(line);
            break;
        }

        await foreach (var lines in response.ReadLineBatchesAsync(TestContext.Current.CancellationToken))
        {
            read.AddRange(lines);
            break;
        }

        await foreach (var line in response.ReadLinesAsync(cancellationToken: TestContext.Current.CancellationToken)) read.Add(line);
        Assert.Equal(Numbers, read);

        var whole = Streamed("a\nb", 10);
        _ = whole.Content;
        Assert.Equal(["a", "b"], whole.IterLines());
        Assert.Equal(["a", "b"], whole.IterLines());
        var again = new List<string>();
        await foreach (var line in whole.ReadLinesAsync(cancellationToken: TestContext.Current.CancellationToken)) again.Add(line);
        Assert.Equal(["a", "b"], again);
    }

    [Fact]
    public void A_line_is_there_when_its_end_has_arrived()
    {
        using var source = new GivenPiecesStream(["first\r"u8.ToArray(), "\nsecond\n"u8.ToArray()], mayEnd: false);
        var response = Of(source);

        Assert.Equal(["first"], response.IterLines().Take(1));
        Assert.Equal(["second"], response.IterLines().Take(1));
    }

    [Theory]
    [InlineData("utf-8", "a||b\u00e9|c||\u4e2d||")]
    [InlineData("utf-16", "a||b\u00e9|c||\u4e2d||")]
    [InlineData("utf-16BE", "a||b\u00e9|c||\u4e2d||")]
    [InlineData("utf-32", "a||b\u00e9|c||\u4e2d||")]
    [InlineData("shift_jis", "a||b|c||\u30dd||\u30dd|")]
    [InlineData("gb18030", "a||b\u00e9|c||\u4e2d||\U0001f389")]
    [InlineData("IBM037", "a||b|c||d")]
    public void Lines_and_texts_are_cut_between_characters_in_every_encoding(string charset, string text)
    {
        var encoding = EncodingResolver.Find(charset)!;
        var type = $"text/plain; charset={charset}";
        var lines = text.Replace("||", "\n", StringComparison.Ordinal);
        for (var size = 1; size < 9; size++)
        {
            Assert.Equal(
                text.Split("||").Where((line, i) => line.Length > 0 || i == 0),
                Streamed(encoding.GetBytes(text), size, type).IterLines("||"));
            Assert.Equal(lines.TrimEnd('\n').Split('\n'), Streamed(encoding.GetBytes(lines), size, type).IterLines());
            Assert.Equal(text, string.Concat(Streamed(encoding.GetBytes(text), size, type).IterText(size)));
            Assert.Equal(text, string.Concat(Streamed(encoding.GetBytes(text), size, type).IterText(null)));
        }
    }

    [Fact]
    public void A_line_without_an_end_is_bounded()
    {
        var response = Of(new EndlessStream());

        var error = Assert.Throws<ResponseTooLargeException>(() => response.IterLines().First());

        Assert.Contains("67108864", error.Message, StringComparison.Ordinal);
    }

    private static Response Streamed(string text, int pieceSize) =>
        Streamed(Encoding.UTF8.GetBytes(text), pieceSize, "text/plain; charset=utf-8");

    private static Response Streamed(byte[] bytes, int pieceSize, string type) =>
        Of(new GivenPiecesStream([.. bytes.Chunk(pieceSize)]), type);

    private static Response Of(Stream body, string type = "text/plain") =>
        new(new PreparedRequest("GET", "http://h/", []), 200, body) { Headers = new() { ["Content-Type"] = type } };

    private sealed class EndlessStream : ReadOnlyStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
