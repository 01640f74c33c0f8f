using System.Globalization;
using System.Text.Json.Nodes;

namespace Requests.TestServer;

/// <summary>
/// Represents an API like that of GitLab: keyset pages by <c>Link</c>, numbered pages by <c>x-next-page</c>, pipelines and packages. It
/// requires the header <c>PRIVATE-TOKEN</c>.
/// </summary>
internal static class GitLabRoutes
{
    internal static void Map(WebApplication app)
    {
        var group = app.MapGroup("/gitlab/{host}/api/v4").AddEndpointFilter(RequireToken);
        group.MapGet("/projects", (HttpContext context, string host) =>
            context.Request.Query["pagination"] == "keyset" ? ListByKey(context, host) : ListByPage(context, host));
        group.MapPost("/projects", async (HttpRequest request, string host) =>
        {
            var project = await ApiItems.ReadObjectAsync(request);
            return Results.Json(
                GetProjects(host).Add(number =>
                {
                    project["id"] = number;
                    return project;
                }),
                statusCode: 201);
        });
        group.MapDelete("/projects/{id:int}", (string host, int id) => GetProjects(host).Remove(id)
            ? Results.Json(new { message = "202 Accepted" }, statusCode: 202)
            : Results.Json(new { message = "404 Project Not Found" }, statusCode: 404));
        group.MapPost("/projects/{id:int}/pipeline", (int id) =>
            Results.Json(new { id = 7, project_id = id, status = "created" }, statusCode: 201));
        group.MapGet("/projects/{id:int}/pipelines/{pipeline:int}", (string host, int id, int pipeline) =>
        {
            var count = GetProjects(host).Reads.AddOrUpdate($"{id} {pipeline}", 1, static (_, earlier) => earlier + 1);
            return Results.Json(new { id = pipeline, status = count switch { 1 => "pending", 2 => "running", _ => "success" } });
        });
        const string Package = "/projects/{id:int}/packages/generic/{package}/{version}/{file}";
        group.MapPut(Package, async (HttpContext context, string host, string file) =>
        {
            GetProjects(host).Files[file] = await ApiItems.ReadBytesAsync(context.Request);
            return Results.Json(new { message = "201 Created" }, statusCode: 201);
        });
        group.MapGet(Package, (string host, string file) =>
            GetProjects(host).Files.TryGetValue(file, out var content)
                ? Results.Bytes(content, fileDownloadName: file)
                : Results.Json(new { message = "404 Not found" }, statusCode: 404));
    }

    private static IResult ListByKey(HttpContext context, string host)
    {
        var request = context.Request;
        var size = ApiItems.Number(request, "per_page", 20);
        var items = GetProjects(host).List().Where(item => (int)item["id"]! > ApiItems.Number(request, "id_after", 0)).ToList();
        if (items.Count > size)
        {
            context.Response.Headers.Link = string.Create(
                CultureInfo.InvariantCulture,
                $"<{ApiItems.GetOrigin(request)}{request.Path}?id_after={items[size - 1]["id"]}&order_by=id&pagination=keyset"
                    + $"&per_page={size}&sort=asc>; rel=\"next\"");
        }

        return Results.Json(items.Take(size));
    }

    private static IResult ListByPage(HttpContext context, string host)
    {
        var request = context.Request;
        var items = GetProjects(host).List();
        var (size, page) = (ApiItems.Number(request, "per_page", 20), ApiItems.Number(request, "page", 1));
        var next = page * size < items.Count ? (page + 1).ToString(CultureInfo.InvariantCulture) : "";
        context.Response.Headers["x-next-page"] = next;
        context.Response.Headers["x-page"] = page.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-total"] = items.Count.ToString(CultureInfo.InvariantCulture);
        return Results.Json(items.Skip((page - 1) * size).Take(size));
    }

    private static ApiItems GetProjects(string host) => ApiItems.Get($"gitlab {host}", 45, static number => new JsonObject
    {
        ["id"] = number,
        ["name"] = string.Create(CultureInfo.InvariantCulture, $"project-{number}"),
    });

    private static async ValueTask<object?> RequireToken(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers["PRIVATE-TOKEN"] == "glpat-secret"
            ? await next(context)
            : Results.Json(new { message = "401 Unauthorized" }, statusCode: 401);
}
