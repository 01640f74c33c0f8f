using System.Security.Cryptography;
using System.Text;

namespace Requests.TestServer;

/// <summary>Routes that ask who is there.</summary>
internal static class AuthRoutes
{
    internal static void Map(WebApplication app)
    {
        app.Map("/basic-auth/{user}/{password}", (HttpContext context, string user, string password) =>
        {
            var expected = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
            if (context.Request.Headers.Authorization == expected) return Results.Text($"{{\"authenticated\": true, \"user\": \"{user}\"}}", "application/json");
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Fake Realm\"";
            return Results.StatusCode(401);
        });
        app.Map("/digest-auth/{qop}/{user}/{password}/{algorithm?}", (HttpContext context, string qop, string user, string password, string? algorithm) =>
        {
            if (DigestCheck.IsRight(context.Request, user, password, algorithm ?? "MD5") && (!context.Request.Query.ContainsKey("require-cookie") || context.Request.Cookies["fake"] == "fake_value")) return Results.Text($"{{\"authenticated\": true, \"user\": \"{user}\"}}", "application/json");
            context.Response.Headers.WWWAuthenticate = $"Digest realm=\"me@example.com\", nonce=\"{DigestCheck.Nonce}\", qop=\"{qop}\", opaque=\"o\", algorithm={algorithm ?? "MD5"}";
            context.Response.Headers.Append("Set-Cookie", "fake=fake_value; Path=/");
            return Results.StatusCode(401);
        });
        app.Map("/nonce-auth/{secret}", (HttpContext context, string secret) =>
        {
            // The nonce depends on the connection, so that an answer to another challenge does not fit.
            var nonce = context.Connection.Id;
            var expected = $"Nonce {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(nonce + secret)))}";
            if (context.Request.Headers.Authorization == expected) return Results.Text("{\"authenticated\": true}", "application/json");
            context.Response.Headers.WWWAuthenticate = $"Nonce {nonce}";
            return Results.StatusCode(401);
        });
    }
}
