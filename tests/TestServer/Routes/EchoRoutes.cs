using System.Text.Json.Nodes;

namespace Requests.TestServer;

/// <summary>Represents the routes that respond with what the request contains, and the routes that set cookies and headers.</summary>
internal static class EchoRoutes
{
    internal static void Map(WebApplication app)
    {
        foreach (var method in (string[])["get", "post", "put", "patch", "delete"]) app.Map($"/{method}", WriteAsync);
        app.MapPost("/hex", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            return Results.Text(Convert.ToHexString(body.ToArray()));
        });
        app.Map("/anything/{**rest}", WriteAsync);
        app.Map("/headers", (HttpRequest request) => Json("headers", Echo.Headers(request)));
        app.Map("/user-agent", (HttpRequest request) => Json("user-agent", request.Headers.UserAgent.ToString()));
        app.Map("/cookies", (HttpRequest request) =>
        {
            var cookies = new JsonObject();
            foreach (var (name, value) in request.Cookies) cookies[name] = value;
            return Json("cookies", cookies);
        });
        app.Map(
            "/cookies/set",
            (HttpContext context) => SetCookies(context, context.Request.Query.Select(pair => $"{pair.Key}={pair.Value}; Path=/")));
        app.Map(
            "/cookies/set/{name}/{value}",
            (HttpContext context, string name, string value) => SetCookies(context, [$"{name}={value}; Path=/"]));
        app.Map("/cookies/delete", (HttpContext context) =>
        {
            const string Attributes = "Expires=Thu, 01-Jan-1970 00:00:00 GMT; Max-Age=0; Path=/";
            return SetCookies(context, context.Request.Query.Keys.Select(name => $"{name}=; {Attributes}"));
        });
        app.Map("/response-headers", (HttpContext context) =>
        {
            foreach (var (name, values) in context.Request.Query) context.Response.Headers.Append(name, values);
            return Results.Text("{}", "application/json");
        });
    }

    private static async Task WriteAsync(HttpContext context)
    {
        var echo = await Echo.CreateAsync(context.Request);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(echo.ToJsonString());
    }

    private static IResult Json(string name, JsonNode value) =>
        Results.Text(new JsonObject { [name] = value }.ToJsonString(), "application/json");

    private static IResult SetCookies(HttpContext context, IEnumerable<string> cookies)
    {
        foreach (var cookie in cookies) context.Response.Headers.Append("Set-Cookie", cookie);
        return Results.Redirect("/cookies");
    }
}
