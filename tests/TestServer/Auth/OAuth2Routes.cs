using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Requests.TestServer;

/// <summary>
/// Represents an OAuth 2 authorization server with a resource that requires its tokens (RFC 6749, 6750, 7009, 7523, 7636, 8414 and 8628).
/// Each realm has its own tokens.
/// </summary>
internal static class OAuth2Routes
{
    internal const string Secret = "s3cret: ü+/&";

    internal static void Map(WebApplication app)
    {
        var realms = new ConcurrentDictionary<string, Realm>(StringComparer.Ordinal);
        Realm Find(string name) => realms.GetOrAdd(name, _ => new Realm());
        static string Root(HttpContext context, string realm) => $"{context.Request.Scheme}://{context.Request.Host}/oauth2/{realm}";

        var group = app.MapGroup("/oauth2/{realm}");
        group.MapPost(
            "/token",
            async (HttpContext context, string realm) => await Find(realm).GetTokenAsync(context.Request, Root(context, realm)));
        group.MapPost(
            "/revocation",
            async (HttpContext context, string realm) => await Find(realm).RevokeAsync(context.Request, Root(context, realm)));
        group.MapGet("/revocations", (string realm) => Results.Json(Find(realm).Revocations));
        group.MapGet("/.well-known/openid-configuration", (HttpContext context, string realm) =>
        {
            var root = Root(context, realm);
            return Results.Json(new
            {
                issuer = root,
                token_endpoint = $"{root}/token",
                authorization_endpoint = $"{root}/authorize",
                device_authorization_endpoint = $"{root}/device",
                revocation_endpoint = $"{root}/revocation",
            });
        });
        group.MapGet("/authorize", (HttpRequest request, string realm) => Find(realm).Authorize(request));
        group.MapPost(
            "/device",
            (HttpRequest request, string realm) => Find(realm).Device($"{request.Scheme}://{request.Host}/oauth2/{realm}"));
        group.MapGet("/approve", (HttpRequest request, string realm) => Find(realm).Approve(request.Query["user_code"]!));
        group.MapGet("/token-requests", (string realm) => Results.Json(Find(realm).TokenRequests));
        group.MapGet("/revoke", (string realm) => Results.Json(Find(realm).Revoke()));
        group.Map("/resource", (HttpContext context, string realm) =>
        {
            var authorization = context.Request.Headers.Authorization.ToString();
            if (Find(realm).HasToken(authorization)) return Results.Json(new { token = authorization["Bearer ".Length..] });
            context.Response.Headers.WWWAuthenticate =
                authorization.Length == 0 ? "Bearer realm=\"test\"" : "Bearer realm=\"test\", error=\"invalid_token\"";
            return Results.StatusCode(401);
        });
    }

    private sealed class Realm
    {
        private const string JwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

        private readonly ConcurrentDictionary<string, bool> _access = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, bool> _refresh = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, string> _codes = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, bool> _devices = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<string> _tokenRequests = new();
        private readonly ConcurrentQueue<string> _revocations = new();
        private readonly AssertionCheck _assertions = new();

        /// <summary>Gets a description of each token request.</summary>
        internal IEnumerable<string> TokenRequests => _tokenRequests;

        /// <summary>Gets the type of each token that was revoked by its client.</summary>
        internal IEnumerable<string> Revocations => _revocations;

        internal bool HasToken(string authorization) =>
            authorization.StartsWith("Bearer ", StringComparison.Ordinal) && _access.ContainsKey(authorization["Bearer ".Length..]);

        internal int Revoke()
        {
            var count = _access.Count;
            _access.Clear();
            return count;
        }

        internal IResult Device(string root)
        {
            var code = CreateToken();
            _devices[code] = false;
            return Results.Json(new
            {
                device_code = code,
                user_code = $"U-{code[..4]}",
                verification_uri = $"{root}/approve",
                verification_uri_complete = $"{root}/approve?user_code=U-{code[..4]}",
                expires_in = 60,
                interval = 0.01,
            });
        }

        internal IResult Approve(string userCode)
        {
            var code = _devices.Keys.Single(device => $"U-{device[..4]}" == userCode);
            _devices[code] = true;
            return Results.Text("thank you");
        }

        internal IResult Authorize(HttpRequest request)
        {
            var query = request.Query;
            var callback = query["redirect_uri"];
            var state = query["state"];
            if (query["client_id"] == "denied")
                return Results.Redirect($"{callback}?error=access_denied&error_description=not+you&state={state}");
            var code = CreateToken();
            _codes[code] = $"{query["code_challenge"]} {callback}";
            return Results.Redirect($"{callback}?code={code}&state={state}");
        }

        internal async Task<IResult> RevokeAsync(HttpRequest request, string root)
        {
            var form = await request.ReadFormAsync();
            var (client, secret, _) = GetClient(request, form, root);
            if (client != "public" && (client != "client" || secret is not (Secret or "secret")))
                return Refuse("invalid_client", "who are you?", 401);
            if (form["token"] == "other-kind") return Refuse("unsupported_token_type", "not this one");
            _revocations.Enqueue($"{form["token_type_hint"]}");
            _access.TryRemove(form["token"]!, out _);
            _refresh.TryRemove(form["token"]!, out _);
            return Results.Ok();
        }

        internal async Task<IResult> GetTokenAsync(HttpRequest request, string root)
        {
            var form = await request.ReadFormAsync();
            var (client, secret, method) = GetClient(request, form, root);
            var agent = request.Headers.UserAgent.ToString().Split('/')[0];
            _tokenRequests.Enqueue(
                $"{form["grant_type"]} {method} scope={form["scope"]} audience={form["audience"]} agent={agent} "
                    + $"cookie={request.Headers.Cookie}");
            if (client == "broken") return Results.Text("<html>no JSON</html>", "text/html", statusCode: 502);
            if (client == "elsewhere") return Results.Redirect("/get");
            if (form["grant_type"] == JwtGrant && client is null)
            {
                return AssertionCheck.IsGrant(form["assertion"]!, $"{root}/token")
                    ? Grant(withRefresh: false, form["scope"].ToString())
                    : Refuse("invalid_grant", "The assertion is not valid.");
            }

            if (client != "public" && (client != "client" || secret is not (Secret or "secret")))
                return Refuse("invalid_client", "who are you?", 401);
            switch (form["grant_type"])
            {
                case "client_credentials":
                case JwtGrant when AssertionCheck.IsGrant(form["assertion"]!, $"{root}/token"):
                case "password" when form["username"] == "user" && form["password"] == "päss":
                case "refresh_token" when _refresh.TryRemove(form["refresh_token"]!, out _):
                case "authorization_code" when _codes.TryRemove(form["code"]!, out var code)
                    && code == $"{CreateChallenge(form["code_verifier"]!)} {form["redirect_uri"]}":
                case DeviceGrant when _devices.TryGetValue(form["device_code"]!, out var isApproved) && isApproved:
                    return Grant(form["grant_type"] != "client_credentials" && form["grant_type"] != JwtGrant, form["scope"].ToString());
                case DeviceGrant:
                    return Refuse("authorization_pending", "not yet");
                default:
                    return Refuse("invalid_grant", "The grant is not valid.");
            }
        }

        private static IResult Refuse(string error, string description, int status = 400) => Results.Json(
            new { error, error_description = description, error_uri = "https://example.com/why" },
            statusCode: status);

        private (string? Client, string? Secret, string Method) GetClient(HttpRequest request, IFormCollection form, string root)
        {
            var header = request.Headers.Authorization.ToString();
            if (form["client_assertion_type"] == AssertionCheck.Type)
            {
                var client = form["client_id"].ToString();
                var isValid = _assertions.IsOfClient(form["client_assertion"]!, client, $"{root}/token");
                return (client, isValid ? Secret : null, "assertion");
            }

            if (!header.StartsWith("Basic ", StringComparison.Ordinal)) return (form["client_id"], form["client_secret"], "body");
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':', 2);
            return (Decode(pair[0]), Decode(pair[1]), "basic");
        }

        private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

        private static string CreateChallenge(string verifier) =>
            Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

        private static string CreateToken() =>
            Convert.ToHexString(RandomNumberGenerator.GetBytes(12)).ToLower(CultureInfo.InvariantCulture);

        private IResult Grant(bool withRefresh, string scope)
        {
            var access = CreateToken();
            _access[access] = true;
            var refresh = withRefresh ? CreateToken() : null;
            if (refresh is not null) _refresh[refresh] = true;
            return Results.Json(new
            {
                access_token = access,
                token_type = "bearer",
                expires_in = "3600",
                refresh_token = refresh,
                scope = scope.Length == 0 ? "default" : scope,
            });
        }
    }
}
