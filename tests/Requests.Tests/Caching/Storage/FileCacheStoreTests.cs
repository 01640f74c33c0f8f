using System.Text;
using static Requests.Tests.Caching.Storage.StoredBodies;

namespace Requests.Tests.Caching.Storage;

/// <summary>Tests the folder of a cache: what is in it, who can read it, how large it becomes, and which folders it refuses.</summary>
public sealed class FileCacheStoreTests : IDisposable
{
    private static readonly CacheEncryptionKey Secret = CacheEncryptionKey.FromBytes(Encoding.ASCII.GetBytes("0123456789abcdef"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Two_stores_of_one_folder_see_each_other()
    {
        using var one = Open();
        using var other = Open();
        one.Store(Response());
        Assert.Single(other.FindRight());

        other.Remove(Key);
        Assert.Empty(one.Find(Key));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public void An_encrypted_folder_shows_neither_url_nor_head_nor_body(int length)
    {
        using (var store = Open(Secret)) store.Store(Response(length: length));

        var files = _folder.GetFiles("*", SearchOption.AllDirectories);
        Assert.Contains(files, static file => file.Length > 10);
        foreach (var file in files)
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName));
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
            Assert.DoesNotContain("mock.test", text, StringComparison.Ordinal);
            Assert.DoesNotContain("text/plain", text, StringComparison.Ordinal);
        }

        using var again = Open(Secret);
        Assert.Single(again.FindRight());
        Assert.Equal(Key, Assert.Single(again.GetAll()).Key);
    }

    [Fact]
    public void Without_encryption_the_secrets_of_a_url_are_not_written()
    {
        using var store = Open();
        store.Store(Response());

        foreach (var file in _folder.GetFiles("*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("query-secret", Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName)), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("query-secret", Assert.Single(store.GetAll()).Key, StringComparison.Ordinal);
        Assert.StartsWith("https://mock.test/a?token=", Assert.Single(store.GetAll()).Key, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_owner_can_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no permissions of Unix.");
        var path = Path.Combine(_folder.FullName, "cache");
        using var store = Open(path: path);
        store.Store(Response(length: 10));
        store.Store(Response(seed: 2, length: 100_000, vary: "b"));

        const UnixFileMode others = (UnixFileMode)0b111_111;
        foreach (var entry in Directory.GetFileSystemEntries(path, "*", SearchOption.AllDirectories).Append(path))
        {
            Assert.Equal(UnixFileMode.None, new FileInfo(entry).UnixFileMode & others);
        }
    }

    [Fact]
    public void A_folder_with_another_key_is_an_error_that_says_so()
    {
        Open(Secret).Dispose();
        var other = CacheEncryptionKey.FromBytes(new byte[32]);

        Assert.Contains("with another key", Assert.Throws<RequestCacheException>(() => Open(other)).Message, StringComparison.Ordinal);
        Assert.Contains("give its key", Assert.Throws<RequestCacheException>(() => Open()).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", $"{Secret}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_encryption_is_not_opened_with_a_key()
    {
        Open().Dispose();

        Assert.Contains("not encrypted", Assert.Throws<RequestCacheException>(() => Open(Secret)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_opens_the_folder_again()
    {
        using (var store = Open(CacheEncryptionKey.FromPassword("pass"))) store.Store(Response());
        using var again = Open(CacheEncryptionKey.FromPassword("pass"));

        Assert.Single(again.FindRight());
    }

    [Fact]
    public void A_folder_with_other_files_is_refused_and_unchanged()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "thesis.txt"), "text");

        Assert.Contains("thesis.txt", Assert.Throws<RequestCacheException>(() => Open()).Message, StringComparison.Ordinal);
        Assert.Equal("thesis.txt", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Signature: 8a477f597d28d172789f06886806bc55\n")]
    [InlineData("Signature: 8a477f597d28d172789f06886806bc55\n# Format: 2\n# Salt: zz\n")]
    [InlineData("Signature: 8a477f597d28d172789f06886806bc55\n# Format: 1\n# Salt: zz\n")]
    public void The_folder_of_another_program_or_version_is_refused(string marker)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "CACHEDIR.TAG"), marker);

        Assert.Throws<RequestCacheException>(() => Open());
    }

    [Fact]
    public void A_newer_format_is_named()
    {
        Open().Dispose();
        var marker = Path.Combine(_folder.FullName, "CACHEDIR.TAG");
        File.WriteAllText(marker, File.ReadAllText(marker).Replace("Format: 1", "Format: 7", StringComparison.Ordinal));

        Assert.Contains("format 7", Assert.Throws<RequestCacheException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_marker_is_written_anew_and_the_entries_are_no_longer_found()
    {
        using (var store = Open()) store.Store(Response());
        File.Delete(Path.Combine(_folder.FullName, "CACHEDIR.TAG"));

        using var again = Open();
        Assert.Empty(again.Find(Key));
    }

    [Fact]
    public void A_folder_that_is_deleted_meanwhile_is_created_anew()
    {
        var path = Path.Combine(_folder.FullName, "cache");
        using var store = Open(path: path);
        store.Store(Response());
        Directory.Delete(path, recursive: true);

        Assert.Empty(store.Find(Key));
        store.Store(Response(length: 100_000));
        Assert.Single(store.FindRight());
        using var other = Open(path: path);
        Assert.Single(other.FindRight());
    }

    [Fact]
    public void The_path_of_a_file_is_an_error()
    {
        var path = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(path, "");

        var error = Assert.Throws<RequestCacheException>(() => Open(path: path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_entries_that_were_not_used_for_the_longest_time_are_deleted()
    {
        var now = DateTime.UtcNow;
        using var store = Open(size: 1_000_000);
        for (var i = 0; i < 9; i++)
        {
            store.Store(Response($"https://mock.test/{i}", length: 100_000));
            foreach (var file in Find(store, i)) File.SetLastWriteTimeUtc(file, now - TimeSpan.FromHours(9 - i));
        }

        // The oldest is used, so it stays.
        Assert.True(store.HasRightBody(store.Find("https://mock.test/0")[0]));
        store.Store(Response("https://mock.test/9", length: 100_000));

        var left = Enumerable.Range(0, 10).Where(i => store.FindRight($"https://mock.test/{i}").Length == 1).ToArray();
        Assert.Contains(0, left);
        Assert.Contains(9, left);
        Assert.DoesNotContain(1, left);
        Assert.Equal(left.Order(), left);
        Assert.True(GetSize() <= 1_000_000, $"{GetSize()} bytes");
        Assert.Equal(GetSize(), ReadSize());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("123456789012345")]
    [InlineData("1234567890123456")]
    public void A_lost_or_wrong_size_is_counted_anew(string? content)
    {
        using var store = Open();
        for (var i = 0; i < 5; i++) store.Store(Response($"https://mock.test/{i}", length: i * 30_000));
        Assert.Equal(GetSize(), ReadSize());
        var path = store.Folder.SizeFile;
        if (content is null) File.Delete(path);
        else File.WriteAllText(path, content);

        store.Store(Response());
        Assert.Equal(GetSize(), ReadSize());
        store.Remove(Key);
        store.Store(Response("https://mock.test/1", length: 7));
        Assert.Equal(GetSize(), ReadSize());
    }

    [Fact]
    public void A_key_has_a_limited_number_of_variants()
    {
        using var store = Open();
        for (var i = 0; i < 60; i++) store.Store(Response(seed: i, length: 10, vary: $"{i}"));

        Assert.Equal(50, store.FindRight().Length);
        Assert.Equal("59-10", store.Find(Key)[0].Headers["ETag"]);
        Assert.Equal(GetSize(), ReadSize());
    }

    [Fact]
    public void Files_of_a_dead_writer_are_deleted_and_those_of_a_living_one_stay()
    {
        using var living = Open();
        using var writer = living.Create(Response(length: 200_000))!;
        writer.Write(new byte[200_000]);
        var temporary = Assert.Single(Directory.GetFiles(living.Folder.TemporaryFolder));
        var dead = Path.Combine(living.Folder.TemporaryFolder, "dead.tmp");
        File.WriteAllText(dead, "part");

        foreach (var file in new[] { temporary, dead }) File.SetLastWriteTimeUtc(file, DateTime.UtcNow - TimeSpan.FromHours(1));
        Open().Dispose();

        Assert.False(File.Exists(dead));
        Assert.True(File.Exists(temporary));
    }

    private static IEnumerable<string> Find(FileCacheStore store, int i) =>
        store.Folder.FindFiles(store.Folder.GetName($"https://mock.test/{i}"), "");

    private FileCacheStore Open(CacheEncryptionKey? key = null, string? path = null, long size = 10_000_000) =>
        new(path ?? _folder.FullName, size, key, TimeProvider.System);

    private long GetSize() => _folder.GetFiles("*", SearchOption.AllDirectories)
        .Where(static file => file.Extension is ".head" or ".body")
        .Sum(static file => file.Length);

    private long ReadSize() => BitConverter.ToInt64(File.ReadAllBytes(Path.Combine(_folder.FullName, "size")));
}
