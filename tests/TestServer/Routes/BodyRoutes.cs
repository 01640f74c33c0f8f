using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ZstdSharp;

namespace Requests.TestServer;

/// <summary>Represents the routes whose responses have a body of a certain type, size or content coding.</summary>
internal static class BodyRoutes
{
    private const string PngBase64 =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private const string Html = "<!DOCTYPE html><html><body><h1>Herman Melville - Moby-Dick</h1></body></html>";

    private const string Xml = "<?xml version='1.0' encoding='us-ascii'?><slideshow title=\"Sample Slide Show\"/>";

    private const string Json =
        "{\"slideshow\": {\"author\": \"Yours Truly\", \"date\": \"2020-01-02T03:04:05Z\", \"title\": \"Sample Slide Show\"}}";

    internal static void Map(WebApplication app)
    {
        app.MapGet("/robots.txt", () => Results.Text("User-agent: *\nDisallow: /deny\n", "text/plain"));
        app.MapGet("/html", () => Results.Text(Html, "text/html; charset=utf-8"));
        app.MapGet("/xml", () => Results.Text(Xml, "application/xml"));
        app.MapGet("/json", () => Results.Text(Json, "application/json"));
        app.MapGet("/image/png", () => Results.Bytes(Convert.FromBase64String(PngBase64), "image/png"));
        app.MapGet(
            "/encoding/utf8",
            () => Results.Text("UTF-8 encoded sample: \u222e E\u22c5da = Q, n \u2192 \u221e", "text/html; charset=utf-8"));
        app.MapGet("/charset/{name}", (string name, string text) =>
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            return Results.Bytes(encoding.GetBytes(text), "text/plain");
        });
        app.MapGet("/bytes/{n:int}", (HttpContext context, int n) => FillAsync(context, n, n));
        app.MapGet("/stream-bytes/{n:int}", (HttpContext context, int n) => FillAsync(context, n, length: null));
        app.MapGet("/stream/{n:int}", async (HttpContext context, int n) =>
        {
            context.Response.ContentType = "application/json";
            for (var i = 0; i < n; i++) await context.Response.WriteAsync($"{{\"id\": {i}}}\n");
        });
        app.MapGet("/json-array/{n:int}", (HttpContext context, int n) => WriteArrayAsync(context, n));
        var trailers = new TrailerServer();
        app.MapGet("/trailers", (HttpContext context) => SendTrailersAsync(context, trailers));
        MapCoded(app, "/gzip", "gzip", "gzipped", stream => new GZipStream(stream, CompressionLevel.Fastest));
        MapCoded(app, "/deflate", "deflate", "deflated", stream => new ZLibStream(stream, CompressionLevel.Fastest));
        MapCoded(app, "/raw-deflate", "deflate", "deflated", stream => new DeflateStream(stream, CompressionLevel.Fastest));
        MapCoded(app, "/brotli", "br", "brotli", stream => new BrotliStream(stream, CompressionLevel.Fastest));
        MapCoded(app, "/zstd", "zstd", "zstd", stream => new CompressionStream(stream));
    }

    /// <summary>Sends a body in two parts and trailer fields after it; over HTTP/1.1 another server does.</summary>
    private static async Task SendTrailersAsync(HttpContext context, TrailerServer server)
    {
        if (!context.Response.SupportsTrailers())
        {
            context.Response.Redirect($"http://{server.Authority}/trailers", permanent: false, preserveMethod: true);
            return;
        }

        context.Response.ContentType = "text/plain";
        context.Response.DeclareTrailer("X-Length");
        await context.Response.WriteAsync("the ");
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await context.Response.WriteAsync("body");
        context.Response.AppendTrailer("X-Length", "8");
        context.Response.AppendTrailer("X-Upload-Token", "secret-of-the-trailer");
    }

    private static async Task FillAsync(HttpContext context, int count, long? length)
    {
        var block = new byte[Math.Clamp(count, 1, 64 * 1024)];
        new Random(7).NextBytes(block);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = length;
        for (var left = count; left > 0; left -= block.Length)
            await context.Response.Body.WriteAsync(block.AsMemory(0, Math.Min(left, block.Length)));
    }

    private static async Task WriteArrayAsync(HttpContext context, int count)
    {
        context.Response.ContentType = "application/json";
        var text = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            if (i > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{{\"id\":{i},\"name\":\"item {i}\",\"active\":{(i % 2 == 0 ? "true" : "false")},");
            text.Append(CultureInfo.InvariantCulture, $"\"price\":{i}.5,\"created\":\"2026-01-02T03:04:05Z\"}}");
        }

        var bytes = Encoding.UTF8.GetBytes(text.Append(']').ToString());
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }

    /// <summary>Maps a route that responds with a JSON object in a content coding.</summary>
    /// <param name="app">The server.</param>
    /// <param name="path">The path.</param>
    /// <param name="coding">The value of Content-Encoding.</param>
    /// <param name="flag">The name of the property that is true.</param>
    /// <param name="open">Opens the encoder over a stream.</param>
    private static void MapCoded(WebApplication app, string path, string coding, string flag, Func<Stream, Stream> open) =>
        app.MapGet(path, async context =>
        {
            var json = new JsonObject
            {
                [flag] = true,
                ["headers"] = Echo.Headers(context.Request),
                ["method"] = context.Request.Method,
            };
            using var bytes = new MemoryStream();
            await using (var encoder = open(bytes)) await encoder.WriteAsync(Encoding.UTF8.GetBytes(json.ToJsonString()));
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = coding;
            await context.Response.Body.WriteAsync(bytes.ToArray());
        });
}
