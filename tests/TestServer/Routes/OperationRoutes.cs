using System.Collections.Concurrent;
using System.Globalization;

namespace Requests.TestServer;

/// <summary>
/// Represents the routes of operations that run after their response, in the styles of Azure. The query of the request that begins one sets
/// its style (operation, azure, location or resource), the number of polls until it ends, and its end (Succeeded, Failed or Canceled). A
/// poll has to send the cookie that the first response has set, as a load balancer requires.
/// </summary>
internal static class OperationRoutes
{
    private static readonly string[] Methods = ["POST", "PUT", "PATCH", "DELETE"];

    internal static void Map(WebApplication app)
    {
        var all = new ConcurrentDictionary<string, Operation>(StringComparer.Ordinal);
        app.MapMethods("/operations/{name}", Methods, (HttpContext context, string name, string? style, int? polls, string? end) =>
        {
            var operation = all[name] = new Operation(name, context.Request.Method, style ?? "operation", polls ?? 1, end ?? "Succeeded");
            return operation.Begin(context);
        });
        app.MapGet("/operations/{name}", (string name) => all[name].GetResource());
        app.MapGet("/operations/{name}/status", (HttpContext context, string name) => all[name].GetStatus(context));
        app.MapGet("/operations/{name}/location", (HttpContext context, string name) => all[name].GetLocation(context));
        app.MapGet("/operations/{name}/result", (string name) => Results.Json(new { name, result = true }));
    }

    private sealed class Operation(string name, string method, string style, int polls, string end)
    {
        private readonly object _error = new
        {
            code = "Conflict",
            message = "The deployment failed.",
            details = new[] { new { code = "NameTaken", message = $"The name '{name}' is taken." } },
        };

        private int _polled;

        private bool IsRunning => Interlocked.Increment(ref _polled) <= polls;

        private bool HasCookie(HttpContext context) => context.Request.Cookies[$"node-{name}"] == "7";

        internal IResult Begin(HttpContext context)
        {
            var headers = context.Response.Headers;
            headers.RetryAfter = "0";
            context.Response.Cookies.Append($"node-{name}", "7");
            switch (style)
            {
                case "operation": headers["Operation-Location"] = $"{name}/status?api-version=1"; break;
                case "azure":
                    headers["Azure-AsyncOperation"] = $"{context.Request.Scheme}://{context.Request.Host}/operations/{name}/status";
                    headers.Location = $"/operations/{name}/result";
                    break;
                case "location": headers.Location = $"/operations/{name}/location"; break;
            }

            return style == "resource" || method == "PUT"
                ? Results.Json(new { name, properties = new { provisioningState = "Creating" } }, statusCode: 201)
                : Results.StatusCode(202);
        }

        internal IResult GetResource()
        {
            var state = style == "resource" && IsRunning ? "Creating" : end;
            return Results.Json(new { name, method, properties = new { provisioningState = state } });
        }

        internal IResult GetStatus(HttpContext context)
        {
            if (!HasCookie(context)) return Results.StatusCode(404);
            context.Response.Headers.RetryAfter = "0";
            if (IsRunning) return Results.Json(new { status = "Running", percentComplete = 100 * _polled / (polls + 1) });
            return end == "Succeeded" ? Results.Json(new { status = end, name }) : Results.Json(new { status = end, error = _error });
        }

        internal IResult GetLocation(HttpContext context)
        {
            if (!HasCookie(context)) return Results.StatusCode(404);
            if (IsRunning)
            {
                context.Response.Headers.RetryAfter = DateTimeOffset.UnixEpoch.ToString("r", CultureInfo.InvariantCulture);
                return Results.StatusCode(202);
            }

            if (end != "Succeeded") return Results.Json(new { error = _error }, statusCode: 409);
            return method == "DELETE" ? Results.NoContent() : Results.Json(new { name, method });
        }
    }
}
