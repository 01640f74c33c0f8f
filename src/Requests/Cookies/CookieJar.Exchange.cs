namespace Requests;

/// <content>The operations of an exchange. Their cost depends on the cookies of one host, not on all cookies.</content>
public sealed partial class CookieJar
{
    /// <summary>
    /// Gets a value that indicates whether the jar has cookies, expired ones included. Counting the others would read all cookies.
    /// </summary>
    internal bool HasStoredCookies => Volatile.Read(ref _count) > 0;

    /// <summary>
    /// The largest number of cookies that servers may set for one registrable domain, unless the session sets another. Browsers use the
    /// same number.
    /// </summary>
    internal const int DefaultLimit = 180;

    /// <summary>Stores the cookies of a response, with the usual limit.</summary>
    /// <param name="url">The URL of the response.</param>
    /// <param name="setCookie">The Set-Cookie headers of the response.</param>
    internal IReadOnlyList<RequestCookie> Receive(string url, IReadOnlyList<string> setCookie) =>
        Receive(url, setCookie, DefaultLimit, out _);

    /// <summary>Stores the cookies of a response, with a limit.</summary>
    /// <param name="url">The URL of the response.</param>
    /// <param name="setCookie">The Set-Cookie headers of the response.</param>
    /// <param name="limit">The largest number of cookies for one registrable domain; the oldest are dropped.</param>
    /// <param name="dropped">The number of cookies that were dropped.</param>
    internal IReadOnlyList<RequestCookie> Receive(string url, IReadOnlyList<string> setCookie, int limit, out int dropped) =>
        Receive(CookieOrigin.From(url), setCookie, limit, [], out dropped, refused: null);

    /// <summary>
    /// Stores the cookies of a response and returns those that it was allowed to set, without those that it removed. A cookie of the caller
    /// with the same name and without a domain is no longer sent to that host, because the server's cookie is newer.
    /// </summary>
    /// <param name="origin">The origin of the response.</param>
    /// <param name="setCookie">The Set-Cookie headers of the response.</param>
    /// <param name="limit">The largest number of cookies for one registrable domain; the oldest are dropped.</param>
    /// <param name="taken">The list that the set and removed cookies are added to, in the order of the response.</param>
    /// <param name="dropped">The number of cookies that were dropped.</param>
    /// <param name="refused">Receives the reason why a cookie was not allowed, or null.</param>
    internal IReadOnlyList<RequestCookie> Receive(
        CookieOrigin origin,
        IReadOnlyList<string> setCookie,
        int limit,
        List<RequestCookie> taken,
        out int dropped,
        Action<string>? refused)
    {
        dropped = 0;
        var now = _time.GetUtcNow();
        var accepted = new List<RequestCookie>(Math.Min(setCookie.Count, limit));
        foreach (var header in setCookie)
        {
            if (SetCookieParser.Parse(header, origin, now, out var reason) is not { } cookie)
            {
                refused?.Invoke(reason!);
                continue;
            }

            cookie = cookie with { IsReceived = true };
            lock (_lock)
            {
                if (!origin.IsTrusted
                    && FindForHost(origin.Host)
                        .Any(existing => existing.Domain is not null && CookieRules.OverwritesSecure(existing, cookie)))
                {
                    refused?.Invoke("a Secure cookie of that name is there, which http cannot replace");
                    continue;
                }

                Store(cookie);
                Replace(cookie);
                if (_count > limit) dropped += DropOldest(cookie.Domain!, limit);
            }

            taken.Add(cookie);
            if (taken.Count > 4 * (long)limit) taken.RemoveRange(0, taken.Count - (2 * limit));
            if (!CookieRules.IsExpired(cookie, now)) accepted.Add(cookie);
            if (accepted.Count > 2 * (long)limit) accepted.RemoveRange(0, accepted.Count - limit);
        }

        if (accepted.Count > limit) accepted.RemoveRange(0, accepted.Count - limit);
        return accepted;
    }

    /// <summary>Collects the cookies that are sent to a URL.</summary>
    /// <param name="target">The origin of the request.</param>
    /// <param name="callerHost">The host that the caller requested; cookies without a domain are sent only to it.</param>
    /// <param name="found">The list that the cookies are added to.</param>
    internal void Collect(CookieOrigin target, string callerHost, List<RequestCookie> found)
    {
        lock (_lock)
        {
            if (_count == 0) return;
            var now = _time.GetUtcNow();
            var start = found.Count;
            HashSet<string>? own = null;
            foreach (var cookie in FindForHost(target.Host))
            {
                var scoped = cookie.Domain is null ? cookie with { Domain = callerHost, HostOnly = true } : cookie;
                if (!CookieRules.IsSentTo(scoped, target, now) || CookieRules.IsReplacedAt(cookie, target.Host)) continue;
                found.Add(cookie);
                if (cookie.Domain is null) (own ??= new(StringComparer.Ordinal)).Add(cookie.Name);
            }

            // A cookie that the caller set after the server is newer.
            if (own is not null && found.FindIndex(start, cookie => cookie.IsReceived) >= 0)
            {
                found.RemoveAll(cookie => cookie.IsReceived && own.Contains(cookie.Name));
            }
        }
    }

    /// <summary>
    /// Returns the jar without the cookies that servers have set or removed since; returns this jar when it has none of them.
    /// </summary>
    /// <param name="newer">The cookies that servers set or removed.</param>
    internal CookieJar Without(IReadOnlyCollection<RequestCookie> newer)
    {
        var names = newer.Select(cookie => cookie.Name).ToHashSet(StringComparer.Ordinal);
        if (!Snapshot().Any(cookie => names.Contains(cookie.Name))) return this;
        var rest = Copy();
        foreach (var cookie in newer)
        {
            rest.RemoveWhere(
                existing => existing.Domain is { } domain
                    && existing.Name == cookie.Name
                    && (CookieRules.DomainMatches(domain, cookie.Domain!) || CookieRules.DomainMatches(cookie.Domain!, domain)));
            lock (rest._lock) rest.Replace(cookie);
        }

        return rest;
    }

    /// <summary>
    /// Excludes a host from the cookies without a domain that have the name of a cookie that its server set or removed. The caller holds
    /// the lock.
    /// </summary>
    /// <param name="newer">The cookie that the server set or removed.</param>
    private void Replace(RequestCookie newer)
    {
        if (_byDomain is null || !_byDomain.TryGetValue(Unscoped, out var cookies)) return;
        for (var i = 0; i < cookies.Count; i++)
        {
            if (cookies[i].Name != newer.Name
                || (cookies[i].ReplacedAt is { } known
                    && Array.Exists(known, cookie => cookie.Domain == newer.Domain && cookie.HostOnly == newer.HostOnly)))
            {
                continue;
            }

            cookies.SetAt(
                i,
                cookies[i] with
                {
                    ReplacedAt =
                    [
                        .. cookies[i].ReplacedAt ?? [],
                        new RequestCookie(newer.Name, "") { Domain = newer.Domain, HostOnly = newer.HostOnly },
                    ],
                });
        }
    }

    /// <summary>Enumerates the cookies of a host, of its parent domains, and without a domain. The caller holds the lock.</summary>
    private IEnumerable<RequestCookie> FindForHost(string host)
    {
        if (_byDomain is null) yield break;
        if (_byDomain.TryGetValue(Unscoped, out var unscoped)) foreach (var cookie in unscoped) yield return cookie;
        for (var domain = host; domain.Length > 0;)
        {
            if (_byDomain.TryGetValue(domain, out var cookies)) foreach (var cookie in cookies) yield return cookie;
            var dot = domain.IndexOf('.', StringComparison.Ordinal);
            domain = dot < 0 ? "" : domain[(dot + 1)..];
        }
    }
}
