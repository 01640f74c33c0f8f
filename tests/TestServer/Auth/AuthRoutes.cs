using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Requests.TestServer;

/// <summary>Represents the routes that require credentials: Basic, Digest and a scheme that only the tests know.</summary>
internal static class AuthRoutes
{
    internal static void Map(WebApplication app)
    {
        app.Map("/basic-auth/{user}/{password}", (HttpContext context, string user, string password) =>
        {
            var expected = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
            return context.Request.Headers.Authorization == expected
                ? Authenticated(user)
                : Challenge(context, "Basic realm=\"Fake Realm\"");
        });
        app.Map(
            "/digest-auth/{qop}/{user}/{password}/{algorithm?}",
            (HttpContext context, string qop, string user, string password, string? algorithm) =>
            {
                algorithm ??= "MD5";
                var hasCookie = !context.Request.Query.ContainsKey("require-cookie") || context.Request.Cookies["fake"] == "fake_value";
                if (DigestCheck.IsRight(context.Request, user, password, algorithm) && hasCookie) return Authenticated(user);
                context.Response.Headers.Append("Set-Cookie", "fake=fake_value; Path=/");
                return Challenge(
                    context,
                    $"Digest realm=\"me@example.com\", nonce=\"{DigestCheck.Nonce}\", qop=\"{qop}\", opaque=\"o\", algorithm={algorithm}");
            });
        MapStrictDigest(app);
        app.Map("/nonce-auth/{secret}", (HttpContext context, string secret) =>
        {
            // The nonce depends on the connection, so that credentials for another challenge are not valid.
            var nonce = context.Connection.Id;
            var expected = $"Nonce {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(nonce + secret)))}";
            return context.Request.Headers.Authorization == expected
                ? Results.Text("{\"authenticated\": true}", "application/json")
                : Challenge(context, $"Nonce {nonce}");
        });
    }

    /// <summary>Maps a route whose nonces are valid for 100 requests, and each nonce count for one (RFC 7616 section 3.4).</summary>
    private static void MapStrictDigest(WebApplication app)
    {
        var counts = new ConcurrentDictionary<string, ConcurrentDictionary<string, bool>>();
        app.Map("/strict-digest/{user}/{password}/{rest?}", (HttpContext context, string user, string password) =>
        {
            var nonce = DigestCheck.GetPart(context.Request, "nonce");
            var isKnown = counts.TryGetValue(nonce, out var used);
            var isRight = isKnown && DigestCheck.IsRight(context.Request, user, password, "SHA-256", nonce);
            var isStale = isRight && used!.Count >= 100;
            if (isRight && !isStale)
            {
                var isNew = used!.TryAdd(DigestCheck.GetPart(context.Request, "nc"), true);
                return isNew ? Results.Text("fine") : Results.StatusCode(403);
            }

            var next = Guid.NewGuid().ToString("N");
            counts[next] = new ConcurrentDictionary<string, bool>();
            var stale = isStale ? "true" : "false";
            return Challenge(
                context,
                $"Digest realm=\"me@example.com\", nonce=\"{next}\", qop=\"auth\", algorithm=SHA-256, stale={stale}");
        });
    }

    private static IResult Authenticated(string user) =>
        Results.Text($"{{\"authenticated\": true, \"user\": \"{user}\"}}", "application/json");

    private static IResult Challenge(HttpContext context, string challenge)
    {
        context.Response.Headers.WWWAuthenticate = challenge;
        return Results.StatusCode(401);
    }
}
