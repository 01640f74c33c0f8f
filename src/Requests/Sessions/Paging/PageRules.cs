namespace Requests;

/// <summary>Defines the request of a next page. It sends nothing.</summary>
/// <remarks>RFC 8288 section 3.3; requests: following <c>response.links['next']</c> by hand.</remarks>
internal static class PageRules
{
    // Parameters by which a request begins inside a list, or receives a part of it. OData counts the whole list nevertheless.
    private static readonly HashSet<string> Positions = new(StringComparer.OrdinalIgnoreCase)
    {
        "$top", "$skip", "$skiptoken", "skip", "offset", "start", "startAt", "startIndex", "start_index", "from", "page", "page[number]",
        "page[offset]", "pageNumber", "page_number", "cursor", "after", "before", "marker", "continuationToken", "pageToken", "since_id",
    };

    /// <summary>Creates the request of the next page.</summary>
    /// <param name="page">The request of the current page, as it was before redirects and challenges.</param>
    /// <param name="response">The response of the current page.</param>
    /// <param name="change">The change that leads to the next page.</param>
    /// <param name="session">The session, for its cookies and its sensitive headers.</param>
    /// <exception cref="InvalidUrlException">The target cannot be used.</exception>
    /// <remarks>
    /// Method, headers and body stay unless the change has others; the query is that of the URL. Another origin receives no credentials,
    /// as after a redirect. For the same origin the authentication is applied again, so that a signature fits the page and a renewed
    /// token is used.
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
        RequestRenewal.Apply(next, session);
        return next;
    }

    /// <summary>Returns whether a request is for a list from its first item on, so that the number of its items can be checked.</summary>
    /// <param name="url">The URL of the first page.</param>
    internal static bool BeginsAtStart(string url) => !QueryDecoder.Decode(UrlParts.Parse(url).Query ?? "")
        .Any(static pair => Positions.Contains(pair.Key)
            && (pair.Key.Equals("$top", StringComparison.OrdinalIgnoreCase) || pair.Value is not ("" or "0" or "1")));

    private static string GetUrl(string current, Response response, NextPage change)
    {
        var url = current;
        if (change.Url is { } target)
        {
            if (change.IsCursor || !IsReference(target))
            {
                throw new InvalidUrlException(
                    $"The page '{UrlRedactor.Redact(response.Url)}' names a text as the next page that is not a URL. If it is a cursor, "
                        + "define how the next page is requested.");
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

    /// <summary>Returns whether a text can be a URL: it is not a single word.</summary>
    private static bool IsReference(string text) =>
        text.AsSpan().ContainsAny('/', '?', ':') && !text.Contains(' ', StringComparison.Ordinal);

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
