namespace Requests;

/// <summary>Decides whether a response is stored, and which of its header fields.</summary>
/// <remarks>RFC 9111 section 3.</remarks>
internal static class StorageRules
{
    // The fields that describe a connection, or are for a proxy (RFC 9111 section 3.1).
    private static readonly HashSet<string> ConnectionFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization", "TE",
        "Transfer-Encoding", "Upgrade", "Trailer",
    };

    /// <summary>Creates the entry for a response; returns null where the response is not stored.</summary>
    /// <param name="request">The request.</param>
    /// <param name="received">The response.</param>
    /// <param name="settings">The settings of the cache.</param>
    /// <param name="isPlainText">Whether others can read the store.</param>
    internal static StoredResponse? Create(
        CacheRequest request,
        ReceivedResponse received,
        RequestCacheSettings settings,
        bool isPlainText)
    {
        var headers = received.Headers;
        var directives = CacheDirectives.Parse(headers);
        if (request.Method is not ("GET" or "HEAD") || request.Directives.NoStore) return null;
        if (CacheableStatuses.IsNeverStored(received.StatusCode)) return null;
        if (IsForbidden(request, received.StatusCode, directives, settings) || IsEndless(headers)) return null;
        if (VaryRules.GetNames(headers) is not { } names) return null;
        var stored = new StoredResponse
        {
            Key = request.Key,
            BodyId = Guid.NewGuid(),
            Method = request.Method,
            StatusCode = received.StatusCode,
            Reason = received.Reason,
            HttpVersion = received.HttpVersion,
            Headers = SelectFields(headers, hidesSecrets: HidesSecrets(isPlainText, settings)),
            RequestTime = received.RequestTime,
            ResponseTime = received.ResponseTime,
            VaryNames = names,
            VaryDigest = request.GetVaryDigest(names),
        };

        var lifetime = FreshnessRules.GetLifetime(stored, directives, settings);
        if (!IsUseful(stored, directives, lifetime, settings)) return null;
        stored = Assign(stored, request, directives, lifetime, settings);
        return stored.IsPersonal && isPlainText && !settings.AllowAuthenticated ? null : stored;
    }

    /// <summary>Returns whether fields that are secret by their name are not stored, because others can read the store.</summary>
    /// <param name="isPlainText">Whether the store is not encrypted.</param>
    /// <param name="settings">The settings of the cache.</param>
    internal static bool HidesSecrets(bool isPlainText, RequestCacheSettings settings) => isPlainText && !settings.AllowAuthenticated;

    /// <summary>
    /// Returns whether a response that was validated may stay in the store. One for all users that is private now has no user: it is
    /// received anew.
    /// </summary>
    /// <param name="response">The response with the headers of the validation.</param>
    /// <param name="settings">The settings of the cache.</param>
    internal static bool MayKeep(StoredResponse response, RequestCacheSettings settings) =>
        !(response.Directives.Private && response.CredentialsDigest.Length == 0)
        && (!response.Directives.NoStore || IgnoresNoStore(response.Url, response.StatusCode, response.Directives, settings));

    /// <summary>Copies the fields of a response that are stored.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="hidesSecrets">Whether fields that are secret by their name are left out, such as Set-Cookie.</param>
    internal static HeaderDictionary SelectFields(HeaderDictionary headers, bool hidesSecrets = false)
    {
        var stored = headers.Copy();
        foreach (var name in ConnectionFields) stored.Remove(name);
        foreach (var name in HeaderParameters.Split(headers["Connection"] ?? "", ',')) stored.Remove(name);
        if (!hidesSecrets) return stored;
        foreach (var name in stored.Keys)
        {
            if (stored.IsSecret(name)) stored.Remove(name);
        }

        return stored;
    }

    /// <summary>Returns whether a field belongs to the connection and not to the response.</summary>
    /// <param name="name">The name.</param>
    internal static bool IsConnectionField(string name) => ConnectionFields.Contains(name);

    private static bool IsForbidden(CacheRequest request, int status, CacheDirectives directives, RequestCacheSettings settings)
    {
        var url = StoredResponse.GetUrl(request.Key);
        if (settings.FindTimeToLive(url) is { TimeToLive: null }) return true;
        return directives.NoStore && !IgnoresNoStore(url, status, directives, settings);
    }

    private static bool IgnoresNoStore(string url, int status, CacheDirectives directives, RequestCacheSettings settings) =>
        (directives.MustUnderstand && CacheableStatuses.IsUnderstood(status))
            || (settings.IgnoreNoStore && settings.FindTimeToLive(url) is { TimeToLive: not null });

    /// <summary>Returns whether a body does not end by itself, as a stream of events does not.</summary>
    private static bool IsEndless(HeaderDictionary headers) =>
        headers["Content-Type"]?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Returns whether the response can be used later: while it is fresh, after a validation, or in place of a failure.</summary>
    private static bool IsUseful(
        StoredResponse response,
        CacheDirectives directives,
        CacheLifetime lifetime,
        RequestCacheSettings settings)
    {
        if (lifetime.Source == CacheLifetimeSource.Heuristic
            && !CacheableStatuses.IsHeuristicallyCacheable(response.StatusCode)
            && !directives.Public
            && !directives.Private) return false;
        if (lifetime.Time != TimeSpan.Zero || ValidationRules.HasValidator(response)) return true;
        if (settings.StaleIfError is not null && CacheableStatuses.AllowsTimeToLive(response.StatusCode)) return true;
        return lifetime.Source == CacheLifetimeSource.Server
            && (directives.StaleIfError is not null || directives.StaleWhileRevalidate is not null);
    }

    /// <summary>Sets for which credentials and which cookies a response may be reused.</summary>
    /// <remarks>
    /// RFC 9111 section 3.5. Cookies select a user as well, but servers also set some that change all the time and mean nothing. They count
    /// where the server calls the response private, and where the lifetime is not the server's.
    /// </remarks>
    private static StoredResponse Assign(
        StoredResponse response,
        CacheRequest request,
        CacheDirectives directives,
        CacheLifetime lifetime,
        RequestCacheSettings settings)
    {
        if (!directives.Private && (directives.Public || directives.HasSharedMaxAge)) return response;
        var anyCookies = settings.IgnoreCookies
            || (lifetime.Source == CacheLifetimeSource.Server && !directives.Private && !directives.NoCache);
        return response.For(request.CredentialsDigest, anyCookies ? "" : request.CookiesDigest);
    }
}
