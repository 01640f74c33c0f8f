using System.Collections.Concurrent;

namespace Requests.TestServer;

/// <summary>Represents the routes that respond with a delay, or when a test releases them.</summary>
internal static class TimeRoutes
{
    internal static void Map(WebApplication app)
    {
        app.Map("/delay/{seconds:double}", async (HttpContext context, double seconds) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), context.RequestAborted);
            return Results.Text("{}", "application/json");
        });
        app.MapGet("/drip", async (HttpContext context, int numbytes, double duration) =>
        {
            context.Response.ContentLength = numbytes;
            for (var i = 0; i < numbytes; i++)
            {
                await WriteAsync(context, 1);
                await Task.Delay(TimeSpan.FromSeconds(duration / numbytes), context.RequestAborted);
            }
        });

        var releases = new ConcurrentDictionary<string, TaskCompletionSource>();
        TaskCompletionSource Find(string group) => releases.GetOrAdd(group, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        app.MapPost("/release/{group}", (string group) => { Find(group).TrySetResult(); });
        app.Map("/held/{group}/{name}", async (HttpContext context, string group, int? begin, int? length) =>
        {
            context.Response.ContentLength = length ?? 0;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            if (begin is { } count) await WriteAsync(context, count);
            await Find(group).Task.WaitAsync(context.RequestAborted);
            if (length is { } total) await WriteAsync(context, total - (begin ?? 0));
        });
    }

    private static async Task WriteAsync(HttpContext context, int count)
    {
        await context.Response.WriteAsync(new string('*', count), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
