using System.Globalization;
using System.Text.Json;

namespace Requests.TestServer;

/// <summary>Represents lists that arrive in pages, in the ways of different APIs: <c>/pages/STYLE?pages=3&amp;size=3</c>.</summary>
internal static class PageRoutes
{
    internal static void Map(WebApplication app)
    {
        app.Map("/pages/{style}", RespondAsync);
        app.Map("/pages/graphql", RespondToGraphQLAsync);
    }

    private static async Task RespondAsync(HttpContext context, string style)
    {
        var query = context.Request.Query;
        var (pages, size) = (Number(context, "pages", 3), Number(context, "size", 3));
        var page = style switch
        {
            "number" or "gitlab" => Number(context, "page", 1) - 1,
            "offset" => Number(context, "offset", 0) / size,
            "cursor" => Cursor(query["cursor"]),
            "xml" => Cursor(query["continuation-token"]),
            "blobs" => Cursor(query["marker"]),
            "tables" => Cursor(query["NextPartitionKey"]),
            "cosmos" => Cursor(context.Request.Headers["x-ms-continuation"]),
            _ => Number(context, "at", 0),
        };
        var isLast = page >= pages - 1;
        var next = isLast ? null : $"/pages/{style}?pages={pages}&size={size}&at={page + 1}";
        if (style is "xml" or "blobs")
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync(style == "xml" ? ToBucket(page, isLast) : ToContainer(page, isLast));
            return;
        }

        SetHeaders(context, style, page, isLast);
        context.Response.ContentType = "application/json";
        var json = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (json)
        {
            if (style is "gitlab" or "tables" or "cosmos")
            {
                WriteItems(json, style == "gitlab" ? null : "value", page, pages, size);
                if (style != "gitlab") json.WriteEndObject();
                return;
            }

            WriteBefore(json, context, style, page, (pages, size));
            WriteItems(json, style switch { "odata" => "value", "hal" => "elements", "jira" => "issues", _ => "items" }, page, pages, size);
            WriteAfter(json, context, style, page, next);
        }
    }

    private static void SetHeaders(HttpContext context, string style, int page, bool isLast)
    {
        var following = isLast ? "" : (page + 1).ToString(CultureInfo.InvariantCulture);
        if (style == "gitlab") context.Response.Headers["x-next-page"] = isLast ? "" : (page + 2).ToString(CultureInfo.InvariantCulture);
        if (style == "tables" && !isLast) context.Response.Headers["x-ms-continuation-NextPartitionKey"] = following;
        if (style == "cosmos" && !isLast) context.Response.Headers["x-ms-continuation"] = following;
    }

    private static void WriteBefore(Utf8JsonWriter json, HttpContext context, string style, int page, (int Pages, int Size) list)
    {
        json.WriteStartObject();
        if (style == "odata") json.WriteNumber("@odata.count", list.Pages * list.Size);
        if (style == "short") json.WriteNumber("total", (list.Pages * list.Size) + 2);
        if (style != "offset") return;
        json.WriteNumber("offset", Number(context, "offset", 0));
        json.WriteNumber("total", list.Pages * list.Size);
    }

    private static void WriteItems(Utf8JsonWriter json, string? name, int page, int pages, int size)
    {
        if (name is not null && json.CurrentDepth == 0) json.WriteStartObject();
        if (name is null) json.WriteStartArray();
        else json.WriteStartArray(name);
        for (var i = page < pages ? 1 : size + 1; i <= size; i++)
        {
            var id = (page * size) + i;
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("name", $"item {id}");
            json.WriteBoolean("even", id % 2 == 0);
            json.WriteNumber("price", id * 1.5);
            json.WriteString("created", "2026-11-30T12:00:00Z");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAfter(Utf8JsonWriter json, HttpContext context, string style, int page, string? next)
    {
        switch (style)
        {
            case "odata" when next is not null:
                json.WriteString("@odata.nextLink", $"http://{context.Request.Host}{next}");
                break;
            case "hal" when next is not null:
                json.WriteStartObject("_links");
                json.WriteStartObject("next");
                json.WriteString("href", next);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case "path":
                json.WriteStartObject("paging");
                json.WriteStartObject("cursor");
                json.WriteString("url", next);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case "cursor":
                json.WriteString("next_cursor", next is null ? null : (page + 1).ToString(CultureInfo.InvariantCulture));
                break;
            case "jira" or "short" or "next":
                json.WriteString("next", next);
                break;
            case "proxied":
                // As of an API that does not know the host that its clients use.
                json.WriteString("next", next is null ? null : $"http://internal.example:8080{next}");
                break;
            case "word":
                json.WriteString("next", "word");
                break;
            case "loop":
                json.WriteString("next", context.Request.Path.Value);
                break;
            case "else":
                json.WriteString("next", context.Request.Query["to"]);
                break;
        }

        json.WriteEndObject();
    }

    private static string ToBucket(int page, bool isLast) =>
        $"<ListBucketResult><Contents><Key>{(char)('a' + page)}</Key></Contents>"
            + $"<IsTruncated>{(isLast ? "false" : "true")}</IsTruncated>"
            + (isLast ? "" : $"<NextContinuationToken>{page + 1}</NextContinuationToken>")
            + "</ListBucketResult>";

    /// <summary>Returns a list of Azure Storage, which has a byte order mark, and an empty marker at its end.</summary>
    private static string ToContainer(int page, bool isLast) =>
        $"\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs><Blob><Name>{(char)('a' + page)}</Name></Blob></Blobs>"
            + (isLast ? "<NextMarker />" : $"<NextMarker>{page + 1}</NextMarker>")
            + "</EnumerationResults>";

    private static async Task RespondToGraphQLAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body);
        var page = request.RootElement.TryGetProperty("variables", out var variables) && variables.TryGetProperty("after", out var after)
            ? Cursor(after.GetString())
            : 0;
        var isValid = request.RootElement.GetProperty("query").GetString()!.Contains("users", StringComparison.Ordinal);
        await context.Response.WriteAsJsonAsync(new
        {
            data = new
            {
                users = new
                {
                    nodes = isValid ? new[] { new { id = (page * 2) + 1 }, new { id = (page * 2) + 2 } } : [],
                    pageInfo = new { hasNextPage = page < 2, endCursor = (page + 1).ToString(CultureInfo.InvariantCulture) },
                },
            },
        });
    }

    private static int Number(HttpContext context, string name, int usual) =>
        int.TryParse(context.Request.Query[name], CultureInfo.InvariantCulture, out var number) ? number : usual;

    private static int Cursor(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var page) ? page : 0;
}
