namespace Requests;

/// <summary>Defines the request of a next page. It sends nothing.</summary>
/// <remarks>RFC 8288 section 3.3; requests: following <c>response.links['next']</c> by hand.</remarks>
internal static class PageRules
{
    /// <summary>Creates the request of the next page.</summary>
    /// <param name="page">The request of the current page, as it was before redirects and challenges.</param>
    /// <param name="response">The response of the current page.</param>
    /// <param name="change">The change that leads to the next page.</param>
    /// <param name="session">The session, for its cookies and its sensitive headers.</param>
    /// <exception cref="InvalidUrlException">The target cannot be used.</exception>
    /// <remarks>
    /// Method, headers and body stay unless the change has others; the query is that of the URL. Another origin receives no credentials,
    /// as after a redirect. Cookies and authentication are those of the current page: <see cref="RequestRenewal"/> renews them.
    /// </remarks>
    internal static PreparedRequest Create(PreparedRequest page, Response response, NextPage change, RequestSession session)
    {
        var next = page.Copy();
        if (next.Auth is not null) AuthChanges.Undo(next);
        next.Url = GetUrl(next.Url, response, change);
        next.CallerUrl = page.CallerUrl ?? page.CookieUrl;
        if (CredentialScope.ShouldStripAuth(page.Url, next.Url)) RedirectRules.DropCredentials(next, session.SensitiveHeaders);
        SetHeaders(next, change.Headers);
        if (change.Body is { } body) PageBody.Apply(next, body);
        return next;
    }

    /// <summary>Throws an exception when the next page is neither of the origin of the list nor of that of the current page.</summary>
    /// <param name="list">The URL that was requested for the current page.</param>
    /// <param name="page">The URL of its response, which a redirect may have led to.</param>
    /// <param name="next">The URL of the next page. One that leads from https to http was allowed before.</param>
    /// <exception cref="PageOriginException">The next page is of another origin.</exception>
    internal static void CheckOrigin(string list, string page, string next)
    {
        if (!IsOther(list) || !IsOther(page)) return;
        throw new PageOriginException(
            $"The page '{UrlRedactor.Redact(page)}' names '{UrlRedactor.Redact(next)}' as the next page, which is of another origin. "
                + "If it is meant, return its URL from a function that finds the next page; it is requested without credentials.");

        bool IsOther(string url) =>
            CredentialScope.ShouldStripAuth(url, next) && !(RedirectRules.IsDowngrade(url, next) && CredentialScope.HasSameHost(url, next));
    }

    private static string GetUrl(string current, Response response, NextPage change)
    {
        var url = current;
        if (change.Url is { } target)
        {
            if (change.IsCursor || !(change.IsReference || LooksLikeReference(target)))
            {
                throw new InvalidUrlException(
                    $"The page '{UrlRedactor.Redact(response.Url)}' names a text as the next page that is not a URL. If it is a cursor, "
                        + "define how the next page is requested. A relative URL begins with '/', './' or '?'.");
            }

            url = UrlPreparer.Resolve(response.Url, target);
        }

        if (change.Params is not null)
        {
            var parts = UrlParts.Parse(url);
            var query = new QueryParams(parts.Query ?? "").Merge(change.Params).Encode();
            url = (parts with { Query = query.Length == 0 ? null : query }).ToString();
        }

        return UrlParts.WithoutFragment(UrlPreparer.Prepare(url, parameters: null, baseUri: null).Url);
    }

    /// <summary>
    /// Returns whether a text is a URL and not a cursor: it is absolute, or relative with a beginning or a query that cursors do not have.
    /// </summary>
    /// <param name="text">The text.</param>
    internal static bool IsUrl(string text) =>
        text is ['/' or '?', ..] || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal)
            || text.Contains("://", StringComparison.Ordinal)
            || (text.Split('?', 2) is [var path, _] && !path.Contains(' ', StringComparison.Ordinal));

    /// <summary>Returns whether a text can be a URL where a URL is expected: it is one, or at least no word or sentence.</summary>
    private static bool LooksLikeReference(string text) =>
        IsUrl(text) || (text.AsSpan().ContainsAny('/', ':') && !text.Contains(' ', StringComparison.Ordinal));

    private static void SetHeaders(PreparedRequest next, HeaderDictionary? headers)
    {
        foreach (var (name, value) in headers ?? [])
        {
            if (value is null) next.Headers.Remove(name);
            else next.Headers[name] = value;
            if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)) next.HasOwnCookieHeader = value is not null;
        }
    }
}
