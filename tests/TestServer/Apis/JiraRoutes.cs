using System.Globalization;
using System.Text.Json.Nodes;

namespace Requests.TestServer;

/// <summary>
/// Represents an API like that of Jira: pages by <c>nextPageToken</c> in version 3 and by <c>startAt</c> and <c>total</c> in version 2,
/// attachments, and transitions.
/// </summary>
internal static class JiraRoutes
{
    internal static void Map(WebApplication app)
    {
        var group = app.MapGroup("/jira/{site}/rest/api");
        group.MapPost("/3/search/jql", async (HttpRequest request, string site) =>
        {
            var query = await ApiItems.ReadObjectAsync(request);
            return Search(site, (int?)query["maxResults"] ?? 50, (string?)query["nextPageToken"]);
        });
        group.MapGet("/3/search/jql", (HttpRequest request, string site) =>
            Search(site, ApiItems.Number(request, "maxResults", 50), request.Query["nextPageToken"]));
        group.MapGet("/2/search", (HttpRequest request, string site) =>
        {
            var issues = GetIssues(site).List();
            var (startAt, maxResults) = (ApiItems.Number(request, "startAt", 0), Math.Min(ApiItems.Number(request, "maxResults", 50), 20));
            return Results.Json(new { startAt, maxResults, total = issues.Count, issues = issues.Skip(startAt).Take(maxResults) });
        });
        group.MapPost("/3/issue", async (HttpRequest request, string site) =>
        {
            var issue = await ApiItems.ReadObjectAsync(request);
            var created = GetIssues(site).Add(number => Create(number, issue["fields"]!.DeepClone().AsObject()));
            return Results.Json(new { id = (string?)created["id"], key = (string?)created["key"] }, statusCode: 201);
        });
        group.MapGet("/3/issue/{key}", (string site, string key) =>
            GetIssues(site).Find(GetNumber(key)) is { } issue ? Results.Json(issue) : NotFound());
        group.MapPost("/3/issue/{key}/transitions", async (HttpRequest request, string site, string key) =>
        {
            var transition = await ApiItems.ReadObjectAsync(request);
            if (GetIssues(site).Find(GetNumber(key)) is not { } issue) return NotFound();
            var fields = issue["fields"]!.DeepClone().AsObject();
            fields["status"] = new JsonObject { ["name"] = (string?)transition["transition"]!["id"] == "31" ? "Done" : "In Progress" };
            GetIssues(site).Update(GetNumber(key), new JsonObject { ["fields"] = fields });
            return Results.NoContent();
        });
        group.MapDelete("/3/issue/{key}", (string site, string key) =>
            GetIssues(site).Remove(GetNumber(key)) ? Results.NoContent() : NotFound());
        group.MapPost("/3/issue/{key}/attachments", async (HttpRequest request, string site, string key) =>
        {
            if (request.Headers["X-Atlassian-Token"] != "no-check") return Results.Text("XSRF check failed", statusCode: 403);
            var files = (await request.ReadFormAsync()).Files;
            foreach (var file in files)
            {
                using var content = new MemoryStream();
                await file.CopyToAsync(content);
                GetIssues(site).Files[file.FileName] = content.ToArray();
            }

            return Results.Json(files.Select(file => new
            {
                filename = file.FileName,
                size = file.Length,
                content = $"{ApiItems.GetOrigin(request)}/jira/{site}/rest/api/3/attachment/content/{file.FileName}",
            }));
        }).DisableAntiforgery();
        group.MapGet("/3/attachment/content/{name}", (string site, string name) =>
            GetIssues(site).Files.TryGetValue(name, out var content) ? Results.Bytes(content, fileDownloadName: name) : NotFound());
    }

    private static IResult Search(string site, int size, string? token)
    {
        var issues = GetIssues(site).List();
        var start = token is null ? 0 : int.Parse(token["page-".Length..], CultureInfo.InvariantCulture);
        var end = start + Math.Min(size, 20);
        return end < issues.Count
            ? Results.Json(new
            {
                issues = issues.Skip(start).Take(end - start),
                nextPageToken = string.Create(CultureInfo.InvariantCulture, $"page-{end}"),
                isLast = false,
            })
            : Results.Json(new { issues = issues.Skip(start), isLast = true });
    }

    private static int GetNumber(string key) =>
        int.Parse(key[(key.IndexOf('-', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);

    private static JsonObject Create(int number, JsonObject fields)
    {
        fields["status"] = new JsonObject { ["name"] = "To Do" };
        return new JsonObject
        {
            ["id"] = (10000 + number).ToString(CultureInfo.InvariantCulture),
            ["key"] = string.Create(CultureInfo.InvariantCulture, $"OPS-{number}"),
            ["fields"] = fields,
        };
    }

    private static ApiItems GetIssues(string site) => ApiItems.Get($"jira {site}", 45, static number => Create(
        number,
        new JsonObject { ["summary"] = string.Create(CultureInfo.InvariantCulture, $"Task {number}") }));

    private static IResult NotFound() => Results.Json(
        new { errorMessages = (string[])["Issue does not exist or you do not have permission to see it."], errors = new { } },
        statusCode: 404);
}
