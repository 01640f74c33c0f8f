using System.Globalization;
using static Requests.Tests.Caching.Storage.StoredBodies;

namespace Requests.Tests.Caching.Storage;

/// <summary>
/// Tests what a writer leaves that ends at any moment. A writer changes the folder in steps, so each test kills it before the first change,
/// before the second one, and so on, without its clean-up: that is all that a killed process can leave.
/// </summary>
public sealed class KilledWriterTests : IDisposable
{
    private const int Small = 100;
    private const int Large = 200_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(Small, Small)]
    [InlineData(Small, Large)]
    [InlineData(Large, Small)]
    [InlineData(Large, Large)]
    public void A_replaced_response_is_the_old_or_the_new_one(int old, int next) => KillAtEachStep(
        store => store.Store(Response(seed: 1, length: old)),
        store => store.Store(Response(seed: 2, length: next)),
        store => Assert.Contains(Assert.Single(store.FindRight()).Headers["ETag"], new[] { $"1-{old}", $"2-{next}" }));

    [Theory]
    [InlineData(Small)]
    [InlineData(Large)]
    public void A_new_response_is_there_or_not(int length) => KillAtEachStep(
        static _ => { },
        store => store.Store(Response(seed: 1, length: length)),
        store => Assert.Equal(store.Find(Key).Count, store.FindRight().Length));

    [Theory]
    [InlineData(Small)]
    [InlineData(Large)]
    public void A_validated_response_has_the_old_or_the_new_head_and_its_body(int length) => KillAtEachStep(
        store => store.Store(Response(length: length)),
        store =>
        {
            var stored = store.Find(Key)[0];
            store.Update(stored.With(stored.Headers, stored.RequestTime, stored.ResponseTime + TimeSpan.FromHours(1)));
        },
        store => Assert.Single(store.FindRight()));

    [Theory]
    [InlineData(Small)]
    [InlineData(Large)]
    public void A_removed_response_is_whole_or_gone(int length) => KillAtEachStep(
        store => store.Store(Response(length: length)),
        store => store.Remove(Key),
        store =>
        {
            if (store.Find(Key) is [var found]) _ = store.HasRightBody(found);
        });

    [Fact]
    public void What_is_left_when_old_entries_are_deleted_is_whole() => KillAtEachStep(
        store =>
        {
            for (var i = 0; i < 8; i++) store.Store(Response($"https://mock.test/{i}", seed: i, length: 120_000));
        },
        store => store.Store(Response("https://mock.test/9", seed: 9, length: 120_000)),
        store =>
        {
            foreach (var i in Enumerable.Range(0, 10)) store.FindRight($"https://mock.test/{i}");
        });

    [Fact]
    public void A_full_disk_is_an_error_and_leaves_what_was_there()
    {
        var step = 0;
        bool isFull;
        do
        {
            using var store = Open();
            store.Clear();
            store.Store(Response(seed: 1, length: Large));
            var left = step++;
            isFull = false;
            store.Changing = () =>
            {
                // Deleting needs no space.
                if (left-- > 0 || Environment.StackTrace.Contains("Delete", StringComparison.Ordinal)) return;
                isFull = true;
                throw new IOException("No space left on device");
            };
            if (Record.Exception(() => store.Store(Response(seed: 2, length: Large))) is { } error)
            {
                Assert.Contains("No space left", Assert.IsType<RequestCacheException>(error).Message, StringComparison.Ordinal);
            }

            store.Changing = null;
            Assert.Single(store.FindRight());
            Assert.Empty(Directory.GetFiles(store.Folder.TemporaryFolder));
        }
        while (isFull);

        Assert.True(step > 5, $"{step} steps");
    }

    [Fact]
    public void Several_threads_and_stores_of_one_folder_return_right_bodies_only()
    {
        FileCacheStore[] stores = [Open(), Open()];
        int[] lengths = [10, 70_000, 100, 140_000];
        var found = 0;
        Parallel.For(0, 6, worker =>
        {
            var store = stores[worker % 2];
            for (var i = 0; i < 60; i++)
            {
                var key = $"https://mock.test/{i % 3}";
                var seed = int.Parse($"{worker}{i}", CultureInfo.InvariantCulture);
                store.Store(Response(key, seed, lengths[(worker + i) % lengths.Length]));
                Interlocked.Add(ref found, store.FindRight(key).Length);
                if (i % 10 == 9) store.Remove(key);
                if (store.Find(key) is [var stored, ..]) store.Update(stored);
            }
        });

        Assert.True(found > 0);
    }

    private void KillAtEachStep(Action<FileCacheStore> before, Action<FileCacheStore> change, Action<FileCacheStore> check)
    {
        var kills = 0;
        for (var step = 0; ; step++)
        {
            using var writer = Open();
            writer.Clear();
            before(writer);
            var left = step;
            writer.Changing = () =>
            {
                if (left-- <= 0) throw new KilledException();
            };
            var killed = Record.Exception(() => change(writer)) is not null;
            if (killed) kills++;

            using var reader = Open();
            check(reader);
            reader.Store(Response(seed: 3, length: 10));
            Assert.Contains("3-10", reader.FindRight().Select(static response => response.Headers["ETag"]));
            if (!killed) break;
        }

        Assert.True(kills >= 2, $"The writer was killed {kills} times.");
    }

    private FileCacheStore Open() => new(_folder.FullName, 1_000_000, key: null, TimeProvider.System);

    private sealed class KilledException : Exception;
}
