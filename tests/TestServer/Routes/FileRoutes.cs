namespace Requests.TestServer;

/// <summary>A file that is served as a good server does: with a tag, with ranges, under a name.</summary>
internal static class FileRoutes
{
    internal static void Map(WebApplication app)
    {
        app.MapGet("/file/{n:int}", (int n, string? name, string? tag) =>
            Results.Bytes(Content(n), "application/octet-stream", name, enableRangeProcessing: true, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{tag ?? "v1"}\"")));

        // Breaks off in the middle, unless a part is asked for.
        app.MapGet("/breaking-file/{n:int}", async (HttpContext context, int n) =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            var content = Content(n);
            if (context.Request.Headers.Range.ToString() is { Length: > 0 } range)
            {
                var from = int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
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

    private static byte[] Content(int n)
    {
        var content = new byte[n];
        for (var i = 0; i < n; i++) content[i] = (byte)(i % 251);
        return content;
    }
}
