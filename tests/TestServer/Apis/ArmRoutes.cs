using System.Globalization;
using System.Text.Json.Nodes;

namespace Requests.TestServer;

/// <summary>
/// Represents an API like Azure Resource Manager: pages with <c>nextLink</c>, a creation with <c>Azure-AsyncOperation</c> and a deletion
/// with <c>Location</c>. An operation ends at its third status; that of a machine named <c>broken</c> fails. A blob is stored at a URL that
/// has a signature and takes no token.
/// </summary>
internal static class ArmRoutes
{
    internal static void Map(WebApplication app)
    {
        var group = app.MapGroup("/arm/{subscription}");
        group.MapGet("/machines", (HttpRequest request, string subscription) => List(request, subscription));
        group.MapPut("/machines/{name}", async (HttpContext context, string subscription, string name) =>
        {
            var machine = await ApiItems.ReadObjectAsync(context.Request);
            machine["name"] = name;
            machine["properties"] = new JsonObject { ["provisioningState"] = "Creating" };
            if (name != "broken")
            {
                machine = GetMachines(subscription).Add(number =>
                {
                    machine["id"] = number;
                    return machine;
                });
            }

            context.Response.Headers["Azure-AsyncOperation"] =
                $"{ApiItems.GetOrigin(context.Request)}/arm/{subscription}/operations/{name}";
            context.Response.Headers.RetryAfter = "0";
            return Results.Json(machine, statusCode: 201);
        });
        group.MapGet("/machines/{name}", (string subscription, string name) =>
            Find(subscription, name) is { } machine
                ? Results.Json(machine)
                : Fail("ResourceNotFound", $"The machine '{name}' was not found."));
        group.MapDelete("/machines/{name}", (HttpContext context, string subscription, string name) =>
        {
            if (Find(subscription, name) is not { } machine) return Results.NoContent();
            GetMachines(subscription).Remove((int)machine["id"]!);
            context.Response.Headers.Location = $"{ApiItems.GetOrigin(context.Request)}/arm/{subscription}/operationresults/{name}";
            context.Response.Headers.RetryAfter = "0";
            return Results.StatusCode(202);
        });
        group.MapGet("/operations/{name}", (HttpContext context, string subscription, string name) =>
        {
            context.Response.Headers.RetryAfter = "0";
            if (!IsDone(subscription, $"operation {name}")) return Results.Json(new { status = "InProgress", percentComplete = 50 });
            if (name == "broken")
            {
                var error = new { code = "SkuNotAvailable", message = "The size is not available." };
                return Results.Json(new { status = "Failed", error });
            }

            var machine = Find(subscription, name)!;
            var done = new JsonObject { ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" } };
            GetMachines(subscription).Update((int)machine["id"]!, done);
            return Results.Json(new { status = "Succeeded" });
        });
        group.MapGet("/operationresults/{name}", (HttpContext context, string subscription, string name) =>
        {
            context.Response.Headers.RetryAfter = "0";
            if (IsDone(subscription, $"result {name}")) return Results.NoContent();
            context.Response.Headers.Location = $"{ApiItems.GetOrigin(context.Request)}{context.Request.Path}";
            return Results.StatusCode(202);
        });
        MapBlobs(group);
    }

    private static void MapBlobs(RouteGroupBuilder group)
    {
        group.MapPost("/storageAccounts/{account}/listServiceSas", async (HttpRequest request, string account) =>
        {
            var wanted = await ApiItems.ReadObjectAsync(request);
            return Results.Json(new { serviceSasToken = $"sp={wanted["signedPermission"]}&spr=https&sig=of%20{account}%2B%3D" });
        });
        var blobs = group.MapGroup("/blobs/{container}/{name}").AddEndpointFilter(static async (context, next) =>
            context.HttpContext.Request.Query["sig"] == "of logs+=" && !context.HttpContext.Request.Headers.ContainsKey("Authorization")
                ? await next(context)
                : Results.StatusCode(403));
        blobs.MapPut("/", async (HttpRequest request, string subscription, string name) =>
        {
            if (request.Headers["x-ms-blob-type"] != "BlockBlob") return Results.StatusCode(400);
            GetMachines(subscription).Files[name] = await ApiItems.ReadBytesAsync(request);
            return Results.StatusCode(201);
        });
        blobs.MapGet("/", (string subscription, string name) =>
            GetMachines(subscription).Files.TryGetValue(name, out var content) ? Results.Bytes(content) : Results.NotFound());
        blobs.MapDelete("/", (string subscription, string name) =>
            GetMachines(subscription).Files.TryRemove(name, out _) ? Results.StatusCode(202) : Results.NotFound());
    }

    private static IResult List(HttpRequest request, string subscription)
    {
        const int Size = 5;
        var items = GetMachines(subscription).List();
        var start = ApiItems.Number(request, "$skiptoken", 0);
        var page = new JsonObject { ["value"] = new JsonArray([.. items.Skip(start).Take(Size)]) };
        if (start + Size < items.Count)
        {
            page["nextLink"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{ApiItems.GetOrigin(request)}/arm/{subscription}/machines?api-version=2024-07-01&$skiptoken={start + Size}");
        }

        return Results.Json(page);
    }

    private static bool IsDone(string subscription, string name) =>
        GetMachines(subscription).Reads.AddOrUpdate(name, 1, static (_, count) => count + 1) >= 3;

    private static JsonObject? Find(string subscription, string name) =>
        GetMachines(subscription).List().LastOrDefault(machine => (string?)machine["name"] == name);

    private static ApiItems GetMachines(string subscription) => ApiItems.Get($"arm {subscription}", 12, static number => new JsonObject
    {
        ["id"] = number,
        ["name"] = string.Create(CultureInfo.InvariantCulture, $"vm-{number}"),
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" },
    });

    private static IResult Fail(string code, string message) =>
        Results.Json(new { error = new { code, message } }, statusCode: 404);
}
