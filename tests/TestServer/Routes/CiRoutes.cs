using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace Requests.TestServer;

/// <summary>
/// Represents the services that a CI pipeline uses: agents that issue identity tokens, a cloud that exchanges them, and a service during
/// its deployment.
/// </summary>
internal static class CiRoutes
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    internal static void Map(WebApplication app)
    {
        var attempts = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var tokens = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var group = app.MapGroup("/pipeline");
        group.MapGet("/github", (HttpRequest request, string audience) => HasToken(request)
            ? Results.Json(new { value = CreateAssertion(tokens, audience), count = 1 })
            : Results.StatusCode(401));
        group.MapPost("/azure", (HttpRequest request, string serviceConnectionId) =>
            HasToken(request) && request.Query["api-version"] == "7.1" && request.ContentType == "application/json"
                ? Results.Json(new { oidcToken = CreateAssertion(tokens, serviceConnectionId) })
                : Results.StatusCode(401));
        group.MapPost("/exchange", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return form["grant_type"] == "client_credentials" && form["client_id"] == "deployer"
                && form["client_assertion_type"] == AssertionType && tokens.ContainsKey(form["client_assertion"]!)
                    ? Results.Json(new
                    {
                        access_token = CreateToken(tokens, "cloud"),
                        token_type = "Bearer",
                        expires_in = request.Query["lifetime"].FirstOrDefault() ?? "3600",
                    })
                    : Results.Json(
                        new { error = "invalid_client", error_description = "The assertion is not known." },
                        statusCode: 401);
        });
        group.MapGet("/whoami", (HttpRequest request) =>
        {
            var token = request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
            return tokens.ContainsKey(token) ? Results.Json(new { name = "deployer" }) : Results.StatusCode(401);
        });
        group.MapGet("/deployment/{name}/{failures:int}", (HttpContext context, string name, int failures) =>
        {
            if (attempts.AddOrUpdate(name, 1, (_, count) => count + 1) > failures) return Results.Json(new { status = "ready" });
            context.Response.Headers.RetryAfter = "0";
            return Results.StatusCode(503);
        });
    }

    private static bool HasToken(HttpRequest request) => request.Headers.Authorization.ToString() == "Bearer of-the-agent";

    /// <summary>Creates a token in the form of a JWT without a signature.</summary>
    private static string CreateAssertion(ConcurrentDictionary<string, bool> tokens, string audience)
    {
        var id = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
        var claims = JsonSerializer.SerializeToUtf8Bytes(new { aud = audience, jti = id });
        var text = Convert.ToBase64String(claims).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var token = $"eyJhbGciOiJub25lIn0.{text}.c2ln";
        tokens[token] = true;
        return token;
    }

    private static string CreateToken(ConcurrentDictionary<string, bool> tokens, string purpose)
    {
        var token = $"{purpose}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(12))}";
        tokens[token] = true;
        return token;
    }
}
