using System.Text;
using static Requests.Tests.Caching.Storage.StoredBodies;

namespace Requests.Tests.Caching.Storage;

/// <summary>Tests that an entry whose files were changed is dropped, and that nothing of it is returned.</summary>
public sealed class DamagedEntryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_change_of_any_byte_of_a_small_entry_drops_it(bool isEncrypted)
    {
        using var store = Open(isEncrypted);
        store.Store(Response(length: 100));
        var path = GetFile(store, ".head");
        var bytes = File.ReadAllBytes(path);

        for (var i = 0; i < bytes.Length; i++)
        {
            File.WriteAllBytes(path, Change(bytes, i));
            Assert.Empty(store.Find(Key));
            Assert.False(File.Exists(path));
        }

        File.WriteAllBytes(path, bytes);
        Assert.Single(store.FindRight());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_change_of_any_part_of_a_large_body_drops_it(bool isEncrypted)
    {
        const int block = 65_536 + 16;
        using var store = Open(isEncrypted);
        store.Store(Response(length: 150_000));
        var head = GetFile(store, ".head");
        var path = GetFile(store, ".body");
        var (headBytes, bytes) = (File.ReadAllBytes(head), File.ReadAllBytes(path));

        // The beginning, each tag, and positions in each block.
        int[] places = [.. Enumerable.Range(0, 24), .. Enumerable.Range(0, 3).SelectMany(Places), bytes.Length - 1];
        foreach (var place in places)
        {
            File.WriteAllBytes(head, headBytes);
            File.WriteAllBytes(path, Change(bytes, place));
            Assert.Null(store.OpenBody(store.Find(Key)[0]));
            Assert.Empty(store.Find(Key));
            Assert.False(File.Exists(path));
        }

        static IEnumerable<int> Places(int index) =>
            [.. Enumerable.Range(24 + (index * block), 18), 24 + (index * block) + 9_999, 24 + (index * block) + 18_000];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_is_shorter_or_longer_is_dropped(bool isEncrypted)
    {
        using var store = Open(isEncrypted);
        foreach (var (length, extension) in new[] { (100, ".head"), (150_000, ".body"), (131_072, ".body") })
        {
            store.Store(Response(length: length));
            var head = GetFile(store, ".head");
            var path = GetFile(store, extension);
            var (headBytes, bytes) = (File.ReadAllBytes(head), File.ReadAllBytes(path));
            byte[][] changed =
            [
                [], bytes[..10], bytes[..24], bytes[..40], bytes[..(bytes.Length / 2)], bytes[..^1], [.. bytes, 0], [.. bytes, .. bytes],
                .. bytes.Length > 65_576 ? new[] { bytes[..65_576], bytes[..^16] } : [],
            ];
            foreach (var content in changed)
            {
                File.WriteAllBytes(head, headBytes);
                File.WriteAllBytes(path, content);
                Assert.Empty(store.FindRight());
                Assert.Empty(store.Find(Key));
            }
        }
    }

    [Theory]
    [InlineData(false, 100)]
    [InlineData(true, 100)]
    [InlineData(false, 100_000)]
    [InlineData(true, 100_000)]
    public void The_files_of_one_entry_do_not_serve_another(bool isEncrypted, int length)
    {
        using var store = Open(isEncrypted);
        const string other = "https://mock.test/other";
        store.Store(Response(seed: 1, length: length));
        store.Store(Response(other, seed: 2, length: length));
        var (own, foreign) = (GetFile(store, ".head"), GetFile(store, ".head", other));
        File.Copy(foreign, own, overwrite: true);
        Assert.Empty(store.Find(Key));

        store.Store(Response(seed: 3, length: length));
        if (length > 65_536)
        {
            File.Copy(GetFile(store, ".body", other), GetFile(store, ".body"), overwrite: true);
            Assert.Empty(store.FindRight());
        }
    }

    [Fact]
    public void Blocks_that_change_places_are_noticed()
    {
        using var store = Open(isEncrypted: true);
        store.Store(Response(length: 200_000));
        var path = GetFile(store, ".body");
        var bytes = File.ReadAllBytes(path);
        const int block = 65_536 + 16;
        var (first, second) = (bytes[24..(24 + block)], bytes[(24 + block)..(24 + (2 * block))]);
        File.WriteAllBytes(path, [.. bytes[..24], .. second, .. first, .. bytes[(24 + (2 * block))..]]);

        Assert.Empty(store.FindRight());
    }

    [Fact]
    public void A_change_while_the_body_is_read_is_an_error()
    {
        using var store = Open(isEncrypted: false);
        store.Store(Response(length: 150_000));
        using var body = store.OpenBody(store.Find(Key)[0])!;
        var path = GetFile(store, ".body");
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Position = 100_000;
            file.Write("changed"u8);
        }

        var first = new byte[65_536];
        body.ReadExactly(first);
        var error = Assert.Throws<RequestCacheException>(() => body.Read(first));
        Assert.Contains(_folder.FullName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_not_entries_are_ignored_in_the_list()
    {
        using var store = Open(isEncrypted: false);
        store.Store(Response());
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(GetFile(store, ".head"))!, "x.head"), "x");

        Assert.Single(store.GetAll());
    }

    private static byte[] Change(byte[] bytes, int place)
    {
        var changed = bytes.ToArray();
        changed[place] ^= (byte)(1 << (place % 8));
        return changed;
    }

    private static string GetFile(FileCacheStore store, string extension, string key = Key) =>
        Assert.Single(store.Folder.FindFiles(store.Folder.GetName(key), extension));

    private FileCacheStore Open(bool isEncrypted) => new(
        _folder.FullName,
        10_000_000,
        isEncrypted ? CacheEncryptionKey.FromBytes(Encoding.ASCII.GetBytes("0123456789abcdef")) : null,
        TimeProvider.System);
}
