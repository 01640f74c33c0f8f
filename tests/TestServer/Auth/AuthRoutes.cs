using System.Collections.Concurrent;
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
        MapStrictDigest(app);
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

    /// <summary>A nonce is good for a hundred requests, and each count of it for one (RFC 7616 section 3.4).</summary>
    private static void MapStrictDigest(WebApplication app)
    {
        var counts = new ConcurrentDictionary<string, ConcurrentDictionary<string, bool>>();
        app.Map("/strict-digest/{user}/{password}/{rest?}", (HttpContext context, string user, string password) =>
        {
            var nonce = DigestCheck.GetPart(context.Request, "nonce");
            var isKnown = counts.TryGetValue(nonce, out var used);
            var isRight = isKnown && DigestCheck.IsRight(context.Request, user, password, "SHA-256", nonce);
            var isStale = isRight && used!.Count >= 100;
            if (isRight && !isStale) return used!.TryAdd(DigestCheck.GetPart(context.Request, "nc"), true) ? Results.Text("fine") : Results.StatusCode(403);
            var next = Guid.NewGuid().ToString("N");
            counts[next] = new ConcurrentDictionary<string, bool>();
            context.Response.Headers.WWWAuthenticate = $"Digest realm=\"me@example.com\", nonce=\"{next}\", qop=\"auth\", algorithm=SHA-256, stale={(isStale ? "true" : "false")}";
            return Results.StatusCode(401);
        });
    }
}
