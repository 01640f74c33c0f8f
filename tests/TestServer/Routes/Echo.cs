using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Requests.TestServer;

/// <summary>Describes a request as a JSON object in the format of httpbin.</summary>
internal static class Echo
{
    internal static async Task<JsonObject> CreateAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        bytes.Position = 0;
        var form = new JsonObject();
        var files = new JsonObject();
        var data = "";
        JsonNode? json = null;
        if (request.HasFormContentType)
        {
            request.Body = bytes;
            var read = await request.ReadFormAsync();
            foreach (var (name, values) in read) form[name] = ToNode(values);
            foreach (var group in read.Files.GroupBy(file => file.Name)) files[group.Key] = ToNode(group.Select(ReadText));
        }
        else
        {
            data = Encoding.UTF8.GetString(bytes.ToArray());
            try
            {
                json = data.Length > 0 ? JsonNode.Parse(data) : null;
            }
            catch (JsonException)
            {
                // httpbin returns null for data that is not JSON.
            }
        }

        return new JsonObject
        {
            ["args"] = Map(request.Query.Select(pair => (pair.Key, (IEnumerable<string?>)pair.Value))),
            ["data"] = data,
            ["files"] = files,
            ["form"] = form,
            ["headers"] = Headers(request),
            ["json"] = json,
            ["method"] = request.Method,
            ["origin"] = "127.0.0.1",
            ["target"] = request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            ["url"] = $"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}",
        };
    }

    internal static JsonObject Headers(HttpRequest request) =>
        Map(request.Headers.Select(pair => (pair.Key, (IEnumerable<string?>)[string.Join(',', pair.Value.AsEnumerable())])));

    private static JsonObject Map(IEnumerable<(string Name, IEnumerable<string?> Values)> pairs)
    {
        var map = new JsonObject();
        foreach (var (name, values) in pairs) map[name] = ToNode(values);
        return map;
    }

    private static JsonNode? ToNode(IEnumerable<string?> values)
    {
        var all = values.ToArray();
        return all.Length == 1 ? JsonValue.Create(all[0]) : new JsonArray([.. all.Select(value => (JsonNode?)JsonValue.Create(value))]);
    }

    private static string ReadText(IFormFile file)
    {
        using var reader = new StreamReader(file.OpenReadStream());
        return reader.ReadToEnd();
    }
}
