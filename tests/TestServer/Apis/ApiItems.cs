using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Requests.TestServer;

/// <summary>Represents the items of one collection of an API, and the files that belong to it. Each name has its own.</summary>
internal sealed class ApiItems
{
    private static readonly ConcurrentDictionary<string, ApiItems> Named = new(StringComparer.Ordinal);

    private readonly object _lock = new();
    private readonly SortedDictionary<int, JsonObject> _items = [];
    private int _last;

    private ApiItems(int count, Func<int, JsonObject> create)
    {
        for (var i = 0; i < count; i++) Add(create);
    }

    /// <summary>Gets the files by their name.</summary>
    internal ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets how often each name was read.</summary>
    internal ConcurrentDictionary<string, int> Reads { get; } = new(StringComparer.Ordinal);

    /// <summary>Returns the collection of a name, and creates it with a number of items at its first use.</summary>
    internal static ApiItems Get(string name, int count, Func<int, JsonObject> create) =>
        Named.GetOrAdd(name, _ => new ApiItems(count, create));

    /// <summary>Returns the items as they are now, in order, each with a copy of its content.</summary>
    internal List<JsonObject> List()
    {
        lock (_lock) return [.. _items.Values.Select(static item => item.DeepClone().AsObject())];
    }

    internal JsonObject Add(Func<int, JsonObject> create)
    {
        lock (_lock)
        {
            var item = create(++_last);
            _items[_last] = item;
            return item.DeepClone().AsObject();
        }
    }

    internal JsonObject? Find(int number)
    {
        lock (_lock) return _items.GetValueOrDefault(number)?.DeepClone().AsObject();
    }

    /// <summary>Sets the members of an item to those of another object; returns null when it does not exist.</summary>
    internal JsonObject? Update(int number, JsonObject changes)
    {
        lock (_lock)
        {
            if (_items.GetValueOrDefault(number) is not { } item) return null;
            foreach (var (name, value) in changes) item[name] = value?.DeepClone();
            return item.DeepClone().AsObject();
        }
    }

    internal bool Remove(int number)
    {
        lock (_lock) return _items.Remove(number);
    }

    /// <summary>Returns the value of a query parameter as a number, or a default.</summary>
    internal static int Number(HttpRequest request, string name, int otherwise) =>
        int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>Returns the URL of this server under its other name, which is another origin.</summary>
    internal static string GetOtherOrigin(HttpRequest request) =>
        $"{request.Scheme}://{(request.Host.Host == "localhost" ? "127.0.0.1" : "localhost")}:{request.Host.Port}";

    internal static string GetOrigin(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    internal static async Task<JsonObject> ReadObjectAsync(HttpRequest request) =>
        (await JsonNode.ParseAsync(request.Body))!.AsObject();

    internal static async Task<byte[]> ReadBytesAsync(HttpRequest request)
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy);
        return copy.ToArray();
    }
}
