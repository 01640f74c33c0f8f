namespace Requests;

/// <summary>Where a redirect leads and with what: pure rules, no sending.</summary>
/// <remarks>requests: <c>SessionRedirectMixin</c>.</remarks>
internal static class RedirectRules
{
    // What says something of a body, besides all Content- headers.
    private static readonly HashSet<string> BodyHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Digest",
        "Repr-Digest",
        "Last-Modified",
        "Transfer-Encoding",
        "Trailer",
        "Expect",
    };

    /// <summary>The target as the server wrote it, or null when the answer is no redirect or names none.</summary>
    /// <param name="response">The answer.</param>
    /// <remarks>
    /// requests: <c>get_redirect_target</c>. Servers write UTF-8 where HTTP has Latin-1. Of two different targets none is followed:
    /// somebody may have added one.
    /// </remarks>
    internal static string? GetTarget(Response response)
    {
        if (!response.IsRedirect || response.Headers.GetValues("Location") is not { Count: > 0 } locations || locations[0].Length == 0)
        {
            return null;
        }

        return HasSeveralTargets(response) ? null : Latin1.DecodeUtf8(locations[0]);
    }

    /// <summary>Whether a redirect names targets that differ.</summary>
    /// <param name="response">The response.</param>
    internal static bool HasSeveralTargets(Response response) =>
        response.IsRedirect
            && response.Headers.GetValues("Location") is { Count: > 1 } locations
            && locations.Any(one => one != locations[0]);

    /// <summary>The request that follows a redirect; a Cookie header that the jars made is left to who knows them.</summary>
    /// <param name="request">The request that was redirected, as it was before any authentication changed it.</param>
    /// <param name="status">The status of the redirect.</param>
    /// <param name="target">What <see cref="GetTarget"/> gave.</param>
    /// <param name="sensitiveHeaders">
    /// Names of headers that stay with their origin, besides Host and those that <see cref="SensitiveNames"/> calls secret.
    /// </param>
    /// <exception cref="InvalidUrlException">The target cannot be used.</exception>
    /// <remarks>requests: <c>resolve_redirects</c>, <c>rebuild_method</c>, <c>rebuild_auth</c>.</remarks>
    internal static PreparedRequest Follow(PreparedRequest request, int status, string target, IEnumerable<string> sensitiveHeaders)
    {
        var next = request.Copy();
        next.Earlier = request;
        next.Url = Resolve(request.Url, target);
        next.Method = MethodAfter(status, request.Method);
        if (!next.HasOwnCookieHeader) next.Headers.Remove("Cookie");
        next.AuthenticatesInAdvance = false;
        if (status == 303 || next.Method != request.Method) DropBody(next);
        if (!CredentialScope.ShouldStripAuth(request.Url, next.Url)) return next;
        var proxyCredentials = next.Headers["Proxy-Authorization"];
        DropCredentials(next, sensitiveHeaders);

        // They are for the proxy, not for the origin. Whether they are sent is decided when the proxy of the next URL is known.
        if (proxyCredentials is not null) next.Headers["Proxy-Authorization"] = proxyCredentials;
        return next;
    }

    /// <summary>
    /// The method after a redirect. POST becomes GET on 301, 302 and 303, as in all clients; 303 makes GET of every other method but
    /// HEAD. Any other method stays, and its body with it: a PUT without its body would overwrite a resource with nothing.
    /// </summary>
    /// <remarks>RFC 9110 section 15.4; RFC 10008 for QUERY. Requests makes GET of every method on 302, and drops the body on 301.</remarks>
    /// <param name="status">The status of the redirect.</param>
    /// <param name="method">The method before.</param>
    internal static string MethodAfter(int status, string method) => (status, method) switch
    {
        (303, not "HEAD") or (301 or 302, "POST") => "GET",
        _ => method,
    };

    /// <summary>Refuses to leave TLS, unless the caller allows it.</summary>
    /// <param name="from">The URL before.</param>
    /// <param name="to">The URL that it leads to.</param>
    /// <param name="options">What the caller allows.</param>
    /// <exception cref="InsecureRedirectException">It is not allowed.</exception>
    internal static void CheckDowngrade(string from, string to, SendOptions options)
    {
        if (options.AllowInsecureRedirect || !IsDowngrade(from, to)) return;
        throw new InsecureRedirectException(
            $"'{UrlRedactor.Redact(from)}' leads to '{UrlRedactor.Redact(to)}', which is not encrypted. Allow insecure redirects if that is meant.");
    }

    /// <summary>Takes away what must not reach another origin.</summary>
    /// <param name="next">The request that goes there.</param>
    /// <param name="sensitiveHeaders">
    /// Names of headers that stay with their origin, besides Host and those that <see cref="SensitiveNames"/> calls secret.
    /// </param>
    internal static void DropCredentials(PreparedRequest next, IEnumerable<string> sensitiveHeaders)
    {
        if (next.Auth != AuthBase.None) next.Auth = null;
        next.HasOwnCookieHeader = false;
        next.Headers.Remove("Host");
        foreach (var name in next.Headers.Keys)
        {
            if (SensitiveNames.IsSecretHeader(name)) next.Headers.Remove(name);
        }

        foreach (var name in sensitiveHeaders) next.Headers.Remove(name);
    }

    private static bool IsDowngrade(string from, string to) =>
        from.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && to.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The target as an absolute URL; it inherits the fragment unless it has one (RFC 9110 section 10.2.2).</summary>
    private static string Resolve(string url, string target)
    {
        var absolute = UrlPreparer.Prepare(UrlPreparer.Resolve(url, Repair(url, target)), parameters: null, baseUri: null).Url;
        var fragment = url.IndexOf('#', StringComparison.Ordinal);
        return fragment < 0 || absolute.Contains('#', StringComparison.Ordinal) ? absolute : string.Concat(absolute, url.AsSpan(fragment));
    }

    /// <summary>
    /// Reads slashes too many or too few as browsers do: <c>///host/x</c> names a host, <c>http:/x</c> at the same scheme a path.
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

    /// <summary>Takes the body away, and every header that says something of it (RFC 9110 section 15.4 item 5).</summary>
    private static void DropBody(PreparedRequest next)
    {
        next.Body = null;
        foreach (var name in next.Headers.Keys)
        {
            if (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || BodyHeaders.Contains(name)) next.Headers.Remove(name);
        }

        RequestPreparer.PrepareLength(next);
    }
}
