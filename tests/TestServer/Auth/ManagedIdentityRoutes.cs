using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Requests.TestServer;

/// <summary>
/// Represents the services of Azure that issue tokens of managed identities, each with the headers, parameters and errors of its
/// documentation, and a resource that requires such a token. Each name has its own tokens and counts.
/// </summary>
internal static class ManagedIdentityRoutes
{
    private const string MetadataPath = "/metadata/identity/oauth2/token";

    internal static void Map(WebApplication app)
    {
        var machines = new ConcurrentDictionary<string, Machine>(StringComparer.Ordinal);
        Machine Find(string name) => machines.GetOrAdd(name, _ => new Machine());

        var group = app.MapGroup("/msi/{name}");
        group.MapGet($"/imds{MetadataPath}", (HttpContext context, string name) => Find(name).SendMetadata(context));
        group.MapGet("/app/token", (HttpRequest request, string name) => Find(name).SendApp(request));
        group.MapGet("/fabric/token", (HttpRequest request, string name) => Find(name).SendFabric(request));
        group.MapGet("/ml/token", (HttpRequest request, string name) => Find(name).SendMachineLearning(request));
        group.MapPost("/shell/token", async (HttpRequest request, string name) => await Find(name).SendShellAsync(request));
        group.MapGet($"/arc{MetadataPath}", (HttpContext context, string name) => Find(name).SendArc(context));

        // The statuses of the next requests for a token, such as 410,503; the file that the challenge of Azure Arc names, and its content.
        group.MapGet("/next", (string name, string? statuses, string? file, string? key, int? lifetime) =>
        {
            var machine = Find(name);
            foreach (var status in statuses?.Split(',') ?? []) machine.Next.Enqueue(int.Parse(status, CultureInfo.InvariantCulture));
            (machine.KeyFile, machine.Key) = (file ?? machine.KeyFile, key ?? machine.Key);
            machine.Lifetime = lifetime ?? machine.Lifetime;
            return Results.Ok();
        });
        group.MapGet("/requests", (string name) => Results.Json(Find(name).Requests));
        group.MapGet("/revoke", (string name) => Results.Json(Find(name).Revoke()));
        group.Map("/resource", (HttpContext context, string name) =>
        {
            var authorization = context.Request.Headers.Authorization.ToString();
            if (Find(name).HasToken(authorization)) return Results.Json(new { token = authorization["Bearer ".Length..] });
            context.Response.Headers.WWWAuthenticate = "Bearer authorization_uri=\"https://login.windows.net/\", error=\"invalid_token\"";
            return Results.StatusCode(401);
        });
    }

    private sealed class Machine
    {
        private const string ClientId = "11111111-2222-3333-4444-555555555555";

        private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<string> _requests = new();

        internal ConcurrentQueue<int> Next { get; } = new();

        internal string KeyFile { get; set; } = "";

        internal string Key { get; set; } = "";

        internal int Lifetime { get; set; } = 86400;

        /// <summary>Gets the service and the query or form of each request for a token.</summary>
        internal IEnumerable<string> Requests => _requests;

        internal bool HasToken(string authorization) =>
            authorization.StartsWith("Bearer ", StringComparison.Ordinal) && _tokens.ContainsKey(authorization["Bearer ".Length..]);

        internal int Revoke()
        {
            var count = _tokens.Count;
            _tokens.Clear();
            return count;
        }

        internal IResult SendMetadata(HttpContext context)
        {
            var request = context.Request;
            context.Response.Headers.Server = "IMDS/150.870.65.1854";
            Add("imds", request);
            if (request.Headers["Metadata"] != "true") return RefuseMetadata("bad_request_102", "Required metadata header not specified");
            if (request.Headers.ContainsKey("X-Forwarded-For")) return RefuseMetadata("bad_request", "Forwarded by a proxy");
            if (request.Query["api-version"] != "2018-02-01") return RefuseMetadata("bad_request", "The api-version is not known");
            if (Next.TryDequeue(out var status)) return RefuseMetadata("temporary", "Try again", status);
            string? id = request.Query["client_id"].FirstOrDefault() ?? request.Query["object_id"].FirstOrDefault();
            if (id is not null and not ClientId) return RefuseMetadata("invalid_request", "Identity not found");
            return Results.Json(new
            {
                access_token = CreateToken(),
                client_id = ClientId,
                expires_in = Text(Lifetime),
                expires_on = Text(Now() + Lifetime),
                ext_expires_in = Text(Lifetime),
                not_before = Text(Now()),
                resource = request.Query["resource"].ToString(),
                token_type = "Bearer",
            });
        }

        internal IResult SendApp(HttpRequest request)
        {
            Add("app", request);
            if (request.Headers["X-IDENTITY-HEADER"] != "of-the-app" || request.Headers.ContainsKey("Metadata"))
                return Results.Json(new { statusCode = 401, message = "The header X-IDENTITY-HEADER is not valid." }, statusCode: 401);
            if (Next.TryDequeue(out var status)) return Results.Json(new { message = "Try again" }, statusCode: status);
            return request.Query["api-version"] == "2019-08-01"
                ? Results.Json(new
                {
                    access_token = CreateToken(),
                    client_id = ClientId,
                    expires_on = Text(Now() + Lifetime),
                    not_before = Text(Now()),
                    resource = request.Query["resource"].ToString(),
                    token_type = "Bearer",
                })
                : Results.Json(new { statusCode = 400, message = "The api-version is not known." }, statusCode: 400);
        }

        internal IResult SendFabric(HttpRequest request)
        {
            Add("fabric", request);
            return request.Headers["Secret"] == "of-the-fabric" && request.Query["api-version"] == "2019-07-01-preview"
                ? Results.Json(new
                {
                    token_type = "Bearer",
                    access_token = CreateToken(),
                    expires_on = Now() + Lifetime,
                    resource = request.Query["resource"].ToString(),
                })
                : Results.Json(
                    new { error = new { code = "SecretHeaderNotFound", message = "Secret is not found in the headers." } },
                    statusCode: 400);
        }

        internal IResult SendMachineLearning(HttpRequest request)
        {
            Add("ml", request);
            var expiresOn = DateTimeOffset.UtcNow.AddSeconds(Lifetime).ToString("MM/dd/yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture);
            return request.Headers["Secret"] == "of-the-compute" && request.Query["api-version"] == "2017-09-01"
                ? Results.Json(new { access_token = CreateToken(), expires_on = expiresOn, token_type = "Bearer" })
                : Results.StatusCode(401);
        }

        internal async Task<IResult> SendShellAsync(HttpRequest request)
        {
            var form = await request.ReadFormAsync();
            _requests.Enqueue($"shell {string.Join('&', form.Select(field => $"{field.Key}={field.Value}"))}");
            return request.Headers["Metadata"] == "true"
                ? Results.Json(new
                {
                    access_token = CreateToken(),
                    expires_in = Text(Lifetime),
                    expires_on = Text(Now() + Lifetime),
                    resource = form["resource"].ToString(),
                    token_type = "Bearer",
                })
                : Results.Json(new { error = new { code = "400", message = "The header Metadata is missing." } }, statusCode: 400);
        }

        internal IResult SendArc(HttpContext context)
        {
            var request = context.Request;
            Add("arc", request);
            if (request.Headers["Metadata"] != "true" || request.Query["api-version"] != "2020-06-01") return Results.StatusCode(400);
            if (request.Headers.Authorization != $"Basic {Key}")
            {
                context.Response.Headers.WWWAuthenticate = $"Basic realm={KeyFile}";
                return Results.StatusCode(401);
            }

            return Results.Json(new
            {
                access_token = CreateToken(),
                expires_on = Text(Now() + Lifetime),
                resource = request.Query["resource"].ToString(),
                token_type = "Bearer",
            });
        }

        private static IResult RefuseMetadata(string error, string description, int status = 400) =>
            Results.Json(new { error, error_description = description }, statusCode: status);

        private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

        private void Add(string service, HttpRequest request) =>
            _requests.Enqueue($"{service} {request.QueryString.Value?.TrimStart('?')}");

        private string CreateToken()
        {
            var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
            _tokens[token] = true;
            return token;
        }
    }
}
