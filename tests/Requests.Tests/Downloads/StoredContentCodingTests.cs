using System.IO.Compression;
using static Requests.Tests.FakeAdapter;

namespace Requests.Tests.Downloads;

/// <summary>Tests which bodies are saved with their Content-Encoding.</summary>
public sealed class StoredContentCodingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("http://h/x.tgz", "x.tgz", "application/octet-stream", "gzip", true)]
    [InlineData("http://h/x.tar.gz", "x.tar.gz", "application/x-tar", "x-gzip", true)]
    [InlineData("http://h/x.tar.gz", "y", "application/x-tar", "GZIP", true)]
    [InlineData("http://h/x", "y", "application/gzip; charset=binary", "gzip", true)]
    [InlineData("http://h/x", "y.GZ", "text/plain", "gzip", true)]
    [InlineData("http://h/x.txt", "x.txt", "text/plain", "gzip", false)]
    [InlineData("http://h/x.gzip-info", "x", "text/plain", "gzip", false)]
    [InlineData("http://h/x.br", "x.br", "text/plain", "gzip", false)]
    [InlineData("http://h/x", "y", null, "gzip", false)]
    public async Task A_file_that_is_compressed_itself_stays_compressed(string url, string name, string? type, string coding, bool isKept)
    {
        foreach (var resume in new[] { false, true })
        {
            using var session = Session(out _, Packed(coding, type));
            var path = await Save(session, url, new DownloadTarget(Path.Combine(_folder, name)) { Resume = resume });

            Assert.Equal(isKept ? Gzip() : "content"u8.ToArray(), File.ReadAllBytes(path));
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(
        "gzip",
        ".gz .tgz .taz .svgz .emz .wmz",
        "application/gzip application/x-gzip application/x-gunzip application/gzipped application/x-tgz")]
    [InlineData("x-gzip", ".gz", "application/x-compressed-tar application/x-gtar-compressed application/gzip-compressed")]
    [InlineData("br", ".br .tbr", "application/x-brotli application/brotli")]
    [InlineData("zstd", ".zst .tzst", "application/zstd application/x-zstd application/x-zstd-compressed-tar")]
    [InlineData("compress", ".z .taz .tz", "application/x-compress")]
    [InlineData("x-compress", ".Z", "application/x-compress")]
    public void Each_coding_has_its_extensions_and_types(string coding, string extensions, string types)
    {
        Assert.All(extensions.Split(' '), extension => Assert.True(IsKept(coding, "application/octet-stream", "x" + extension)));
        Assert.All(types.Split(' '), type => Assert.True(IsKept(coding, type, "x")));
        Assert.False(IsKept(coding, "application/octet-stream", "x"));
        Assert.False(IsKept("other", types.Split(' ')[0], "x" + extensions.Split(' ')[0]));
    }

    [Theory]
    [InlineData("identity", true)]
    [InlineData("Identity", true)]
    [InlineData("identity;q=1, *;q=0", true)]
    [InlineData("gzip;q=0, identity", true)]
    [InlineData("", true)]
    [InlineData("gzip", false)]
    [InlineData("identity, gzip;q=0.5", false)]
    [InlineData("*", false)]
    public async Task A_caller_that_accepts_no_coding_gets_the_bytes_as_received(string accept, bool isKept)
    {
        foreach (var resume in new[] { false, true })
        {
            using var session = Session(out var adapter, Packed("gzip", "text/plain"));
            var path = await Save(session, "http://h/x", new DownloadTarget(Path.Combine(_folder, "x")) { Resume = resume }, accept);

            Assert.Equal(isKept ? Gzip() : "content"u8.ToArray(), File.ReadAllBytes(path));
            Assert.Equal(accept, adapter.Seen[0].Headers["Accept-Encoding"]);
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Raw_saves_the_bytes_as_received_and_accepts_no_coding()
    {
        using var session = Session(out var adapter, Packed("gzip", "text/plain"), Packed("unknown", "text/plain"));

        var path = await Save(session, "http://h/x", new DownloadTarget(Path.Combine(_folder, "x")) { Raw = true });
        Assert.Equal(Gzip(), File.ReadAllBytes(path));
        path = await Save(session, "http://h/x", new DownloadTarget(Path.Combine(_folder, "y")) { Raw = true });

        Assert.Equal(Gzip(), File.ReadAllBytes(path));
        Assert.Equal("identity", adapter.Seen[0].Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task A_decoded_body_cannot_be_saved_raw()
    {
        using var session = Session(out _, Packed("gzip", "text/plain"));
        var response = await session.RequestAsync(new Request("GET", "http://h/x"));

        await Assert.ThrowsAsync<StreamConsumedException>(
            () => response.SaveAsync(new DownloadTarget(Path.Combine(_folder, "x")) { Raw = true }));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_compressed_file_is_resumed()
    {
        var whole = Gzip();
        var path = Path.Combine(_folder, "x.tgz");
        File.WriteAllBytes(path + ".part", whole[..5]);
        File.WriteAllText(path + ".part.validator", $"ETag: \"v1\"\nUrl: {ResourceKey.FromUrl("http://h/x.tgz")}\n");
        using var session = Session(out _, request => new Response(request, 206, new MemoryStream(whole[5..]))
        {
            Headers = new()
            {
                ["Content-Encoding"] = "gzip",
                ["Content-Range"] = $"bytes 5-{whole.Length - 1}/{whole.Length}",
                ["ETag"] = "\"v1\"",
            },
        });

        await Save(session, "http://h/x.tgz", new DownloadTarget(path) { Resume = true });

        Assert.Equal(whole, File.ReadAllBytes(path));
    }

    private static bool IsKept(string coding, string type, string name)
    {
        var headers = new HeaderDictionary { ["Content-Encoding"] = coding, ["Content-Type"] = type };
        var response = new Response(new PreparedRequest("GET", "http://h/", []), 200) { Headers = headers };
        return StoredContentCoding.SavesUndecoded(response, new DownloadTarget(name), name, acceptEncoding: null);
    }

    private static byte[] Gzip()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write("content"u8);
        return packed.ToArray();
    }

    private static Func<PreparedRequest, Response> Packed(string coding, string? type) => request =>
    {
        var headers = new HeaderDictionary { ["Content-Encoding"] = coding };
        if (type is not null) headers["Content-Type"] = type;
        return new Response(request, 200, new MemoryStream(Gzip())) { Headers = headers };
    };

    private static async Task<string> Save(RequestSession session, string url, DownloadTarget target, string? accept = null)
    {
        var request = new Request("GET", url) { Headers = accept is null ? null : new() { ["Accept-Encoding"] = accept } };
        return (await session.DownloadAsync(session.PrepareRequest(request, target), target)).SavedTo!;
    }
}
