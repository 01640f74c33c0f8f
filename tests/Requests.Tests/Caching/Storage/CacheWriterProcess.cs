using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using static Requests.Tests.Caching.Storage.StoredBodies;

namespace Requests.Tests.Caching.Storage;

/// <summary>
/// Represents another process that writes into the folder of a cache until it is killed. It is this program: with a variable of the
/// environment it writes in place of running tests.
/// </summary>
internal sealed class CacheWriterProcess : IDisposable
{
    internal const int Keys = 4;

    private const string Variable = "REQUESTS_TEST_CACHE";

    private readonly Process _process;

    private CacheWriterProcess(Process process) => _process = process;

    /// <summary>Starts a writer and waits until it has written once.</summary>
    internal static CacheWriterProcess Start(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.Environment[Variable] = folder;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        return new CacheWriterProcess(Process.Start(start)!);
    }

    /// <summary>Waits for the next line that the writer prints after an entry.</summary>
    internal void WaitForEntry() =>
        Assert.Equal("entry", _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult());

    /// <summary>Kills the writer, wherever it is.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    internal static string GetKey(int i) => $"https://mock.test/{i % Keys}";

#pragma warning disable CA2255 // The initializer is what makes this program a writer.
    [ModuleInitializer]
    internal static void WriteIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder) Write(folder);
    }
#pragma warning restore CA2255

    [DoesNotReturn]
    private static void Write(string folder)
    {
        using var output = Console.OpenStandardOutput();
        int[] lengths = [10, 70_000, 1000, 140_000, 60_000];
        using var store = new FileCacheStore(folder, 600_000, key: null, TimeProvider.System);
        for (var i = Environment.ProcessId; ; i++)
        {
            var key = GetKey(i);
            store.Store(Response(key, i, lengths[i % lengths.Length]));
            if (store.Find(key) is [var stored, ..]) store.Update(stored);
            output.Write("entry\n"u8);
            output.Flush();
        }
    }
}
