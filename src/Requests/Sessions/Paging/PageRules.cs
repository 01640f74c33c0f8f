namespace Requests;

/// <summary>Defines which page follows a response. It sends nothing.</summary>
/// <remarks>RFC 8288 section 3.3, RFC 5988's <c>rel="next"</c>; requests: following <c>response.links['next']</c> by hand.</remarks>
internal static class PageRules
{
    /// <summary>Creates the request for the page that a response names as the next; returns null when it names no next page.</summary>
    /// <param name="page">The request of the current page, as it was before redirects and challenges.</param>
    /// <param name="response">The response of the current page.</param>
    /// <param name="session">The session, for its cookies and its sensitive headers.</param>
    /// <exception cref="InvalidUrlException">The target cannot be used.</exception>
    /// <remarks>
    /// Method, headers and body stay; the query is that of the link. Another origin receives no credentials, as after a redirect. For the
    /// same origin the authentication is applied again, so that a signature fits the page and a renewed token is used.
    /// </remarks>
    internal static PreparedRequest? Next(PreparedRequest page, Response response, RequestSession session)
    {
        if (!response.Links.TryGetValue("next", out var link)) return null;
        var next = page.Copy();
        next.Url = UrlParts.WithoutFragment(UrlPreparer.Prepare(link.Url, parameters: null, baseUri: null).Url);
        next.CallerUrl = page.CallerUrl ?? page.CookieUrl;
        if (CredentialScope.ShouldStripAuth(page.Url, next.Url)) RedirectRules.DropCredentials(next, session.SensitiveHeaders);
        if (!next.HasOwnCookieHeader)
        {
            CookieHeader.Rewrite(next.Headers, next.GetCookieOrigin(), next.CallerUrl, session.Cookies, next.CallCookies);
        }

        if (next.Auth is null && !next.Headers.ContainsKey("Authorization")) next.Auth = session.NetrcCredentials?.Invoke(next.Url, null);
        if (next.Auth is { } auth) AuthChanges.Apply(auth, next);
        return next;
    }
}
