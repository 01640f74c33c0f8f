namespace Requests;

/// <summary>
/// Keeps responses and reuses them as HTTP allows. It is a private cache: it can belong to several sessions, and reuses a response that is
/// not public for the same credentials only. It can be used from several threads at the same time.
/// </summary>
/// <remarks>RFC 9111, RFC 9110 section 13, RFC 5861, RFC 9211; requests-cache: <c>CachedSession</c>; CacheControl.</remarks>
public sealed partial class RequestCache : IDisposable
{
    private CacheDigests? _digests;

    /// <summary>Creates a cache. A folder of the settings is opened when the first request uses the cache.</summary>
    /// <param name="settings">The settings; null keeps up to 100 MiB in memory.</param>
    public RequestCache(RequestCacheSettings? settings = null) => Settings = settings ?? new RequestCacheSettings();

    /// <summary>Creates a cache with a store.</summary>
    /// <param name="store">The store; the cache disposes it.</param>
    /// <param name="settings">The settings.</param>
    internal RequestCache(ICacheStore store, RequestCacheSettings? settings = null)
        : this(settings) => _store = store;

    /// <summary>Gets the settings.</summary>
    public RequestCacheSettings Settings { get; }

    /// <summary>Gets the clock.</summary>
    internal TimeProvider Time { get; init; } = ProcessTime.Shared;

    /// <summary>Gets what computes the digests of the entries.</summary>
    internal CacheDigests Digests => _digests ?? Interlocked.CompareExchange(ref _digests, new CacheDigests(Store), null) ?? _digests;

    /// <summary>Gets the validations that run after a stale response was used.</summary>
    internal CacheValidations Validations { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => _store?.Dispose();
}
