using System.Net.Http;
using System.Text.Json;

namespace Requests.Bench;

/// <summary>Does the same work in compiled C# with HttpClient, to show the cost without PowerShell.</summary>
public static class Floor
{
    private static readonly HttpClient Client = new();

    /// <summary>Sends GETs one after the other on one connection.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="count">The number of requests.</param>
    public static void Get(string url, int count)
    {
        for (var i = 0; i < count; i++) Get(Client, url);
    }

    /// <summary>Sends GETs one after the other, each with a new client.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="count">The number of requests.</param>
    public static void GetWithoutSession(string url, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var client = new HttpClient();
            Get(client, url);
        }
    }

    /// <summary>Sends GETs concurrently.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="count">The number of requests.</param>
    /// <param name="limit">The number of concurrent requests.</param>
    public static void GetMany(string url, int count, int limit) =>
        Parallel.ForEachAsync(
            Enumerable.Repeat(url, count),
            new ParallelOptions { MaxDegreeOfParallelism = limit },
            static async (item, cancellation) =>
            {
                using var response = await Client.GetAsync(item, cancellation).ConfigureAwait(false);
                _ = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            }).GetAwaiter().GetResult();

    /// <summary>Reads a JSON array into a document and returns the number of its items.</summary>
    /// <param name="url">The URL.</param>
    public static int Json(string url)
    {
        using var tree = JsonDocument.Parse(Client.GetByteArrayAsync(url).GetAwaiter().GetResult());
        return tree.RootElement.GetArrayLength();
    }

    /// <summary>Reads a body into memory and returns its length in bytes.</summary>
    /// <param name="url">The URL.</param>
    public static int Body(string url) => Client.GetByteArrayAsync(url).GetAwaiter().GetResult().Length;

    /// <summary>Saves a body to a file.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="path">The path of the file.</param>
    public static void Download(string url, string path)
    {
        using var response = Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead).GetAwaiter().GetResult();
        using var file = File.Create(path);
        response.Content.CopyToAsync(file).GetAwaiter().GetResult();
    }

    /// <summary>Sends a file as the body of a POST.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="path">The path of the file.</param>
    public static void Upload(string url, string path)
    {
        using var content = new StreamContent(File.OpenRead(path));
        using var response = Client.PostAsync(url, content).GetAwaiter().GetResult();
    }

    /// <summary>Reads a body line by line and returns the number of lines.</summary>
    /// <param name="url">The URL.</param>
    public static int Lines(string url)
    {
        using var reader = new StreamReader(Client.GetStreamAsync(url).GetAwaiter().GetResult());
        var count = 0;
        while (reader.ReadLine() is not null) count++;
        return count;
    }

    /// <summary>Reads a JSON array item by item and returns the number of items.</summary>
    /// <param name="url">The URL.</param>
    public static int Items(string url)
    {
        var stream = Client.GetStreamAsync(url).GetAwaiter().GetResult();
        return CountAsync(JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream)).GetAwaiter().GetResult();
    }

    private static async Task<int> CountAsync(IAsyncEnumerable<JsonElement> items)
    {
        var count = 0;
        await foreach (var item in items.ConfigureAwait(false)) count += item.ValueKind == JsonValueKind.Undefined ? 0 : 1;
        return count;
    }

    private static void Get(HttpClient client, string url)
    {
        using var response = client.GetAsync(url).GetAwaiter().GetResult();
        _ = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
    }
}
