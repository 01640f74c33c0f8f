using System.Text;

namespace Requests.Tests.Bodies;

public class BodyTests
{
    [Fact]
    public void The_length_is_that_of_the_bytes_that_are_left()
    {
        Assert.Equal(4, new StreamBody(new MemoryStream(new byte[4])).Length);
        Assert.Equal(3, new StreamBody(new MemoryStream(new byte[5]) { Position = 2 }).Length);
        Assert.Equal(4, new BytesBody("Test").Length);
    }

    [Fact]
    public async Task A_stream_with_more_bytes_than_its_length_is_sent_in_chunks()
    {
        using var stream = new UnderstatedStream();
        var body = new StreamBody(stream);

        Assert.Null(body.Length);
        Assert.Equal("more", await Written(body));
    }

    [Fact]
    public async Task A_stream_at_its_end_has_a_length_of_0()
    {
        using var spent = new MemoryStream(new byte[4]) { Position = 4 };

        Assert.Equal(0, new StreamBody(spent).Length);
        Assert.Equal("", await Written(new StreamBody(spent)));
    }

    [Fact]
    public async Task A_stream_without_length_and_position_is_sent_once()
    {
        var body = new StreamBody(new OddStream("streamed body"));

        Assert.Null(body.Length);
        Assert.Equal("streamed body", await Written(body));
        Assert.Throws<UnrewindableBodyException>(body.Rewind);
    }

    [Fact]
    public async Task A_file_is_sent_unchanged()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "a\r\nb\n");

        var body = new FileBody(path);

        Assert.Equal(5, body.Length);
        Assert.Equal("a\r\nb\n", await Written(body));
        body.Rewind();
        Assert.Equal("a\r\nb\n", await Written(body));
        await File.WriteAllTextAsync(path, "grown while it was sent");
        await Assert.ThrowsAsync<InvalidBodyException>(() => Written(body));
        await File.WriteAllTextAsync(path, "");
        await Assert.ThrowsAsync<InvalidBodyException>(() => Written(body));
        File.Delete(path);
    }

    [Fact]
    public void A_missing_file_is_an_error_before_anything_is_sent()
    {
        Assert.Contains(
            "/no/such/file",
            Assert.Throws<InvalidBodyException>(() => new FileBody("/no/such/file")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "folder",
            Assert.Throws<InvalidBodyException>(() => new FileBody(Path.GetTempPath())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_keeps_the_order_and_repeated_names() =>
        Assert.Equal(
            "test=foo&test=baz&a=b+c&%C3%B8=1",
            new FormBody([Pair("test", "foo"), Pair("test", "baz"), Pair("a", "b c"), Pair("gone", null), Pair("\u00f8", "1")]).GetText());

    [Fact]
    public async Task Each_item_is_written_as_one_chunk_and_empty_items_are_left_out()
    {
        var log = new WriteLog();

        await new ChunkedBody(["a", "", "b", "c"]).WriteToAsync(log, CancellationToken.None);

        Assert.Equal(["a", "b", "c"], log.Writes);
    }

    [Fact]
    public async Task A_stream_is_sent_from_its_position() =>
        Assert.Equal("st", await Written(new StreamBody(new MemoryStream("test"u8.ToArray()) { Position = 2 })));

    [Fact]
    public void Json_is_sent_as_bytes_with_its_type()
    {
        var body = JsonBody.From(new Dictionary<string, object> { ["key"] = "v\u00e4lue" });

        Assert.Equal("{\"key\":\"v\u00e4lue\"}", body.GetText());
        Assert.Equal("application/json", body.ContentType);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_without_a_json_form_is_refused(double value) =>
        Assert.Throws<InvalidJsonException>(() => JsonBody.From(new { foo = value }));

    [Fact]
    public async Task A_multipart_form_has_the_expected_bytes()
    {
        var body = new MultipartBody(
            [Pair("stuff", "\u00eblixr"), Pair("gone", null)],
            [
                KeyValuePair.Create("file1", FilePart.FromText("one")),
                KeyValuePair.Create(
                    "file\"2\r\n",
                    FilePart.FromBytes("two"u8.ToArray()).With("test_requests", "text/py-content-type", new() { ["Expires"] = "0" })),
            ],
            "BOUNDARY");
        const string expected =
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"stuff\"\r\n\r\n\u00eblixr\r\n"
            + "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file1\"; filename=\"file1\"\r\n\r\none\r\n"
            + "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file%222%0D%0A\"; filename=\"test_requests\"\r\nContent-Type: "
            + "text/py-content-type\r\nExpires: 0\r\n\r\ntwo\r\n"
            + "--BOUNDARY--\r\n";

        Assert.Equal(expected, await Written(body));
        Assert.Equal(Encoding.UTF8.GetByteCount(expected), body.Length);
        Assert.Equal("multipart/form-data; boundary=BOUNDARY", body.ContentType);
    }

    [Fact]
    public void Each_form_has_another_boundary()
    {
        Assert.StartsWith("multipart/form-data; boundary=", new MultipartBody([], []).ContentType, StringComparison.Ordinal);
        Assert.NotEqual(new MultipartBody([], []).ContentType, new MultipartBody([], []).ContentType);
    }

    [Fact]
    public async Task A_file_is_sent_with_its_name_without_its_folder()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(path, "named temp file contents\n");
        await using var handle = File.OpenRead(path);

        Assert.Equal(Path.GetFileName(path), FilePart.FromPath(path).FileName);
        Assert.Equal(Path.GetFileName(path), FilePart.FromStream(handle).FileName);
        Assert.Null(FilePart.FromText("x").FileName);
    }

    [Fact]
    public void A_header_of_a_part_with_a_line_end_is_refused() =>
        Assert.Throws<InvalidHeaderException>(() => FilePart.FromText("x").With(null, "a\r\nb: c", null));

    [Fact]
    public async Task A_form_with_a_stream_of_unknown_length_is_sent_in_chunks()
    {
        var body = new MultipartBody([], [KeyValuePair.Create("f", FilePart.FromStream(new OddStream("x")))]);

        Assert.Null(body.Length);
        Assert.Contains("\r\n\r\nx\r\n--", await Written(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewinding_resets_the_body_to_its_start()
    {
        using var stream = new MemoryStream("the data"u8.ToArray()) { Position = 4 };
        var body = new StreamBody(stream);
        Assert.Equal("data", await Written(body));
        body.Rewind();
        Assert.Equal("data", await Written(body));
    }

    private static KeyValuePair<string, string?> Pair(string name, string? value) => KeyValuePair.Create(name, value);

    private static async Task<string> Written(RequestBody body)
    {
        using var bytes = new MemoryStream();
        await body.WriteToAsync(bytes, CancellationToken.None);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>A stream that can only be read. Other members throw.</summary>
    private sealed class OddStream(string text) : ReadOnlyStream
    {
        private readonly MemoryStream _inner = new(Encoding.UTF8.GetBytes(text));

        public override bool CanSeek => true;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _inner.ReadAsync(buffer, cancellationToken);
    }

    private sealed class WriteLog : MemoryStream
    {
        internal List<string> Writes { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(Encoding.UTF8.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A stream that reports a length of 0, as files in /proc do.</summary>
    private sealed class UnderstatedStream() : MemoryStream("more"u8.ToArray())
    {
        public override long Length => 0;
    }
}
