namespace Requests;

/// <content>The store of the cache.</content>
public sealed partial class RequestCache
{
    private const long DefaultMemory = 100L * 1024 * 1024;
    private const long DefaultFolder = 1024L * 1024 * 1024;

    private ICacheStore? _store;

    /// <summary>Gets the store; it is opened at first use.</summary>
    /// <exception cref="RequestCacheException">The folder of the settings cannot be used.</exception>
    internal ICacheStore Store => _store ?? Interlocked.CompareExchange(ref _store, OpenStore(), null) ?? _store;

    /// <summary>Opens the store now, and not with the first request.</summary>
    /// <exception cref="RequestCacheException">The folder of the settings cannot be used.</exception>
    public void Open() => _ = Store;

    private ICacheStore OpenStore() => Settings.Path is { } path
        ? new FileCacheStore(System.IO.Path.GetFullPath(path), Settings.MaximumSize ?? DefaultFolder, Settings.EncryptionKey, Time)
        : new MemoryCacheStore(Settings.MaximumSize ?? DefaultMemory);
}
