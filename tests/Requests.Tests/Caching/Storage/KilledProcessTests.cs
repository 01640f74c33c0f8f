using System.Globalization;
using static Requests.Tests.Caching.Storage.StoredBodies;

namespace Requests.Tests.Caching.Storage;

/// <summary>Tests a cache that several processes write, of which one after the other is killed.</summary>
public sealed class KilledProcessTests : IDisposable
{
    // 200 in a long run, as the variable says; the steps of a writer one by one are in KilledWriterTests.
    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("REQUESTS_KILLS"), CultureInfo.InvariantCulture, out var count) ? count : 12;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void No_wrong_response_is_found_after_any_kill()
    {
        var program = Path.GetFileName(Environment.ProcessPath);
        Assert.SkipUnless(program is "Requests.Tests" or "Requests.Tests.exe", "The tests run in another program.");
        using var reader = new FileCacheStore(_folder.FullName, 600_000, key: null, TimeProvider.System);
        var found = 0;
        for (var killed = 0; killed < Kills; killed += 2)
        {
            using (var one = CacheWriterProcess.Start(_folder.FullName))
            using (var other = CacheWriterProcess.Start(_folder.FullName))
            {
                one.WaitForEntry();
                other.WaitForEntry();

                // Both write on, and are killed in the midst of it.
                for (var i = 0; i <= killed % 5; i++) one.WaitForEntry();
                for (var i = 0; i < CacheWriterProcess.Keys; i++) found += reader.FindRight(CacheWriterProcess.GetKey(i)).Length;
            }

            for (var i = 0; i < CacheWriterProcess.Keys; i++) found += reader.FindRight(CacheWriterProcess.GetKey(i)).Length;
            Assert.True(found > 0, "The writers have stored nothing.");
        }
    }
}
