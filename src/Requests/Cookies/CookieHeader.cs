namespace Requests;

/// <summary>Creates the Cookie header of a request from the jars of the session and of the call.</summary>
/// <remarks>requests: <c>get_cookie_header</c>; RFC 6265bis section 5.8.3.</remarks>
internal static class CookieHeader
{
    /// <summary>Returns whether a request may need the header. Most calls have no cookies, and save the work.</summary>
    /// <param name="session">The jar of the session, or null.</param>
    /// <param name="call">The jar of the call, or null.</param>
    internal static bool MayBeNeeded(CookieJar? session, CookieJar? call) =>
        session is { HasStoredCookies: true } || call is { HasStoredCookies: true };

    /// <summary>Creates the value of the header.</summary>
    /// <param name="target">The origin of the request.</param>
    /// <param name="callerUrl">
    /// The URL of the call: cookies without a domain are sent to its host only; null when it is the URL of the request.
    /// </param>
    /// <param name="session">The jar of the session, or null.</param>
    /// <param name="call">The jar of the call, or null; its cookies replace those of the session with the same name.</param>
    /// <returns>The value, or null when no cookie is sent.</returns>
    internal static string? Compose(CookieOrigin target, string? callerUrl, CookieJar? session, CookieJar? call)
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

    /// <summary>Replaces the header of a request that follows another one.</summary>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="target">The origin of the request.</param>
    /// <param name="callerUrl">The URL of the call.</param>
    /// <param name="session">The jar of the session.</param>
    /// <param name="call">The jar of the call, or null.</param>
    internal static void Rewrite(HeaderDictionary headers, CookieOrigin target, string callerUrl, CookieJar session, CookieJar? call)
    {
        if (Compose(target, callerUrl, session, call) is { } cookies) headers["Cookie"] = cookies;
        else headers.Remove("Cookie");
    }

    /// <summary>Updates a Cookie header that the caller set by hand with the cookies that servers have set and removed since.</summary>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="target">The origin of the request.</param>
    /// <param name="newer">The cookies that servers have set and removed in this exchange, in this order.</param>
    internal static void Join(HeaderDictionary headers, CookieOrigin target, IReadOnlyCollection<RequestCookie> newer)
    {
        var names = newer.Where(cookie => CookieRules.CoversHost(cookie, target.Host))
            .Select(cookie => cookie.Name)
            .ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0) return;
        var kept = (headers["Cookie"] ?? "")
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => !names.Contains(GetName(pair)))
            .ToList();
        if (Compose(target, callerUrl: null, new CookieJar(newer), call: null) is { } set) kept.Add(set);
        if (kept.Count > 0) headers["Cookie"] = string.Join("; ", kept);
        else headers.Remove("Cookie");
    }

    private static string GetName(string pair) =>
        pair.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? pair[..equals].TrimEnd() : "";

    /// <summary>Longer paths first, then older cookies, the session's before the call's.</summary>
    private static string Write(List<RequestCookie> cookies, int own)
    {
        var call = cookies.Take(own).ToHashSet(ReferenceEqualityComparer.Instance);
        var sorted = cookies.OrderByDescending(cookie => cookie.Path.Length).ThenBy(call.Contains).ThenBy(cookie => cookie.Order);
        return string.Join("; ", sorted.Select(cookie => cookie.Name.Length == 0 ? cookie.Value : $"{cookie.Name}={cookie.Value}"));
    }
}
