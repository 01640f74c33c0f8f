using System.Globalization;

namespace Requests.TestServer;

/// <summary>Represents the routes that redirect, that respond with a given status code, and that link to a next page.</summary>
internal static class RedirectRoutes
{
    internal static void Map(WebApplication app)
    {
        app.Map("/redirect/{n:int}", (int n) => Results.Redirect(n <= 1 ? "/get" : $"/relative-redirect/{n - 1}"));
        app.Map("/relative-redirect/{n:int}", (int n) => Results.Redirect(n <= 1 ? "/get" : $"/relative-redirect/{n - 1}"));
        app.Map("/absolute-redirect/{n:int}", (HttpRequest request, int n) =>
            Results.Redirect($"{request.Scheme}://{request.Host}{(n <= 1 ? "/get" : $"/absolute-redirect/{n - 1}")}"));
        app.Map("/redirect-to", (HttpContext context) =>
        {
            var query = context.Request.Query;
            context.Response.Headers.Location = query["url"];
            var hasStatus = query.TryGetValue("status_code", out var status);
            return Results.StatusCode(hasStatus ? int.Parse(status!, CultureInfo.InvariantCulture) : 302);
        });
        app.Map("/status/{code:int}", (HttpContext context, int code) =>
        {
            if (code is 301 or 302 or 303 or 305 or 307) context.Response.Headers.Location = "/redirect/1";
            if (code == 401) context.Response.Headers.WWWAuthenticate = "Basic realm=\"Fake Realm\"";
            return Results.StatusCode(code);
        });
        app.Map("/links/{n:int}/{offset:int}", (HttpContext context, int n, int offset) =>
        {
            var links = $"</links/{n}/{offset + 1}>; rel=\"next\", </links/{n}/{n - 1}>; rel=\"last\"";
            if (offset + 1 < n) context.Response.Headers.Append("Link", links);
            return Results.Text($"{{\"page\": {offset}}}", "application/json");
        });
    }
}
