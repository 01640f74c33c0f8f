namespace Requests;

/// <summary>The Cookie header of a request, from the jars that may have a say.</summary>
/// <remarks>requests: <c>get_cookie_header</c>; RFC 6265bis section 5.8.3.</remarks>
internal static class CookieHeader
{
    /// <summary>The header's value, or null when no cookie goes there.</summary>
    /// <param name="request">The request.</param>
    /// <param name="callerUrl">The URL that the caller named: cookies put in without a domain go to its host alone; null when it is the request's.</param>
    /// <param name="session">The session's jar, or null.</param>
    /// <param name="call">The call's own jar, or null; a name in it wins over the session's.</param>
    internal static string? Compose(PreparedRequest request, string? callerUrl, CookieJar? session, CookieJar? call)
    {
        // Most calls have none, and pay nothing.
        return session is { MayHoldAny: true } || call is { MayHoldAny: true } ? Choose(CookieOrigin.From(request), callerUrl, session, call) : null;
    }

    private static string? Choose(CookieOrigin target, string? callerUrl, CookieJar? session, CookieJar? call)
    {
        var callerHost = callerUrl is null ? target.Host : CookieOrigin.From(callerUrl).Host;
        var cookies = new List<RequestCookie>();
        call?.Collect(target, callerHost, cookies);
        var own = cookies.Count;
        session?.Collect(target, callerHost, cookies);
        for (var i = cookies.Count - 1; i >= own; i--)
        {
            if (cookies.FindIndex(0, own, mine => mine.Name == cookies[i].Name) >= 0) cookies.RemoveAt(i);
        }

        return cookies.Count == 0 ? null : Write(cookies, own);
    }

    /// <summary>Writes the header of a request that follows another one anew.</summary>
    /// <param name="request">The request.</param>
    /// <param name="callerUrl">The URL that the caller named.</param>
    /// <param name="session">The session's jar.</param>
    /// <param name="call">The call's own jar, or null.</param>
    internal static void Rewrite(PreparedRequest request, string callerUrl, CookieJar session, CookieJar? call)
    {
        if (Compose(request, callerUrl, session, call) is { } cookies) request.Headers["Cookie"] = cookies;
        else request.Headers.Remove("Cookie");
    }

    /// <summary>Brings a Cookie header that the caller wrote by hand up to what the server has set and removed since.</summary>
    /// <param name="request">The request.</param>
    /// <param name="newer">What servers have set and removed in this exchange, in this order.</param>
    internal static void Join(PreparedRequest request, IReadOnlyCollection<RequestCookie> newer)
    {
        var host = CookieOrigin.From(request).Host;
        var names = newer.Where(cookie => CookieRules.ReachesHost(cookie, host)).Select(cookie => cookie.Name).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0) return;
        var kept = (request.Headers["Cookie"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(pair => !names.Contains(GetName(pair))).ToList();
        if (Compose(request, callerUrl: null, new CookieJar(newer), call: null) is { } set) kept.Add(set);
        if (kept.Count > 0) request.Headers["Cookie"] = string.Join("; ", kept);
        else request.Headers.Remove("Cookie");
    }

    private static string GetName(string pair) => pair.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? pair[..equals].TrimEnd() : "";

    /// <summary>Longer paths first, then older cookies, the session's before the call's.</summary>
    private static string Write(List<RequestCookie> cookies, int own)
    {
        var call = cookies.Take(own).ToHashSet(ReferenceEqualityComparer.Instance);
        var sorted = cookies.OrderByDescending(cookie => cookie.Path.Length).ThenBy(call.Contains).ThenBy(cookie => cookie.Order);
        return string.Join("; ", sorted.Select(cookie => cookie.Name.Length == 0 ? cookie.Value : $"{cookie.Name}={cookie.Value}"));
    }
}
