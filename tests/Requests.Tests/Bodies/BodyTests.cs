using System.Text;

namespace Requests.Tests.Bodies;

public class BodyTests
{
    [Fact]
    public void B08_B12_B17_B18_What_is_left_is_the_length()
    {
        Assert.Equal(4, new StreamBody(new MemoryStream(new byte[4])).Length);
        Assert.Equal(3, new StreamBody(new MemoryStream(new byte[5]) { Position = 2 }).Length);
        Assert.Equal(4, new BytesBody("Test").Length);
    }

    [Fact]
    public async Task A_stream_that_gives_more_than_its_length_goes_in_chunks()
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
    public async Task B10_B11_B29_D35_A_stream_that_knows_nothing_of_itself_is_sent_once()
    {
        var body = new StreamBody(new OddStream("streamed body"));

        Assert.Null(body.Length);
        Assert.Equal("streamed body", await Written(body));
        Assert.Throws<UnrewindableBodyException>(body.Rewind);
    }

    [Fact]
    public async Task B13_B18_A_file_is_sent_as_it_is()
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
    public void A_file_that_is_not_there_is_named_before_anything_is_sent()
    {
        Assert.Contains("/no/such/file", Assert.Throws<InvalidBodyException>(() => new FileBody("/no/such/file")).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<InvalidBodyException>(() => new FileBody(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void B20_B21_B23_A_form_keeps_order_and_repeats() =>
        Assert.Equal("test=foo&test=baz&a=b+c&%C3%B8=1", new FormBody([Pair("test", "foo"), Pair("test", "baz"), Pair("a", "b c"), Pair("gone", null), Pair("\u00f8", "1")]).GetText());

    [Fact]
    public async Task B26_B27_Each_item_is_one_write_and_empty_ones_are_none()
    {
        var log = new WriteLog();

        await new ChunkedBody(["a", "", "b", "c"]).WriteToAsync(log, CancellationToken.None);

        Assert.Equal(["a", "b", "c"], log.Writes);
    }

    [Fact]
    public async Task B28_The_position_counts() => Assert.Equal("st", await Written(new StreamBody(new MemoryStream("test"u8.ToArray()) { Position = 2 })));

    [Fact]
    public void B31_B33_Json_is_bytes_with_its_type()
    {
        var body = JsonBody.From(new Dictionary<string, object> { ["key"] = "v\u00e4lue" });

        Assert.Equal("{\"key\":\"v\u00e4lue\"}", body.GetText());
        Assert.Equal("application/json", body.ContentType);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void B34_What_has_no_json_is_refused(double value) => Assert.Throws<InvalidJsonException>(() => JsonBody.From(new { foo = value }));

    [Fact]
    public async Task B36_B41_B42_B44_B46_B47_B48_A_multipart_form_to_the_byte()
    {
        var body = new MultipartBody(
            [Pair("stuff", "\u00eblixr"), Pair("gone", null)],
            [
                KeyValuePair.Create("file1", FilePart.FromText("one")),
                KeyValuePair.Create("file\"2\r\n", FilePart.FromBytes("two"u8.ToArray()).With("test_requests", "text/py-content-type", new() { ["Expires"] = "0" })),
            ],
            "BOUNDARY");
        const string expected =
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"stuff\"\r\n\r\n\u00eblixr\r\n" +
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file1\"; filename=\"file1\"\r\n\r\none\r\n" +
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file%222%0D%0A\"; filename=\"test_requests\"\r\nContent-Type: text/py-content-type\r\nExpires: 0\r\n\r\ntwo\r\n" +
            "--BOUNDARY--\r\n";

        Assert.Equal(expected, await Written(body));
        Assert.Equal(Encoding.UTF8.GetByteCount(expected), body.Length);
        Assert.Equal("multipart/form-data; boundary=BOUNDARY", body.ContentType);
    }

    [Fact]
    public void B45_The_boundary_is_another_each_time()
    {
        Assert.StartsWith("multipart/form-data; boundary=", new MultipartBody([], []).ContentType, StringComparison.Ordinal);
        Assert.NotEqual(new MultipartBody([], []).ContentType, new MultipartBody([], []).ContentType);
    }

    [Fact]
    public async Task B40_A_file_gives_its_name_without_its_folder()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(path, "named temp file contents\n");
        await using var handle = File.OpenRead(path);

        Assert.Equal(Path.GetFileName(path), FilePart.FromPath(path).FileName);
        Assert.Equal(Path.GetFileName(path), FilePart.FromStream(handle).FileName);
        Assert.Null(FilePart.FromText("x").FileName);
    }

    [Fact]
    public void A_header_of_a_part_cannot_end_it() =>
        Assert.Throws<InvalidHeaderException>(() => FilePart.FromText("x").With(null, "a\r\nb: c", null));

    [Fact]
    public async Task A_stream_of_unknown_length_makes_the_form_chunked()
    {
        var body = new MultipartBody([], [KeyValuePair.Create("f", FilePart.FromStream(new OddStream("x")))]);

        Assert.Null(body.Length);
        Assert.Contains("\r\n\r\nx\r\n--", await Written(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task D31_D32_D34_Rewinding_goes_back_to_where_it_started()
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

    /// <summary>A stream that can only be read; everything else throws.</summary>
    private sealed class OddStream(string text) : ReadOnlyStream
    {
        private readonly MemoryStream _inner = new(Encoding.UTF8.GetBytes(text));

        public override bool CanSeek => true;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _inner.ReadAsync(buffer, cancellationToken);
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

    /// <summary>A stream that says a length of 0, as files of /proc do.</summary>
    private sealed class UnderstatedStream() : MemoryStream("more"u8.ToArray())
    {
        public override long Length => 0;
    }
}
