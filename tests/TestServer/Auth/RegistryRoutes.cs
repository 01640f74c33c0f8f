using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Requests.TestServer;

/// <summary>
/// Represents a token service of registries, whose tokens a real registry can verify, and a small registry that requires them. The user
/// <c>user</c> with the password <c>pass</c> may do everything; a client without credentials may read the repositories below
/// <c>public/</c>.
/// </summary>
internal static class RegistryRoutes
{
    private const string Service = "registry.test";
    private const string IdentityToken = "identity-of-user";

    internal static void Map(WebApplication app)
    {
        var signer = new RegistryTokenSigner();
        app.Lifetime.ApplicationStopped.Register(signer.Dispose);
        var names = new ConcurrentDictionary<string, TokenService>(StringComparer.Ordinal);
        TokenService Find(string name) => names.GetOrAdd(name, _ => new TokenService(signer));

        app.MapGet("/registry/certificate", () => Results.Text(signer.Certificate));
        app.MapGet("/registry/{name}/requests", (string name) => Results.Json(Find(name).Requests));
        app.MapGet("/registry/{name}/revoke", (string name) => Results.Json(Find(name).Revoke()));
        app.MapGet("/registry/{name}/token", (HttpRequest request, string name) => Find(name).Get(request));
        app.MapPost("/registry/{name}/token", (HttpRequest request, string name) => Find(name).PostAsync(request));
        app.Map("/registry/{name}/v2/{**path}", (HttpContext context, string name, string? path) => Read(context, name, path, Find(name)));
        app.Map("/v2/{**path}", (HttpContext context, string? path) => Read(context, "default", path, Find("default")));
    }

    /// <summary>Responds as a registry with three tags in each repository.</summary>
    private static IResult Read(HttpContext context, string name, string? path, TokenService service)
    {
        const string Tags = "/tags/list";
        var repository = path?.EndsWith(Tags, StringComparison.Ordinal) == true ? path[..^Tags.Length] : null;
        var action = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? "pull" : "pull,push";
        var scope = repository is null ? null : $"repository:{repository}:{action}";
        var (isValid, isSufficient) = service.Check(context.Request.Headers.Authorization.ToString(), scope);
        context.Response.Headers["Docker-Distribution-API-Version"] = "registry/2.0";
        if (isValid && isSufficient)
        {
            return repository is null
                ? Results.Json(new { })
                : Results.Json(new { name = repository, tags = (string[])["1.0", "1.1", "latest"] });
        }

        var challenge = new StringBuilder(
            $"Bearer realm=\"{context.Request.Scheme}://{context.Request.Host}/registry/{name}/token\",service=\"{Service}\"");
        if (scope is not null) challenge.Append(CultureInfo.InvariantCulture, $",scope=\"{scope}\"");
        if (isValid) challenge.Append(",error=\"insufficient_scope\"");
        else if (context.Request.Headers.ContainsKey("Authorization")) challenge.Append(",error=\"invalid_token\"");
        context.Response.Headers.WWWAuthenticate = challenge.ToString();
        return Fail("UNAUTHORIZED", "authentication required");
    }

    private static IResult Fail(string code, string message) =>
        Results.Json(new { errors = new[] { new { code, message } } }, statusCode: 401);

    private sealed class TokenService(RegistryTokenSigner signer)
    {
        private readonly ConcurrentDictionary<string, string[]> _tokens = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<string> _requests = new();

        /// <summary>Gets a description of each token request.</summary>
        internal IEnumerable<string> Requests => _requests;

        internal int Revoke()
        {
            var count = _tokens.Count;
            _tokens.Clear();
            return count;
        }

        internal IResult Get(HttpRequest request)
        {
            var header = request.Headers.Authorization.ToString();
            var scopes = request.Query["scope"].OfType<string>().ToArray();
            var user = header.StartsWith("Basic ", StringComparison.Ordinal)
                ? Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..]))
                : "";
            _requests.Enqueue(
                $"GET {user.Split(':')[0]} account={request.Query["account"]} service={request.Query["service"]} "
                    + $"scope={string.Join(' ', scopes)}");
            if (user is not ("" or "user:pass" or "user:secret")) return Fail("UNAUTHORIZED", "incorrect username or password");
            var name = user.Length == 0 ? "" : "user";
            var token = Issue(name, request.Query["service"]!, scopes);
            return Results.Json(new { token, expires_in = 300, issued_at = DateTime.UtcNow });
        }

        internal async Task<IResult> PostAsync(HttpRequest request)
        {
            var form = await request.ReadFormAsync();
            _requests.Enqueue($"POST {form["grant_type"]} service={form["service"]} scope={form["scope"]}");
            if (form["grant_type"] != "refresh_token" || form["refresh_token"] != IdentityToken)
            {
                return Results.Json(new { error = "invalid_grant", error_description = "The token is not known." }, statusCode: 400);
            }

            var scopes = form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return Results.Json(new { access_token = Issue("user", form["service"]!, scopes), expires_in = 300 });
        }

        internal (bool IsValid, bool IsSufficient) Check(string authorization, string? scope)
        {
            var isValid = authorization.StartsWith("Bearer ", StringComparison.Ordinal)
                & _tokens.TryGetValue(authorization.Replace("Bearer ", "", StringComparison.Ordinal), out var granted);
            return (isValid, isValid && (scope is null || granted!.Contains(scope)));
        }

        private string Issue(string user, string service, string[] scopes)
        {
            var granted = scopes
                .Where(scope => user.Length > 0 || scope.StartsWith("repository:public/", StringComparison.Ordinal))
                .ToArray();
            var token = signer.Sign(user, service, granted);
            _tokens[token] = granted;
            return token;
        }
    }
}
