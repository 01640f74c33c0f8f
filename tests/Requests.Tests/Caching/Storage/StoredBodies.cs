using System.Globalization;
using System.Text;

namespace Requests.Tests.Caching.Storage;

/// <summary>
/// Creates responses for the tests of stores. A body can be checked against the headers, which have its seed and its length.
/// </summary>
internal static class StoredBodies
{
    internal const string Key = "https://mock.test/a?token=query-secret";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static StoredResponse Response(string key = Key, int seed = 1, int length = 10, string vary = "", Guid? body = null) => new()
    {
        Key = key,
        BodyId = body ?? Guid.NewGuid(),
        Method = "GET",
        StatusCode = 200,
        Reason = "OK",
        Headers = new HeaderDictionary(
        [
            KeyValuePair.Create("ETag", (string?)string.Create(CultureInfo.InvariantCulture, $"{seed}-{length}")),
            KeyValuePair.Create("Content-Type", (string?)"text/plain; charset=utf-8"),
        ]),
        RequestTime = Start + TimeSpan.FromSeconds(seed),
        ResponseTime = Start + TimeSpan.FromSeconds(seed),
        VaryNames = vary.Length == 0 ? [] : ["accept"],
        VaryDigest = vary,
    };

    /// <summary>Stores a response with the body of its headers.</summary>
    internal static void Store(this ICacheStore store, StoredResponse response)
    {
        using var writer = store.Create(response)!;
        var body = CreateBody(response);
        var half = body.Length / 2;
        Assert.True(writer.Write(body.AsSpan(0, half)));
        Assert.True(writer.Write(body.AsSpan(half)));
        writer.Commit();
    }

    /// <summary>Reads the body of a response; null where the store has none.</summary>
    internal static byte[]? Read(this ICacheStore store, StoredResponse response)
    {
        using var body = store.OpenBody(response);
        if (body is null) return null;
        using var copy = new MemoryStream();
        body.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Returns whether the body of a response exists, after checking that it is the right one.</summary>
    internal static bool HasRightBody(this ICacheStore store, StoredResponse response)
    {
        if (store.Read(response) is not { } body) return false;
        Assert.True(body.AsSpan().SequenceEqual(CreateBody(response)), $"The body of {response.Headers["ETag"]} is another one.");
        return true;
    }

    /// <summary>Returns the responses of a key whose bodies exist, after checking that they are the right ones.</summary>
    internal static StoredResponse[] FindRight(this ICacheStore store, string key = Key) =>
        [.. store.Find(key).Where(store.HasRightBody)];

    internal static byte[] CreateBody(StoredResponse response)
    {
        var parts = response.Headers["ETag"]!.Split('-');
        var line = Encoding.ASCII.GetBytes($"body-secret {parts[0]} of {response.Key};");
        var body = new byte[int.Parse(parts[1], CultureInfo.InvariantCulture)];
        for (var i = 0; i < body.Length; i++) body[i] = (byte)(line[i % line.Length] + (i / line.Length % 7));
        return body;
    }
}
