using System.Net.Http;
using System.Text.Json;

namespace Requests.Bench;

/// <summary>The same work in compiled C# over HttpClient: what is left when PowerShell is taken away.</summary>
public static class Floor
{
    private static readonly HttpClient Client = new();

    /// <summary>Sends GETs one after the other on one connection.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="count">How many.</param>
    public static void Get(string url, int count)
    {
        for (var i = 0; i < count; i++) Get(Client, url);
    }

    /// <summary>Sends GETs one after the other, each with a client of its own.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="count">How many.</param>
    public static void GetWithoutSession(string url, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var client = new HttpClient();
            Get(client, url);
        }
    }

    /// <summary>Sends GETs so many at a time.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="count">How many.</param>
    /// <param name="limit">How many at a time.</param>
    public static void GetMany(string url, int count, int limit) =>
        Parallel.ForEachAsync(
            Enumerable.Repeat(url, count),
            new ParallelOptions { MaxDegreeOfParallelism = limit },
            static async (one, cancellation) =>
            {
                using var reply = await Client.GetAsync(one, cancellation).ConfigureAwait(false);
                _ = await reply.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            }).GetAwaiter().GetResult();

    /// <summary>Reads a JSON array into a tree; returns how many items it has.</summary>
    /// <param name="url">The URL.</param>
    public static int Json(string url)
    {
        using var tree = JsonDocument.Parse(Client.GetByteArrayAsync(url).GetAwaiter().GetResult());
        return tree.RootElement.GetArrayLength();
    }

    /// <summary>Reads a body into memory; returns its length.</summary>
    /// <param name="url">The URL.</param>
    public static int Body(string url) => Client.GetByteArrayAsync(url).GetAwaiter().GetResult().Length;

    private static void Get(HttpClient client, string url)
    {
        using var reply = client.GetAsync(url).GetAwaiter().GetResult();
        _ = reply.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
    }
}
