namespace Requests;

/// <content>What the flow of a request asks of a jar. The work depends on the cookies of the one host, not of all.</content>
public sealed partial class CookieJar
{
    /// <summary>False when there is no cookie; to count those that have not expired would be to look at all.</summary>
    internal bool MayHoldAny => Volatile.Read(ref _count) > 0;

    /// <summary>How many cookies servers may keep of one registrable domain, unless the session says otherwise; browsers keep as many.</summary>
    internal const int UsualLimit = 180;

    /// <summary>Stores what a response sets, with the usual limit.</summary>
    /// <param name="url">The URL that responded.</param>
    /// <param name="setCookie">Its Set-Cookie headers.</param>
    internal IReadOnlyList<RequestCookie> Receive(string url, IReadOnlyList<string> setCookie) => Receive(url, setCookie, UsualLimit, out _);

    /// <summary>Stores what a response sets; returns the cookies that it was allowed to set, those it removed left out.</summary>
    /// <param name="url">The URL that responded.</param>
    /// <param name="setCookie">Its Set-Cookie headers.</param>
    /// <param name="limit">How many cookies servers may keep of one registrable domain; then the oldest are dropped.</param>
    /// <param name="dropped">How many were dropped.</param>
    internal IReadOnlyList<RequestCookie> Receive(string url, IReadOnlyList<string> setCookie, int limit, out int dropped)
    {
        dropped = 0;
        var origin = CookieOrigin.Of(url);
        var now = _time.GetUtcNow();
        var accepted = new List<RequestCookie>(Math.Min(setCookie.Count, limit));
        foreach (var header in setCookie)
        {
            if (SetCookieParser.Parse(header, origin, now, out _) is not { } cookie) continue;
            cookie = cookie with { IsReceived = true };
            lock (_lock)
            {
                if (!origin.IsSecure && Reaching(origin.Host).Any(existing => existing.Domain is not null && CookieRules.ShadowsSecure(existing, cookie))) continue;
                Store(cookie);
                if (_count > limit) dropped += DropOldest(cookie.Domain!, limit);
            }

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
            foreach (var cookie in Reaching(target.Host))
            {
                var scoped = cookie.Domain is null ? cookie with { Domain = callerHost, HostOnly = true } : cookie;
                if (CookieRules.GoesTo(scoped, target, now)) found.Add(cookie);
            }
        }
    }

    /// <summary>This jar without the names that others have; itself when there are none.</summary>
    /// <param name="newer">The others.</param>
    internal CookieJar Without(IReadOnlyCollection<RequestCookie> newer)
    {
        var names = newer.Select(cookie => cookie.Name).ToHashSet(StringComparer.Ordinal);
        if (!Snapshot().Any(cookie => names.Contains(cookie.Name))) return this;
        var rest = new CookieJar(_time);
        rest.Update(Snapshot().Where(cookie => !names.Contains(cookie.Name)));
        return rest;
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
