using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Requests.TestServer;

/// <summary>Represents pages with links and forms: a log-in whose token is bound to a cookie, a search and an upload.</summary>
internal static class HtmlRoutes
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    internal static void Map(WebApplication app)
    {
        var group = app.MapGroup("/html");
        group.MapGet("/login", (HttpContext context) =>
        {
            var id = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
            context.Response.Headers.Append("Set-Cookie", $"visit={id}; Path=/html; HttpOnly");
            return Page("Log in", $"""
                <form method="post">
                <input type="hidden" name="csrf_token" value="{CreateToken(id)}">
                <label>User <input name="user"></label> <label>Password <input type="password" name="password"></label>
                <label><input type="checkbox" name="remember" value="yes"> Remember me</label>
                <button name="action" value="login">Log in</button> <button name="action" value="cancel">Cancel</button>
                </form>
                """);
        });
        group.MapPost("/login", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            if (form["csrf_token"] != CreateToken(context.Request.Cookies["visit"] ?? ""))
            {
                return Results.Text("The token does not belong to the cookie.", "text/plain", Encoding.UTF8, 403);
            }

            if (form["password"] != "x" || form["action"] != "login") return Results.Redirect("/html/login");
            context.Response.Headers.Append("Set-Cookie", $"name={Uri.EscapeDataString(form["user"]!)}; Path=/");
            if (form["remember"] == "yes") context.Response.Headers.Append("Set-Cookie", "remember=1; Path=/; Max-Age=3600");
            return Results.Redirect("/html/home");
        });
        group.MapGet("/home", (HttpRequest request) => Page(
            "Home",
            $"""
            <base href="/html/items/">
            <p id="user">{WebUtility.HtmlEncode(request.Cookies["name"])}</p>
            <a href="1">First item</a> <a href="2?token=abc" rel="next" title="The second">Second
             item</a> <a href="../login">Log in</a>
            <form name="search" action="/get"><input name="q"><select name="in"><option value="t">Title<option value="b">Body</select>
            <button>Search</button></form>
            <form name="upload" method="post" enctype="multipart/form-data" action="/post">
            <input name="comment"><input type="file" name="report"><button>Upload</button></form>
            """));
        group.MapGet("/large/{size:int}", WriteLargeAsync);
    }

    /// <summary>Writes a page of links and paragraphs that has at least a size in bytes.</summary>
    private static async Task WriteLargeAsync(HttpContext context, int size)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        var text = new StringBuilder("<!doctype html><html><title>Items</title><body>");
        for (var (written, i) = (0, 1); written < size; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<div><a href='/items/{i}'>Item {i}</a><p>The text of item {i}.</p></div>\n");
            if (text.Length < 64 * 1024 && written + text.Length < size) continue;
            written += text.Length;
            await context.Response.WriteAsync(text.ToString());
            text.Clear();
        }

        await context.Response.WriteAsync("</body></html>");
    }

    private static IResult Page(string title, string body) =>
        Results.Text($"<!doctype html><meta charset=utf-8><title>{title}</title>{body}", "text/html", Encoding.UTF8);

    private static string CreateToken(string id) => Convert.ToHexString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(id)));
}
