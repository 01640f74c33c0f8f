using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Requests.TestServer;

/// <summary>
/// Represents two servers that exchange a signed JWT for a token: that of GitHub Apps and that of the service accounts of Google. Each name
/// has its own key, whose signature is verified.
/// </summary>
internal static class SigningRoutes
{
    private const string App = "Iv23liA1b2C3d4E5f6G7";
    private const string Account = "deployer@octo.iam.gserviceaccount.com";
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    internal static void Map(WebApplication app)
    {
        var issuers = new ConcurrentDictionary<string, Issuer>(StringComparer.Ordinal);
        Issuer Find(string name) => issuers.GetOrAdd(name, _ => new Issuer());

        var github = app.MapGroup("/github-app/{name}");
        github.MapGet("/key.pem", (string name) => Results.Text(Find(name).Key.ExportRSAPrivateKeyPem(), "application/x-pem-file"));
        github.MapPost("/app/installations/{id:int}/access_tokens", (HttpRequest request, string name) =>
        {
            var jwt = request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
            var now = DateTimeOffset.UtcNow;
            return Find(name).Verify(jwt) is { } claims && claims.GetProperty("iss").GetString() == App
                && claims.GetProperty("iat").GetInt64() <= now.ToUnixTimeSeconds()
                && claims.GetProperty("exp").GetInt64() is var end
                && end > now.ToUnixTimeSeconds() && end <= now.AddMinutes(10).ToUnixTimeSeconds()
                    ? Results.Json(
                        new
                        {
                            token = Find(name).CreateToken("ghs_"),
                            expires_at = now.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                            permissions = new { contents = "read" },
                        },
                        statusCode: 201)
                    : Results.Json(new { message = "A JSON web token could not be decoded", status = "401" }, statusCode: 401);
        });
        github.MapGet("/installation/repositories", (HttpRequest request, string name) => Find(name).HasToken(request)
            ? Results.Json(new { total_count = 2, repositories = new[] { new { name = "app" }, new { name = "web" } } })
            : Results.Json(new { message = "Bad credentials", status = "401" }, statusCode: 401));
        github.MapGet("/revoke", (string name) => Results.Json(Find(name).Revoke()));

        var google = app.MapGroup("/google/{name}");
        google.MapGet("/key.json", (HttpRequest request, string name) => Results.Json(new
        {
            type = "service_account",
            private_key_id = "k1",
            private_key = Find(name).Key.ExportPkcs8PrivateKeyPem(),
            client_email = Account,
            token_uri = GetTokenUri(request, name),
        }));
        google.MapPost("/token", async (HttpRequest request, string name) =>
        {
            var form = await request.ReadFormAsync();
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            return form["grant_type"] == JwtBearer && Find(name).Verify(form["assertion"]!) is { } claims
                && claims.GetProperty("iss").GetString() == Account
                && claims.GetProperty("aud").GetString() == GetTokenUri(request, name)
                && claims.GetProperty("exp").GetInt64() is var end && end > now && end <= now + 3600
                && claims.TryGetProperty("scope", out _)
                    ? Results.Json(new { access_token = Find(name).CreateToken("ya29."), expires_in = 3599, token_type = "Bearer" })
                    : Results.Json(new { error = "invalid_grant", error_description = "Invalid JWT Signature." }, statusCode: 400);
        });
        google.MapGet("/storage/v1/b", (HttpRequest request, string name) => Find(name).HasToken(request)
            ? Results.Json(new { kind = "storage#buckets", items = new[] { new { name = "a" }, new { name = "b" }, new { name = "c" } } })
            : Results.Json(new { error = new { code = 401, message = "Invalid Credentials" } }, statusCode: 401));
    }

    private static string GetTokenUri(HttpRequest request, string name) => $"{request.Scheme}://{request.Host}/google/{name}/token";

    private sealed class Issuer
    {
        private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);

        internal RSA Key { get; } = RSA.Create(2048);

        internal bool HasToken(HttpRequest request) =>
            _tokens.ContainsKey(request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal));

        internal string CreateToken(string prefix)
        {
            var token = prefix + Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
            _tokens[token] = true;
            return token;
        }

        internal int Revoke()
        {
            var count = _tokens.Count;
            _tokens.Clear();
            return count;
        }

        /// <summary>Returns the claims of a JWT that was signed with the key; null for another one.</summary>
        internal JsonElement? Verify(string jwt)
        {
            var parts = jwt.Split('.');
            if (parts.Length != 3) return null;
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            if (!Key.VerifyData(signed, Decode(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)) return null;
            using var document = JsonDocument.Parse(Decode(parts[1]));
            return document.RootElement.Clone();
        }

        private static byte[] Decode(string text)
        {
            var base64 = text.Replace('-', '+').Replace('_', '/');
            return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
        }
    }
}
