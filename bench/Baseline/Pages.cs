using System.Net.Http;
using System.Text.Json;

namespace Requests.Bench;

/// <summary>Reads the pages of an OData list in compiled C# with HttpClient, one page ahead.</summary>
public static class Pages
{
    private static readonly HttpClient Client = new();

    /// <summary>Reads all pages into dictionaries and returns the number of items.</summary>
    /// <param name="url">The URL of the first page.</param>
    public static int Read(string url) => ReadAsync(url).GetAwaiter().GetResult();

    private static async Task<int> ReadAsync(string url)
    {
        var count = 0;
        for (var next = Client.GetByteArrayAsync(url); next is not null;)
        {
            using var page = JsonDocument.Parse(await next.ConfigureAwait(false));
            next = page.RootElement.TryGetProperty("@odata.nextLink", out var link) ? Client.GetByteArrayAsync(link.GetString()) : null;
            foreach (var item in page.RootElement.GetProperty("value").EnumerateArray()) count += ToDictionary(item).Count > 0 ? 1 : 0;
        }

        return count;
    }

    private static Dictionary<string, object?> ToDictionary(JsonElement item)
    {
        var result = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in item.EnumerateObject()) result[member.Name] = ToValue(member.Value);
        return result;
    }

    private static object? ToValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Object => ToDictionary(value),
        JsonValueKind.Array => value.EnumerateArray().Select(ToValue).ToArray(),
        _ => null,
    };
}
