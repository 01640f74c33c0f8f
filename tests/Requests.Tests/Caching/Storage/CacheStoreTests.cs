using static Requests.Tests.Caching.Storage.StoredBodies;

namespace Requests.Tests.Caching.Storage;

/// <summary>Tests what every store does: in memory, in a folder, and in an encrypted folder.</summary>
public sealed class CacheStoreTests : IDisposable
{
    private const long MaximumSize = 1_000_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, CombinatorialKinds(0, 1, 65_535, 65_536, 65_537, 131_072, 200_000)]
    public void A_stored_body_is_found_as_it_was(string kind, int length)
    {
        using var store = Open(kind);
        store.Store(Response(length: length));

        var found = Assert.Single(store.Find(Key));
        Assert.True(store.HasRightBody(found));
        Assert.Equal(
            (Key, "GET", 200, "OK", (long)length, "text/plain; charset=utf-8"),
            (found.Key, found.Method, found.StatusCode, found.Reason, found.BodyLength, found.Headers["Content-Type"]));
    }

    [Theory, CombinatorialKinds]
    public void All_parts_of_a_head_are_kept(string kind)
    {
        using var store = Open(kind);
        var response = new StoredResponse
        {
            Key = "https://mock.test/ä 10.0.0.7",
            BodyId = Guid.NewGuid(),
            Method = "HEAD",
            StatusCode = 404,
            Reason = "Nicht gefunden ü",
            HttpVersion = System.Net.HttpVersion.Version20,
            Headers = [],
            RequestTime = new DateTimeOffset(2026, 2, 3, 4, 5, 6, 7, TimeSpan.FromHours(2)),
            ResponseTime = new DateTimeOffset(2026, 2, 3, 4, 5, 7, 8, TimeSpan.Zero),
            VaryNames = ["accept", "x-team"],
            VaryDigest = "v",
            CredentialsDigest = "c",
            CookiesDigest = "k",
        };
        response.Headers.SetValues("Link", ["<a>", "<b>"]);
        response.Headers["X-Empty"] = "";
        response.Headers["X-Latin"] = "\u00fc\u00ff";
        store.Create(response)!.Commit();

        var found = Assert.Single(store.Find(response.Key));
        Assert.Equal(response.BodyId, found.BodyId);
        Assert.Equal((response.Method, response.StatusCode, response.Reason), (found.Method, found.StatusCode, found.Reason));
        Assert.Equal((response.HttpVersion, response.RequestTime), (found.HttpVersion, found.RequestTime));
        Assert.Equal((response.ResponseTime, 0), (found.ResponseTime, found.BodyLength));
        Assert.Equal((IEnumerable<string>)["accept", "x-team"], found.VaryNames);
        Assert.Equal(("v", "c", "k"), (found.VaryDigest, found.CredentialsDigest, found.CookiesDigest));
        Assert.Equal(response.Headers, found.Headers);
        Assert.Equal((IEnumerable<string>)["<a>", "<b>"], found.Headers.GetValues("link"));
        Assert.Equal(response.VariantId, found.VariantId);
    }

    [Theory, CombinatorialKinds]
    public void A_response_that_was_not_completed_is_not_found(string kind)
    {
        using var store = Open(kind);
        foreach (var length in new[] { 10, 100_000 })
        {
            using var writer = store.Create(Response(length: length))!;
            writer.Write(new byte[length]);
            writer.Dispose();
            writer.Commit();
        }

        Assert.Empty(store.Find(Key));
        Assert.Empty(_folder.EnumerateFiles("*.tmp", SearchOption.AllDirectories));
    }

    [Theory, CombinatorialKinds(10, 100_000)]
    public void The_same_variant_is_replaced_and_others_stay(string kind, int length)
    {
        using var store = Open(kind);
        store.Store(Response(seed: 1, length: length, vary: "a"));
        store.Store(Response(seed: 2, length: length, vary: "b"));
        var old = store.Find(Key)[1];
        store.Store(Response(seed: 3, length: length, vary: "a"));

        Assert.Equal((IEnumerable<string>)[$"3-{length}", $"2-{length}"], store.FindRight().Select(found => found.Headers["ETag"]));
        Assert.True(store.Read(old) is not { } body || body.AsSpan().SequenceEqual(CreateBody(old)), "The head has the body of another.");
    }

    [Theory, CombinatorialKinds(10, 100_000)]
    public void An_update_changes_the_head_and_keeps_the_body(string kind, int length)
    {
        using var store = Open(kind);
        store.Store(Response(length: length));
        var stored = store.Find(Key)[0];
        var headers = stored.Headers.Copy();
        headers["X-Validated"] = "yes";
        store.Update(stored.With(headers, stored.RequestTime, stored.ResponseTime + TimeSpan.FromHours(1)));

        var found = Assert.Single(store.FindRight());
        Assert.Equal(("yes", stored.BodyId), (found.Headers["X-Validated"], found.BodyId));
        Assert.Equal(stored.ResponseTime + TimeSpan.FromHours(1), found.ResponseTime);
    }

    [Theory, CombinatorialKinds(10, 100_000)]
    public void An_update_does_not_give_the_head_of_one_body_to_another(string kind, int length)
    {
        using var store = Open(kind);
        store.Store(Response(seed: 1, length: length));
        var validated = store.Find(Key)[0];
        store.Store(Response(seed: 2, length: length));
        store.Update(validated);
        store.Remove(validated);

        Assert.Equal($"2-{length}", Assert.Single(store.FindRight()).Headers["ETag"]);
    }

    [Theory, CombinatorialKinds(10, 100_000)]
    public void Removed_responses_are_gone_with_their_bodies(string kind, int length)
    {
        using var store = Open(kind);
        const string other = "https://mock.test/other";
        store.Store(Response(seed: 1, length: length, vary: "a"));
        store.Store(Response(seed: 2, length: length, vary: "b"));
        store.Store(Response(seed: 3, length: length, vary: "c"));
        store.Store(Response(other, length: length));
        store.Remove(store.Find(Key)[0]);
        Assert.Equal(2, store.FindRight().Length);

        store.Remove(Key);
        Assert.Empty(store.Find(Key));
        Assert.Single(store.FindRight(other));

        store.Remove(store.GetAll().Single());
        Assert.Empty(store.GetAll());
        Assert.Empty(_folder.EnumerateFiles("*.body", SearchOption.AllDirectories));
    }

    [Theory, CombinatorialKinds]
    public void Clear_removes_all_and_the_store_can_be_used_again(string kind)
    {
        using var store = Open(kind);
        for (var i = 0; i < 20; i++) store.Store(Response($"https://mock.test/{i}", length: i * 4000));
        Assert.Equal(20, store.GetAll().Count());

        store.Clear();
        Assert.Empty(store.GetAll());
        store.Store(Response());
        Assert.Single(store.FindRight());
    }

    [Theory, CombinatorialKinds]
    public void A_body_larger_than_half_of_the_store_is_refused(string kind)
    {
        using var store = Open(kind);
        using var writer = store.Create(Response())!;

        Assert.True(writer.Write(new byte[MaximumSize / 2]));
        Assert.False(writer.Write(new byte[1]));
        Assert.False(writer.Write(new byte[1]));
        writer.Commit();
        Assert.Empty(store.Find(Key));
        Assert.Empty(_folder.EnumerateFiles("*.tmp", SearchOption.AllDirectories));
    }

    [Theory, CombinatorialKinds]
    public void Digests_have_a_salt_that_stays(string kind)
    {
        using var store = Open(kind);
        using var again = Open(kind);

        Assert.True(store.Salt.Length >= 16);
        Assert.Equal(kind != "memory", store.Salt.Span.SequenceEqual(again.Salt.Span));
        Assert.Equal(kind == "folder", store.IsPlainText);
    }

    private ICacheStore Open(string kind) => kind switch
    {
        "memory" => new MemoryCacheStore(MaximumSize),
        "folder" => new FileCacheStore(_folder.FullName, MaximumSize, key: null, TimeProvider.System),
        _ => new FileCacheStore(_folder.FullName, MaximumSize, CacheEncryptionKey.FromBytes(new byte[32]), TimeProvider.System),
    };
}
