using System.Text;

namespace Requests.TestServer;

/// <summary>Routes that ask who is there.</summary>
internal static class AuthRoutes
{
    internal static void Map(WebApplication app) => app.Map("/basic-auth/{user}/{password}", (HttpContext context, string user, string password) =>
    {
        var expected = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
        if (context.Request.Headers.Authorization == expected) return Results.Text($"{{\"authenticated\": true, \"user\": \"{user}\"}}", "application/json");
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"Fake Realm\"";
        return Results.StatusCode(401);
    });
}
