namespace Requests;

/// <summary>Decides whether a stored response is used for a request.</summary>
/// <remarks>RFC 9111 sections 4 and 5.2.1, RFC 5861.</remarks>
internal static class ReuseRules
{
    /// <summary>Decides what happens to a request.</summary>
    /// <param name="request">The request: GET or HEAD.</param>
    /// <param name="stored">The stored responses of its key, newest first.</param>
    /// <param name="settings">The settings of the cache.</param>
    /// <param name="now">The time.</param>
    internal static CacheDecision Decide(
        CacheRequest request,
        IReadOnlyList<StoredResponse> stored,
        RequestCacheSettings settings,
        DateTimeOffset now)
    {
        if (Find(request, stored) is not { } found)
        {
            return request.Directives.OnlyIfCached
                ? new CacheDecision(CacheAction.Refuse)
                : new CacheDecision(CacheAction.Forward) { Reason = stored.Count == 0 ? "uri-miss" : "vary-miss" };
        }

        var decision = Judge(request, found, settings, now);
        return decision.Action != CacheAction.Reuse && request.Directives.OnlyIfCached
            ? decision with { Action = CacheAction.Refuse }
            : decision;
    }

    /// <summary>Returns whether a stored response is for the credentials of a request.</summary>
    /// <param name="response">The response.</param>
    /// <param name="request">The request.</param>
    internal static bool HasSameCredentials(StoredResponse response, CacheRequest request) =>
        response.CredentialsDigest.Length == 0 || response.CredentialsDigest == request.CredentialsDigest;

    /// <summary>Returns whether a stale response may replace a failure.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The stored response.</param>
    /// <param name="settings">The settings of the cache.</param>
    /// <param name="now">The time.</param>
    /// <remarks>RFC 5861 section 4: the directive can be in the response and in the request.</remarks>
    internal static bool AllowsStaleIfError(
        CacheRequest request,
        StoredResponse response,
        RequestCacheSettings settings,
        DateTimeOffset now)
    {
        var directives = response.Directives;
        if (directives.MustRevalidate || directives.NoCache || request.RequiresValidation || request.Directives.NoCache) return false;
        var lifetime = FreshnessRules.GetLifetime(response, directives, settings);
        var staleness = -lifetime.GetRest(FreshnessRules.GetAge(response, lifetime.Source, now));
        if (settings.StaleIfError == Timeout.InfiniteTimeSpan) return true;
        return staleness <= (settings.StaleIfError ?? TimeSpan.MinValue)
            || staleness <= (directives.StaleIfError ?? TimeSpan.MinValue)
            || staleness <= (request.Directives.StaleIfError ?? TimeSpan.MinValue);
    }

    /// <summary>Returns whether a stored response was stored for a request such as this: its credentials, cookies and headers.</summary>
    /// <param name="response">The response.</param>
    /// <param name="request">The request.</param>
    internal static bool IsFor(StoredResponse response, CacheRequest request) =>
        HasSameCredentials(response, request) && HasSameCookies(response, request) && VaryRules.Matches(response, request);

    private static bool HasSameCookies(StoredResponse response, CacheRequest request) =>
        response.CookiesDigest.Length == 0 || response.CookiesDigest == request.CookiesDigest;

    private static StoredResponse? Find(CacheRequest request, IReadOnlyList<StoredResponse> stored)
    {
        StoredResponse? head = null;
        for (var i = 0; i < stored.Count; i++)
        {
            var response = stored[i];
            if (!IsFor(response, request)) continue;
            if (response.Method == "GET") return response;
            if (request.Method == "HEAD") head ??= response;
        }

        return head;
    }

    private static CacheDecision Judge(CacheRequest request, StoredResponse response, RequestCacheSettings settings, DateTimeOffset now)
    {
        var lifetime = FreshnessRules.GetLifetime(response, response.Directives, settings);
        var age = FreshnessRules.GetAge(response, lifetime.Source, now);
        var rest = lifetime.GetRest(age);

        // A clock that was set back would make everything that was stored before fresh for as long as it was set back.
        var isFresh = rest > TimeSpan.Zero && now >= response.ResponseTime;
        var decision = new CacheDecision(CacheAction.Validate) { Response = response, Age = age, Rest = rest };
        var limits = request.Directives;
        if (request.RequiresValidation || limits.NoCache) return decision with { Reason = "request" };
        if (limits.MaxAge < age || (isFresh && limits.MinFresh > rest)) return decision with { Reason = isFresh ? "request" : "stale" };
        if (isFresh) return decision with { Action = CacheAction.Reuse };
        decision = decision with { Reason = "stale" };
        if (response.Directives.MustRevalidate || response.Directives.NoCache || now < response.ResponseTime) return decision;
        if (limits.MaxStale >= -rest) return decision with { Action = CacheAction.Reuse };
        return limits.MinFresh is null && response.Directives.StaleWhileRevalidate >= -rest
            ? decision with { Action = CacheAction.ReuseAndValidate }
            : decision;
    }
}
