namespace Requests;

/// <content>Lists and removes the responses of the cache.</content>
public sealed partial class RequestCache
{
    /// <summary>Returns the responses that the cache keeps, one by one and in no particular order.</summary>
    /// <param name="url">
    /// A pattern of the URLs with the wildcards <c>*</c> and <c>?</c>, such as <c>*/users*</c>; null, the default, is all. It is compared
    /// with <see cref="CachedResponse.Url"/>.
    /// </param>
    /// <exception cref="RequestCacheException">The folder of the cache cannot be read.</exception>
    public IEnumerable<CachedResponse> GetResponses(string? url = null)
    {
        var pattern = url is null ? null : new CacheTimeToLive(url, timeToLive: null);
        foreach (var stored in Store.GetAll())
        {
            var response = Describe(stored);
            if (pattern is null || pattern.Matches(response.Url)) yield return response;
        }
    }

    /// <summary>Removes a response. It is not an error if it is gone already.</summary>
    /// <param name="response">A response of <see cref="GetResponses"/>.</param>
    /// <exception cref="RequestCacheException">The folder of the cache cannot be written.</exception>
    public void Remove(CachedResponse response) => Store.Remove(response.Stored);

    /// <summary>Removes all responses.</summary>
    /// <exception cref="RequestCacheException">The folder of the cache cannot be written.</exception>
    public void Clear() => Store.Clear();

    /// <summary>Returns a text such as <c>&lt;RequestCache memory&gt;</c>, or with the path of the folder.</summary>
    public override string ToString() => $"<RequestCache {Settings.Path ?? "memory"}>";

    private CachedResponse Describe(StoredResponse stored)
    {
        var now = Time.GetUtcNow();
        var lifetime = FreshnessRules.GetLifetime(stored, CacheDirectives.Parse(stored.Headers), Settings);
        var rest = lifetime.GetRest(FreshnessRules.GetAge(stored, lifetime.Source, now));
        var isUnlimited = rest > DateTimeOffset.MaxValue - now;
        return new CachedResponse(stored)
        {
            Expires = isUnlimited ? null : rest < DateTimeOffset.MinValue - now ? DateTimeOffset.MinValue : now + rest,
            IsExpired = rest <= TimeSpan.Zero || now < stored.ResponseTime,
        };
    }
}
