namespace Requests;

/// <content>What the flow of a request asks of a jar. The work depends on the cookies of the one host, not of all.</content>
public sealed partial class CookieJar
{
    /// <summary>False when there is no cookie; to count those that have not expired would be to look at all.</summary>
    internal bool MayHoldAny => Volatile.Read(ref _count) > 0;

    /// <summary>
    /// How many cookies servers may keep of one registrable domain, unless the session says otherwise; browsers keep as many.
    /// </summary>
    internal const int UsualLimit = 180;

    /// <summary>Stores what a response sets, with the usual limit.</summary>
    /// <param name="url">The URL that responded.</param>
    /// <param name="setCookie">Its Set-Cookie headers.</param>
    internal IReadOnlyList<RequestCookie> Receive(string url, IReadOnlyList<string> setCookie) =>
        Receive(url, setCookie, UsualLimit, out _);

    /// <summary>Stores what a response sets, with a limit.</summary>
    /// <param name="url">The URL that responded.</param>
    /// <param name="setCookie">Its Set-Cookie headers.</param>
    /// <param name="limit">How many cookies servers may keep of one registrable domain; then the oldest are dropped.</param>
    /// <param name="dropped">How many were dropped.</param>
    internal IReadOnlyList<RequestCookie> Receive(string url, IReadOnlyList<string> setCookie, int limit, out int dropped) =>
        Receive(CookieOrigin.From(url), setCookie, limit, [], out dropped, refused: null);

    /// <summary>
    /// Stores what a response sets; returns the cookies that it was allowed to set, those it removed left out. What the caller has put in
    /// under the same name for whatever host is named goes to that host no more: the server's cookie is newer.
    /// </summary>
    /// <param name="origin">Where the response came from.</param>
    /// <param name="setCookie">Its Set-Cookie headers.</param>
    /// <param name="limit">How many cookies servers may keep of one registrable domain; then the oldest are dropped.</param>
    /// <param name="taken">Where the cookies that it set and removed are added, in its order.</param>
    /// <param name="dropped">How many were dropped.</param>
    /// <param name="refused">Is told why a cookie was not allowed, or null.</param>
    internal IReadOnlyList<RequestCookie> Receive(
        CookieOrigin origin, IReadOnlyList<string> setCookie, int limit, List<RequestCookie> taken, out int dropped, Action<string>? refused)
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
                    && Reaching(origin.Host).Any(existing => existing.Domain is not null && CookieRules.ShadowsSecure(existing, cookie)))
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

    /// <summary>Adds the cookies that go to a URL.</summary>
    /// <param name="target">Where the request goes.</param>
    /// <param name="callerHost">The host that the caller named: cookies without a domain go to it alone.</param>
    /// <param name="found">Where they are added.</param>
    internal void Collect(CookieOrigin target, string callerHost, List<RequestCookie> found)
    {
        lock (_lock)
        {
            if (_count == 0) return;
            var now = _time.GetUtcNow();
            var start = found.Count;
            HashSet<string>? own = null;
            foreach (var cookie in Reaching(target.Host))
            {
                var scoped = cookie.Domain is null ? cookie with { Domain = callerHost, HostOnly = true } : cookie;
                if (!CookieRules.GoesTo(scoped, target, now) || CookieRules.IsReplacedAt(cookie, target.Host)) continue;
                found.Add(cookie);
                if (cookie.Domain is null) (own ??= new(StringComparer.Ordinal)).Add(cookie.Name);
            }

            // What the caller has put in after the server did is newer.
            if (own is not null && found.FindIndex(start, one => one.IsReceived) >= 0)
            {
                found.RemoveAll(one => one.IsReceived && own.Contains(one.Name));
            }
        }
    }

    /// <summary>This jar without what servers have set or removed since; itself when that is nothing.</summary>
    /// <param name="newer">What they set and removed.</param>
    internal CookieJar Without(IReadOnlyCollection<RequestCookie> newer)
    {
        var names = newer.Select(cookie => cookie.Name).ToHashSet(StringComparer.Ordinal);
        if (!Snapshot().Any(cookie => names.Contains(cookie.Name))) return this;
        var rest = Copy();
        foreach (var cookie in newer)
        {
            rest.RemoveWhere(
                one => one.Domain is { } domain
                    && one.Name == cookie.Name
                    && (CookieRules.DomainMatches(domain, cookie.Domain!) || CookieRules.DomainMatches(cookie.Domain!, domain)));
            lock (rest._lock) rest.Replace(cookie);
        }

        return rest;
    }

    /// <summary>
    /// Keeps the cookies of a name that are for whatever host is named from the host of one that its server set or removed; the lock is
    /// held.
    /// </summary>
    /// <param name="newer">What the server set or removed.</param>
    private void Replace(RequestCookie newer)
    {
        if (_byDomain is null || !_byDomain.TryGetValue(Unscoped, out var cookies)) return;
        for (var i = 0; i < cookies.Count; i++)
        {
            if (cookies[i].Name != newer.Name
                || (cookies[i].ReplacedAt is { } known && Array.Exists(known, one => one.Domain == newer.Domain && one.HostOnly == newer.HostOnly)))
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

    /// <summary>The cookies of a host, of the domains above it, and of no domain; the lock is held.</summary>
    private IEnumerable<RequestCookie> Reaching(string host)
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
