namespace Requests.TestServer;

/// <summary>Represents the routes that respond with a delay.</summary>
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
                await context.Response.Body.WriteAsync("*"u8.ToArray(), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(TimeSpan.FromSeconds(duration / numbytes), context.RequestAborted);
            }
        });
    }
}
