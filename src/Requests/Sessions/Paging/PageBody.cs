using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Requests;

/// <summary>Changes the body of a request to that of the next page.</summary>
internal static class PageBody
{
    private const int MaximumDepth = 1024;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaximumDepth };
    private static readonly JsonSerializerOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaximumDepth,
    };

    /// <summary>Merges a body into that of a request, where both are JSON objects or both are forms, or replaces it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="change">The body of the change.</param>
    /// <remarks>RFC 7396 for JSON.</remarks>
    internal static void Apply(PreparedRequest request, RequestBody change)
    {
        request.Body = (request.Body, change) switch
        {
            (BytesBody before, JsonBody json) when IsJson(request, before) => MergeJson(before, json),
            (FormBody before, FormBody form) => new FormBody(
                new QueryParams(QueryDecoder.Decode(before.GetText()).Select(ToPair)).Merge(
                    new QueryParams(QueryDecoder.Decode(form.GetText()).Select(ToPair)))),
            _ => change,
        };
        RequestPreparer.UpdateBodyHeaders(request);
    }

    private static bool IsJson(PreparedRequest request, BytesBody body) =>
        body is JsonBody || MediaTypes.IsJson(request.Headers["Content-Type"]);

    private static KeyValuePair<string, string?> ToPair(KeyValuePair<string, string> pair) => new(pair.Key, pair.Value);

    private static JsonBody MergeJson(BytesBody before, JsonBody change)
    {
        try
        {
            var target = JsonNode.Parse(before.GetText(), nodeOptions: null, Reading);
            var patch = JsonNode.Parse(change.Bytes.Span, nodeOptions: null, Reading);
            if (target is not JsonObject || patch is not JsonObject) return change;
            return new JsonBody(JsonSerializer.SerializeToUtf8Bytes(Merge(target, patch), Writing));
        }
        catch (JsonException error)
        {
            throw new InvalidJsonException("The JSON of the next page cannot be merged into the body, which is not JSON.", error);
        }
    }

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var result = target as JsonObject ?? [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
                continue;
            }

            var before = result[name];
            result.Remove(name);
            result[name] = Merge(before, value);
        }

        return result;
    }
}
