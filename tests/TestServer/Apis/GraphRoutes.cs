using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Requests.TestServer;

/// <summary>
/// Represents an API like Microsoft Graph: pages with <c>@odata.nextLink</c>, upload sessions, and downloads that redirect to another host.
/// A copy ends at the third status, which another host reports.
/// </summary>
internal static class GraphRoutes
{
    private const int Fragment = 320 * 1024;

    internal static void Map(WebApplication app)
    {
        var uploads = new ConcurrentDictionary<string, (string Name, MemoryStream Content)>(StringComparer.Ordinal);
        var group = app.MapGroup("/graph/{tenant}");
        var users = group.MapGroup("/v1.0/users").AddEndpointFilter(RequireToken);
        users.MapGet("/", (HttpRequest request, string tenant) => ListUsers(request, tenant));
        users.MapPost("/", async (HttpRequest request, string tenant) =>
        {
            var user = await ApiItems.ReadObjectAsync(request);
            return Results.Json(
                GetUsers(tenant).Add(number =>
                {
                    user["id"] = number.ToString(CultureInfo.InvariantCulture);
                    return user;
                }),
                statusCode: 201);
        });
        users.MapGet("/{id:int}", (string tenant, int id) => GetUsers(tenant).Find(id) is { } user ? Results.Json(user) : NotFound(id));
        users.MapDelete("/{id:int}", (string tenant, int id) => GetUsers(tenant).Remove(id) ? Results.NoContent() : NotFound(id));

        group.MapPost("/v1.0/me/drive/root:/{name}:/createUploadSession", (HttpRequest request, string tenant, string name) =>
        {
            var id = Guid.NewGuid().ToString("N");
            uploads[id] = (name, new MemoryStream());
            var expires = DateTime.UtcNow.AddDays(1);
            var uploadUrl = $"{ApiItems.GetOrigin(request)}/graph/{tenant}/upload/{id}";
            return Results.Json(new { uploadUrl, expirationDateTime = expires });
        }).AddEndpointFilter(RequireToken);
        group.MapPut("/upload/{id}", async (HttpRequest request, string tenant, string id) =>
        {
            if (request.Headers.ContainsKey("Authorization")) return Fail(401, "unauthenticated", "An upload URL takes no Authorization.");
            var (name, content) = uploads[id];
            var bytes = await ApiItems.ReadBytesAsync(request);
            if (!ContentRangeHeaderValue.TryParse(request.Headers.ContentRange, out var range)
                || range.From != content.Length || range.To - range.From + 1 != bytes.Length)
            {
                return Fail(416, "invalidRange", "The range does not follow the last one.");
            }

            var isLast = range.To + 1 == range.Length;
            if (!isLast && bytes.Length % Fragment != 0) return Fail(400, "invalidRequest", "A fragment is a multiple of 320 KiB.");
            content.Write(bytes);
            if (!isLast)
            {
                string[] next = [string.Create(CultureInfo.InvariantCulture, $"{content.Length}-")];
                return Results.Json(new { nextExpectedRanges = next }, statusCode: 202);
            }

            GetUsers(tenant).Files[name] = content.ToArray();
            uploads.TryRemove(id, out _);
            return Results.Json(new { id, name, size = content.Length }, statusCode: 201);
        });
        group.MapGet("/v1.0/me/drive/root:/{name}:/content", (HttpRequest request, string tenant, string name) =>
            Results.Redirect($"{ApiItems.GetOtherOrigin(request)}/graph/{tenant}/content/{name}")).AddEndpointFilter(RequireToken);
        group.MapGet("/content/{name}", (HttpRequest request, string tenant, string name) =>
            request.Headers.ContainsKey("Authorization")
                ? Fail(401, "unauthenticated", "A download URL takes no Authorization.")
                : Results.Bytes(GetUsers(tenant).Files[name]));
        MapFiles(group);
    }

    private static void MapFiles(RouteGroupBuilder group)
    {
        group.MapPost("/v1.0/me/drive/root:/{name}:/copy", async (HttpContext context, string tenant, string name) =>
        {
            if (!GetUsers(tenant).Files.TryGetValue(name, out var content)) return Fail(404, "itemNotFound", "The file was not found.");
            var copy = (string)(await ApiItems.ReadObjectAsync(context.Request))["name"]!;
            GetUsers(tenant).Files[copy] = content;
            context.Response.Headers.Location = $"{ApiItems.GetOtherOrigin(context.Request)}/graph/{tenant}/monitor/{copy}";
            return Results.StatusCode(202);
        }).AddEndpointFilter(RequireToken);
        group.MapGet("/monitor/{name}", (HttpContext context, string tenant, string name) =>
        {
            if (context.Request.Headers.ContainsKey("Authorization"))
            {
                return Fail(401, "unauthenticated", "A monitor URL takes no Authorization.");
            }

            context.Response.Headers.RetryAfter = "0";
            return GetUsers(tenant).Reads.AddOrUpdate(name, 1, static (_, count) => count + 1) < 3
                ? Results.Json(new { status = "inProgress", percentageComplete = 50 }, statusCode: 202)
                : Results.Json(new { status = "completed", resourceId = name });
        });
        group.MapDelete("/v1.0/me/drive/root:/{name}", (string tenant, string name) =>
            GetUsers(tenant).Files.TryRemove(name, out _) ? Results.NoContent() : Fail(404, "itemNotFound", "The file was not found."))
            .AddEndpointFilter(RequireToken);
    }

    private static IResult ListUsers(HttpRequest request, string tenant)
    {
        var items = GetUsers(tenant).List();
        var size = ApiItems.Number(request, "$top", 10);
        var start = ApiItems.Number(request, "$skiptoken", 0);
        var page = new JsonObject { ["@odata.context"] = $"{ApiItems.GetOrigin(request)}/graph/{tenant}/v1.0/$metadata#users" };
        if (request.Query["$count"] == "true") page["@odata.count"] = items.Count;
        if (start + size < items.Count)
        {
            page["@odata.nextLink"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{ApiItems.GetOrigin(request)}/graph/{tenant}/v1.0/users?$top={size}&$skiptoken={start + size}");
        }

        page["value"] = new JsonArray([.. items.Skip(start).Take(size)]);
        return Results.Json(page);
    }

    private static ApiItems GetUsers(string tenant) => ApiItems.Get($"graph {tenant}", 25, static number => new JsonObject
    {
        ["id"] = number.ToString(CultureInfo.InvariantCulture),
        ["displayName"] = string.Create(CultureInfo.InvariantCulture, $"User {number}"),
    });

    private static async ValueTask<object?> RequireToken(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal)
            ? await next(context)
            : Fail(401, "InvalidAuthenticationToken", "Access token is empty.");

    private static IResult NotFound(int id) => Fail(404, "Request_ResourceNotFound", $"Resource '{id}' does not exist.");

    private static IResult Fail(int status, string code, string message) =>
        Results.Json(new { error = new { code, message } }, statusCode: status);
}
