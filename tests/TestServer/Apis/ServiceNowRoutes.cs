using System.Globalization;
using System.Text.Json.Nodes;

namespace Requests.TestServer;

/// <summary>
/// Represents an API like the table API of ServiceNow: pages by <c>sysparm_offset</c> with <c>Link</c> and <c>X-Total-Count</c>,
/// attachments, and a test suite that ends at its third status. The user is <c>user</c> with the password <c>pass</c>.
/// </summary>
internal static class ServiceNowRoutes
{
    internal static void Map(WebApplication app)
    {
        var group = app.MapGroup("/servicenow/{instance}/api/now").AddEndpointFilter(RequireUser);
        var incidents = group.MapGroup("/table/incident");
        incidents.MapGet("/", List);
        incidents.MapPost("/", async (HttpContext context, string instance) =>
        {
            var incident = await ApiItems.ReadObjectAsync(context.Request);
            var created = GetIncidents(instance).Add(number => Create(number, incident));
            context.Response.Headers.Location =
                $"{ApiItems.GetOrigin(context.Request)}/servicenow/{instance}/api/now/table/incident/{created["sys_id"]}";
            return Results.Json(new { result = created }, statusCode: 201);
        });
        incidents.MapGet("/{id:int}", (string instance, int id) =>
            GetIncidents(instance).Find(id) is { } incident ? Results.Json(new { result = incident }) : NotFound());
        incidents.MapPatch("/{id:int}", async (HttpRequest request, string instance, int id) =>
            GetIncidents(instance).Update(id, await ApiItems.ReadObjectAsync(request)) is { } incident
                ? Results.Json(new { result = incident })
                : NotFound());
        incidents.MapDelete("/{id:int}", (string instance, int id) =>
            GetIncidents(instance).Remove(id) ? Results.NoContent() : NotFound());
        group.MapPost("/attachment/file", async (HttpRequest request, string instance) =>
        {
            var id = $"{request.Query["table_sys_id"]}-{request.Query["file_name"]}";
            var content = await ApiItems.ReadBytesAsync(request);
            GetIncidents(instance).Files[id] = content;
            return Results.Json(
                new { result = new { sys_id = id, file_name = request.Query["file_name"].ToString(), size_bytes = content.Length } },
                statusCode: 201);
        });
        group.MapGet("/attachment/{id}/file", (string instance, string id) =>
            GetIncidents(instance).Files.TryGetValue(id, out var content) ? Results.Bytes(content) : NotFound());
        group.MapDelete("/attachment/{id}", (string instance, string id) =>
            GetIncidents(instance).Files.TryRemove(id, out _) ? Results.NoContent() : NotFound());

        var pipeline = app.MapGroup("/servicenow/{instance}/api/sn_cicd").AddEndpointFilter(RequireUser);
        pipeline.MapPost("/testsuite/run", (HttpRequest request, string instance) =>
        {
            var url = $"{ApiItems.GetOrigin(request)}/servicenow/{instance}/api/sn_cicd/progress/9";
            return Results.Json(new { result = new { links = new { progress = new { id = "9", url } }, status = "0" } });
        });
        pipeline.MapGet("/progress/9", (string instance) =>
        {
            var isDone = GetIncidents(instance).Reads.AddOrUpdate("progress", 1, static (_, count) => count + 1) >= 3;
            return Results.Json(new
            {
                result = isDone
                    ? new { status = "2", status_label = "Successful", percent_complete = 100 }
                    : new { status = "1", status_label = "Running", percent_complete = 50 },
            });
        });
    }

    private static IResult List(HttpContext context, string instance)
    {
        var request = context.Request;
        var items = GetIncidents(instance).List();
        var (size, start) = (ApiItems.Number(request, "sysparm_limit", 10), ApiItems.Number(request, "sysparm_offset", 0));
        var links = new List<string> { Link(0, "first") };
        if (start + size < items.Count) links.Add(Link(start + size, "next"));
        links.Add(Link((items.Count - 1) / size * size, "last"));
        context.Response.Headers.Link = string.Join(',', links);
        context.Response.Headers["X-Total-Count"] = items.Count.ToString(CultureInfo.InvariantCulture);
        return Results.Json(new { result = items.Skip(start).Take(size) });

        string Link(int offset, string relation) => string.Create(
            CultureInfo.InvariantCulture,
            $"<{ApiItems.GetOrigin(request)}{request.Path}?sysparm_limit={size}&sysparm_offset={offset}>;rel=\"{relation}\"");
    }

    private static JsonObject Create(int number, JsonObject fields)
    {
        fields["sys_id"] = number.ToString(CultureInfo.InvariantCulture);
        fields["number"] = string.Create(CultureInfo.InvariantCulture, $"INC{number:0000000}");
        return fields;
    }

    private static ApiItems GetIncidents(string instance) => ApiItems.Get($"servicenow {instance}", 25, static number => Create(
        number,
        new JsonObject { ["short_description"] = string.Create(CultureInfo.InvariantCulture, $"Incident {number}"), ["state"] = "1" }));

    private static async ValueTask<object?> RequireUser(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers.Authorization == "Basic dXNlcjpwYXNz"
            ? await next(context)
            : Results.Json(new { error = new { message = "User is not authenticated" }, status = "failure" }, statusCode: 401);

    private static IResult NotFound() => Results.Json(
        new { error = new { message = "No Record found", detail = "Record doesn't exist or ACL restricts the record retrieval" } },
        statusCode: 404);
}
