using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Requests.TestServer;

/// <summary>Represents the routes of a file that has an entity tag, ranges and a file name.</summary>
internal static class FileRoutes
{
    internal static void Map(WebApplication app)
    {
        app.MapGet("/file/{n:int}", (int n, string? name, string? tag) =>
            Results.Bytes(
                GetContent(n),
                "application/octet-stream",
                name,
                enableRangeProcessing: true,
                entityTag: new EntityTagHeaderValue($"\"{tag ?? "v1"}\"")));

        // Aborts the connection in the middle of the body, unless the request has a Range header.
        app.MapGet("/breaking-file/{n:int}", async (HttpContext context, int n) =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            var content = GetContent(n);
            if (context.Request.Headers.Range.ToString() is { Length: > 0 } range)
            {
                var from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
                context.Response.StatusCode = 206;
                context.Response.Headers.ContentRange = $"bytes {from}-{n - 1}/{n}";
                await context.Response.Body.WriteAsync(content.AsMemory(from));
                return;
            }

            context.Response.ContentLength = n;
            await context.Response.Body.WriteAsync(content.AsMemory(0, n / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
    }

    private static byte[] GetContent(int n)
    {
        var content = new byte[n];
        for (var i = 0; i < n; i++) content[i] = (byte)(i % 251);
        return content;
    }
}
