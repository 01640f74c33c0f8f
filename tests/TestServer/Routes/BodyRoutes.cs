using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Requests.TestServer;

/// <summary>Routes whose bodies matter.</summary>
internal static class BodyRoutes
{
    // Eight bytes of a PNG and what may follow.
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    internal static void Map(WebApplication app)
    {
        app.MapGet("/robots.txt", () => Results.Text("User-agent: *\nDisallow: /deny\n", "text/plain"));
        app.MapGet("/html", () => Results.Text("<!DOCTYPE html><html><body><h1>Herman Melville - Moby-Dick</h1></body></html>", "text/html; charset=utf-8"));
        app.MapGet("/xml", () => Results.Text("<?xml version='1.0' encoding='us-ascii'?><slideshow title=\"Sample Slide Show\"/>", "application/xml"));
        app.MapGet("/json", () => Results.Text("{\"slideshow\": {\"author\": \"Yours Truly\", \"date\": \"2020-01-02T03:04:05Z\", \"title\": \"Sample Slide Show\"}}", "application/json"));
        app.MapGet("/image/png", () => Results.Bytes(Png, "image/png"));
        app.MapGet("/encoding/utf8", () => Results.Text("UTF-8 encoded sample: \u222e E\u22c5da = Q, n \u2192 \u221e", "text/html; charset=utf-8"));
        app.MapGet("/charset/{name}", (string name, string text) => Results.Bytes(CodePagesEncodingProvider.Instance.GetEncoding(name)?.GetBytes(text) ?? Encoding.GetEncoding(name).GetBytes(text), "text/plain"));
        app.MapGet("/bytes/{n:int}", (HttpContext context, int n) => FillAsync(context, n, n));
        app.MapGet("/stream-bytes/{n:int}", (HttpContext context, int n) => FillAsync(context, n, length: null));
        app.MapGet("/stream/{n:int}", async (HttpContext context, int n) =>
        {
            context.Response.ContentType = "application/json";
            for (var i = 0; i < n; i++) await context.Response.WriteAsync($"{{\"id\": {i}}}\n");
        });
        app.MapGet("/json-array/{n:int}", (HttpContext context, int n) => WriteArrayAsync(context, n));
        app.MapGet("/gzip", context => WriteCodedAsync(context, "gzip", "gzipped", stream => new GZipStream(stream, CompressionLevel.Fastest)));
        app.MapGet("/deflate", context => WriteCodedAsync(context, "deflate", "deflated", stream => new ZLibStream(stream, CompressionLevel.Fastest)));
        app.MapGet("/raw-deflate", context => WriteCodedAsync(context, "deflate", "deflated", stream => new DeflateStream(stream, CompressionLevel.Fastest)));
        app.MapGet("/brotli", context => WriteCodedAsync(context, "br", "brotli", stream => new BrotliStream(stream, CompressionLevel.Fastest)));
    }

    private static async Task FillAsync(HttpContext context, int count, long? length)
    {
        var block = new byte[Math.Clamp(count, 1, 64 * 1024)];
        new Random(7).NextBytes(block);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = length;
        for (var left = count; left > 0; left -= block.Length) await context.Response.Body.WriteAsync(block.AsMemory(0, Math.Min(left, block.Length)));
    }

    private static async Task WriteArrayAsync(HttpContext context, int count)
    {
        context.Response.ContentType = "application/json";
        var text = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            if (i > 0) text.Append(',');
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\"id\":{i},\"name\":\"item {i}\",\"active\":{(i % 2 == 0 ? "true" : "false")},\"price\":{i}.5,\"created\":\"2026-01-02T03:04:05Z\"}}");
        }

        var bytes = Encoding.UTF8.GetBytes(text.Append(']').ToString());
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }

    private static async Task WriteCodedAsync(HttpContext context, string coding, string flag, Func<Stream, Stream> open)
    {
        using var bytes = new MemoryStream();
        await using (var coder = open(bytes)) await coder.WriteAsync(Encoding.UTF8.GetBytes(new JsonObject { [flag] = true, ["headers"] = Echo.Headers(context.Request), ["method"] = context.Request.Method }.ToJsonString()));
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = coding;
        await context.Response.Body.WriteAsync(bytes.ToArray());
    }
}
