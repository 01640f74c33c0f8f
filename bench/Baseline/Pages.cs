using System.Management.Automation;
using System.Net.Http;
using System.Text.Json;

namespace Requests.Bench;

/// <summary>Reads the pages of an OData list in compiled C# with HttpClient, one page ahead.</summary>
public static class Pages
{
    private static readonly HttpClient Client = new();

    /// <summary>Reads all pages into dictionaries, and returns the items.</summary>
    /// <param name="url">The URL of the first page.</param>
    public static IReadOnlyList<object> ReadDictionaries(string url) => ReadAsync(url, ToDictionary).GetAwaiter().GetResult();

    /// <summary>Reads all pages into PowerShell objects, and returns the items.</summary>
    /// <param name="url">The URL of the first page.</param>
    public static IReadOnlyList<object> ReadObjects(string url) => ReadAsync(url, ToObject).GetAwaiter().GetResult();

    private static async Task<IReadOnlyList<object>> ReadAsync(string url, Func<JsonElement, object> convert)
    {
        var items = new List<object>();
        for (var next = Client.GetByteArrayAsync(url); next is not null;)
        {
            using var page = JsonDocument.Parse(await next.ConfigureAwait(false));
            next = page.RootElement.TryGetProperty("@odata.nextLink", out var link) ? Client.GetByteArrayAsync(link.GetString()) : null;
            items.AddRange(page.RootElement.GetProperty("value").EnumerateArray().Select(convert));
        }

        return items;
    }

    private static PSObject ToObject(JsonElement item)
    {
        var result = new PSObject();
        foreach (var member in item.EnumerateObject()) result.Properties.Add(new PSNoteProperty(member.Name, ToValue(member.Value)), true);
        return result;
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
