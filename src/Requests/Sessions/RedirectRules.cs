namespace Requests;

/// <summary>Defines the rules of redirects: the target and the request that is sent to it. It sends nothing.</summary>
/// <remarks>requests: <c>SessionRedirectMixin</c>.</remarks>
internal static class RedirectRules
{
    // The headers that describe a body, in addition to all Content- headers.
    private static readonly HashSet<string> BodyHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Digest",
        "Repr-Digest",
        "Last-Modified",
        "Transfer-Encoding",
        "Trailer",
        "Expect",
    };

    /// <summary>Returns the target as the server sent it, or null when the response is not a redirect or names no target.</summary>
    /// <param name="response">The response.</param>
    /// <remarks>
    /// requests: <c>get_redirect_target</c>. Servers send UTF-8 where HTTP specifies Latin-1. When there are two different targets,
    /// neither is followed, because an attacker may have added one.
    /// </remarks>
    internal static string? GetTarget(Response response)
    {
        if (!response.IsRedirect || response.Headers.GetValues("Location") is not { Count: > 0 } locations || locations[0].Length == 0)
        {
            return null;
        }

        return HasSeveralTargets(response) ? null : Latin1.DecodeUtf8(locations[0]);
    }

    /// <summary>Returns whether a redirect names several different targets.</summary>
    /// <param name="response">The response.</param>
    internal static bool HasSeveralTargets(Response response) =>
        response.IsRedirect
            && response.Headers.GetValues("Location") is { Count: > 1 } locations
            && locations.Any(location => location != locations[0]);

    /// <summary>Creates the request that follows a redirect. The caller writes a Cookie header that was made from the jars.</summary>
    /// <param name="request">The request that was redirected, as it was before the flow of an authentication changed it.</param>
    /// <param name="status">The status of the redirect.</param>
    /// <param name="target">The result of <see cref="GetTarget"/>.</param>
    /// <param name="sensitiveHeaders">
    /// The names of headers that are sent to their origin only, in addition to Host and the secret ones of <see cref="SensitiveNames"/>.
    /// </param>
    /// <exception cref="InvalidUrlException">The target cannot be used.</exception>
    /// <remarks>requests: <c>resolve_redirects</c>, <c>rebuild_method</c>, <c>rebuild_auth</c>.</remarks>
    internal static PreparedRequest Follow(PreparedRequest request, int status, string target, IEnumerable<string> sensitiveHeaders)
    {
        var next = request.Copy();
        next.RedirectedFrom = request;
        next.Url = Resolve(request.Url, target);
        if (!next.HasOwnCookieHeader) next.Headers.Remove("Cookie");
        next.AuthenticatesInAdvance = false;
        if (CredentialScope.ShouldStripAuth(request.Url, next.Url))
        {
            // They are for the proxy, not for the origin. Whether they are sent is decided when the proxy of the next URL is known.
            var proxyCredentials = next.Headers["Proxy-Authorization"];
            DropCredentials(next, sensitiveHeaders);
            if (proxyCredentials is not null) next.Headers["Proxy-Authorization"] = proxyCredentials;
        }

        var method = next.Method;
        next.Method = GetNextMethod(status, method);
        if (status == 303 || next.Method != method) DropBody(next);
        if (next.PageUrl is not null) DropPage(request, next);
        return next;
    }

    /// <summary>
    /// Returns the method after a redirect. POST becomes GET on 301, 302 and 303, as in all clients; on 303 every other method except HEAD
    /// becomes GET too. Otherwise the method and the body stay: a PUT without its body would overwrite a resource with an empty one.
    /// </summary>
    /// <remarks>
    /// RFC 9110 section 15.4; RFC 10008 for QUERY. Requests changes every method to GET on 302, and drops the body on 301.
    /// </remarks>
    /// <param name="status">The status of the redirect.</param>
    /// <param name="method">The method of the redirected request.</param>
    internal static string GetNextMethod(int status, string method) => (status, method) switch
    {
        (303, not "HEAD") or (301 or 302, "POST") => "GET",
        _ => method,
    };

    /// <summary>Throws an exception when a redirect leads from https to http, unless the caller allows it.</summary>
    /// <param name="from">The URL that was redirected.</param>
    /// <param name="to">The target.</param>
    /// <param name="options">The options of the call.</param>
    /// <exception cref="InsecureRedirectException">The redirect is not allowed.</exception>
    internal static void CheckDowngrade(string from, string to, SendOptions options)
    {
        if (options.AllowInsecureRedirect || !IsDowngrade(from, to)) return;
        throw new InsecureRedirectException(
            $"'{UrlRedactor.Redact(from)}' redirects to '{UrlRedactor.Redact(to)}', which is not encrypted. "
                + "Allow insecure redirects to follow it.");
    }

    /// <summary>
    /// Removes the headers and credentials that must not be sent to another origin, and restores what the authentication changed.
    /// </summary>
    /// <param name="next">The request to that origin.</param>
    /// <param name="sensitiveHeaders">
    /// The names of headers that are sent to their origin only, in addition to Host and the secret ones of <see cref="SensitiveNames"/>.
    /// </param>
    internal static void DropCredentials(PreparedRequest next, IEnumerable<string> sensitiveHeaders)
    {
        if (next.Auth != AuthBase.None) next.Auth = null;
        AuthChanges.Undo(next);
        next.HasOwnCookieHeader = false;
        next.Headers.Remove("Host");
        foreach (var name in next.Headers.Keys)
        {
            if (next.Headers.IsSecret(name)) next.Headers.Remove(name);
        }

        foreach (var name in sensitiveHeaders) next.Headers.Remove(name);
    }

    /// <summary>Returns whether a URL of https leads to a URL of http.</summary>
    /// <param name="from">The URL.</param>
    /// <param name="to">The URL that it leads to.</param>
    internal static bool IsDowngrade(string from, string to) =>
        from.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && to.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the target as an absolute URL; it inherits the fragment unless it has one (RFC 9110 section 10.2.2).</summary>
    private static string Resolve(string url, string target)
    {
        var absolute = UrlPreparer.Prepare(UrlPreparer.Resolve(url, Repair(url, target)), parameters: null, baseUri: null).Url;
        return absolute.Contains('#', StringComparison.Ordinal) ? absolute : absolute + UrlParts.CutFragment(url).Fragment;
    }

    /// <summary>
    /// Corrects a wrong number of slashes as browsers do: <c>///host/x</c> names a host, <c>http:/x</c> with the same scheme a path.
    /// </summary>
    private static string Repair(string url, string target)
    {
        target = target.Trim();
        if (!url.StartsWith("http", StringComparison.OrdinalIgnoreCase)) return target;
        var start = target.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            ? 5
            : target.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? 6 : 0;
        var slashes = target.AsSpan(start).IndexOfAnyExcept('/') is >= 0 and var count ? count : target.Length - start;
        if (slashes > 2) return target.Remove(start + 2, slashes - 2);
        return start > 0 && slashes < 2 && target.Length > start && url.StartsWith(target[..start], StringComparison.OrdinalIgnoreCase)
            ? target[start..]
            : target;
    }

    /// <summary>
    /// Removes the headers that name the page of a form: another origin does not learn its path, and a GET has no Origin.
    /// </summary>
    private static void DropPage(PreparedRequest request, PreparedRequest next)
    {
        var isOther = CredentialScope.ShouldStripAuth(request.Url, next.Url);
        if (isOther) next.Headers.Remove("Referer");
        if (isOther || next.Method != request.Method) next.Headers.Remove("Origin");
    }

    /// <summary>Removes the body, and every header that describes it (RFC 9110 section 15.4 item 5).</summary>
    /// <param name="next">The request, with the method that is sent.</param>
    internal static void DropBody(PreparedRequest next)
    {
        next.Body = null;
        foreach (var name in next.Headers.Keys)
        {
            if (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || BodyHeaders.Contains(name)) next.Headers.Remove(name);
        }

        RequestPreparer.PrepareLength(next);
    }
}
