using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Requests.TestServer;

/// <summary>
/// Represents the routes with large or streamed bodies. /stepwise sends the next piece of its body each time that /release is requested.
/// </summary>
internal static class StreamRoutes
{
    internal static void Map(WebApplication app)
    {
        var gates = new ConcurrentDictionary<string, SemaphoreSlim>();
        SemaphoreSlim Gate(string name) => gates.GetOrAdd(name, _ => new SemaphoreSlim(0));

        app.MapPost("/stepwise/{name}", async (HttpContext context, string name, string? type) =>
        {
            context.Response.ContentType = string.IsNullOrEmpty(type) ? "text/plain; charset=utf-8" : type;
            using var reader = new StreamReader(context.Request.Body);
            foreach (var piece in (await reader.ReadToEndAsync()).Split('|'))
            {
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(piece), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Gate(name).WaitAsync(context.RequestAborted);
            }
        });
        app.Map("/release/{name}", (string name) => Gate(name).Release());
        app.MapPost("/sink", async (HttpContext context) =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            var buffer = new byte[256 * 1024];
            var total = 0L;
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var count) total += count;
            return Results.Text(total.ToString(CultureInfo.InvariantCulture));
        });
        app.MapGet("/flow/{n:long}", async (HttpContext context, long n) =>
        {
            context.Response.ContentLength = n;
            var buffer = new byte[1024 * 1024];
            for (; n > 0; n -= buffer.Length)
            {
                var count = (int)Math.Min(n, buffer.Length);
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            }
        });
        app.MapGet("/lines/{n:int}", async (HttpContext context, int n) =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await WriteAsync(
                context,
                n,
                i => string.Create(CultureInfo.InvariantCulture, $"line {i} of a log that repeats the same text always\n"));
        });
        app.MapGet("/items/{n:int}", async (HttpContext context, int n) =>
        {
            context.Response.ContentType = "application/json";
            await WriteAsync(context, n, i => string.Create(
                CultureInfo.InvariantCulture,
                $"{(i == 0 ? '[' : ',')}{{\"id\":{i},\"name\":\"item {i}\",\"tags\":[\"a\",\"b\"]}}{(i == n - 1 ? "]" : "")}\n"));
        });
        app.MapGet("/clock-events/{n:int}", async (HttpContext context, int n) =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < n; i++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"data: {DateTime.UtcNow.Ticks}\n\n");
                await context.Response.WriteAsync(text, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(20, context.RequestAborted);
            }
        });
        app.MapGet("/events", async (HttpContext context) =>
        {
            context.Response.ContentType = "text/event-stream";
            var from = int.TryParse(context.Request.Headers["Last-Event-ID"], CultureInfo.InvariantCulture, out var last) ? last + 1 : 1;
            var events = Enumerable.Range(from, 3).Select(i => $"id: {i}\nretry: 1\nevent: tick\ndata: {i}\n\n");
            if (from > 6) context.Response.StatusCode = 204;
            else await context.Response.WriteAsync(string.Concat(events));
        });
    }

    private static async Task WriteAsync(HttpContext context, int n, Func<int, string> line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < n; i++)
        {
            text.Append(line(i));
            if (text.Length < 60_000 && i < n - 1) continue;
            await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
            text.Clear();
        }
    }
}
