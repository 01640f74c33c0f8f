using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Requests.TestServer;

/// <summary>
/// Represents an API like that of GitHub: pages by <c>Link</c>, <c>X-RateLimit</c> headers, release assets that redirect to another host,
/// and a workflow whose run is listed at the second request and ends at the third status.
/// </summary>
internal static class GitHubRoutes
{
    internal static void Map(WebApplication app)
    {
        var group = app.MapGroup("/github/repos/{owner}/{repo}").AddEndpointFilter(AddLimits);
        group.MapGet("/issues", (HttpContext context, string owner, string repo) => ListIssues(context, GetIssues(owner, repo)));
        group.MapPost("/issues", async (HttpRequest request, string owner, string repo) =>
        {
            var issue = await ApiItems.ReadObjectAsync(request);
            return Results.Json(
                GetIssues(owner, repo).Add(number =>
                {
                    issue["number"] = number;
                    issue["state"] = "open";
                    return issue;
                }),
                statusCode: 201);
        });
        group.MapPatch("/issues/{number:int}", async (HttpRequest request, string owner, string repo, int number) =>
            GetIssues(owner, repo).Update(number, await ApiItems.ReadObjectAsync(request)) is { } issue ? Results.Json(issue) : NotFound());
        group.MapGet("/releases/latest", (HttpRequest request, string owner, string repo) =>
        {
            var root = $"{ApiItems.GetOrigin(request)}/github/repos/{owner}/{repo}/releases";
            return Results.Json(new
            {
                tag_name = "v1.0",
                upload_url = $"{root}/1/assets{{?name,label}}",
                assets = GetIssues(owner, repo).Files.Select(file => Describe(root, file.Key, file.Value)),
            });
        });
        group.MapPost("/releases/1/assets", async (HttpRequest request, string owner, string repo, string name) =>
        {
            var content = await ApiItems.ReadBytesAsync(request);
            if (!GetIssues(owner, repo).Files.TryAdd(name, content))
            {
                var errors = new[] { new { code = "already_exists" } };
                return Results.Json(new { message = "Validation Failed", errors }, statusCode: 422);
            }

            var root = $"{ApiItems.GetOrigin(request)}/github/repos/{owner}/{repo}/releases";
            return Results.Json(Describe(root, name, content), statusCode: 201);
        });
        group.MapGet("/releases/assets/{name}", (HttpRequest request, string owner, string repo, string name) =>
        {
            if (!GetIssues(owner, repo).Files.TryGetValue(name, out var content)) return NotFound();
            return request.Headers.Accept == "application/octet-stream"
                ? Results.Redirect($"{ApiItems.GetOtherOrigin(request)}/github/storage/{owner}/{repo}/{name}")
                : Results.Json(Describe($"{ApiItems.GetOrigin(request)}/github/repos/{owner}/{repo}/releases", name, content));
        });
        group.MapDelete("/releases/assets/{name}", (string owner, string repo, string name) =>
            GetIssues(owner, repo).Files.TryRemove(name, out _) ? Results.NoContent() : NotFound());
        MapRuns(group);
        app.MapGet("/github/storage/{owner}/{repo}/{name}", (HttpRequest request, string owner, string repo, string name) =>
            request.Headers.ContainsKey("Authorization")
                ? Results.StatusCode(400)
                : Results.Bytes(GetIssues(owner, repo).Files[name], "application/octet-stream", name));
    }

    private static void MapRuns(RouteGroupBuilder group)
    {
        group.MapPost("/actions/workflows/{name}/dispatches", async (HttpRequest request, string owner, string repo) =>
            (await ApiItems.ReadObjectAsync(request)).ContainsKey("ref") ? Results.NoContent() : Results.StatusCode(422));
        group.MapGet("/actions/workflows/{name}/runs", (string owner, string repo) =>
        {
            object[] runs = Count(owner, repo, "runs") < 2 ? [] : [new { id = 7, status = "queued", conclusion = (string?)null }];
            return Results.Json(new { total_count = runs.Length, workflow_runs = runs });
        });
        group.MapGet("/actions/runs/7", (string owner, string repo) => Count(owner, repo, "run") < 3
            ? Results.Json(new { id = 7, status = "in_progress", conclusion = (string?)null })
            : Results.Json(new { id = 7, status = "completed", conclusion = "success" }));

        static int Count(string owner, string repo, string name) =>
            GetIssues(owner, repo).Reads.AddOrUpdate(name, 1, static (_, count) => count + 1);
    }

    private static IResult ListIssues(HttpContext context, ApiItems issues)
    {
        var request = context.Request;
        var state = request.Query["state"].FirstOrDefault("open");
        var items = issues.List().Where(issue => state == "all" || (string?)issue["state"] == state).ToList();
        var size = ApiItems.Number(request, "per_page", 30);
        var page = ApiItems.Number(request, "page", 1);
        var last = Math.Max(1, (items.Count + size - 1) / size);
        var links = new List<string>();
        if (page < last) links.AddRange([Link(page + 1, "next"), Link(last, "last")]);
        if (page > 1) links.AddRange([Link(page - 1, "prev"), Link(1, "first")]);
        if (links.Count > 0) context.Response.Headers.Link = string.Join(", ", links);
        return Results.Json(items.Skip((page - 1) * size).Take(size));

        string Link(int number, string relation) => string.Create(
            CultureInfo.InvariantCulture,
            $"<{ApiItems.GetOrigin(request)}{request.Path}?state={state}&per_page={size}&page={number}>; rel=\"{relation}\"");
    }

    private static object Describe(string root, string name, byte[] content) => new
    {
        name,
        url = $"{root}/assets/{name}",
        size = content.Length,
        digest = $"sha256:{Convert.ToHexString(SHA256.HashData(content)).ToLower(CultureInfo.InvariantCulture)}",
    };

    private static ApiItems GetIssues(string owner, string repo) =>
        ApiItems.Get($"github {owner}/{repo}", 65, static number => new JsonObject
        {
            ["number"] = number,
            ["title"] = string.Create(CultureInfo.InvariantCulture, $"Issue {number}"),
            ["state"] = "open",
        });

    private static async ValueTask<object?> AddLimits(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers["X-RateLimit-Limit"] = "5000";
        headers["X-RateLimit-Remaining"] = "4990";
        headers["X-RateLimit-Reset"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return await next(context);
    }

    private static IResult NotFound() => Results.Json(new { message = "Not Found" }, statusCode: 404);
}
