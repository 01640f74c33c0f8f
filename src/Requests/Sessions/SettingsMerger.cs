namespace Requests;

/// <summary>
/// Merges the settings of a request and its session: the request takes precedence, maps are merged, and null removes an entry.
/// </summary>
/// <remarks>requests: <c>merge_setting</c>, <c>merge_hooks</c>.</remarks>
internal static class SettingsMerger
{
    /// <summary>Creates a request that also has the settings of the session; neither argument is changed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="request">The request.</param>
    internal static Request Merge(RequestSession session, Request request) => new(request.Method, request.Url)
    {
        Params = session.Params.Merge(request.Params),
        Headers = MergeHeaders(session.Headers, request.Headers),
        Body = request.Body,
        Cookies = request.Cookies,
        Auth = request.Auth ?? session.Auth,
        Hooks = request.Hooks?.MergeWith(session.Hooks) ?? session.Hooks,
    };

    private static HeaderDictionary MergeHeaders(HeaderDictionary session, HeaderDictionary? request)
    {
        // Preparing the request copies the headers.
        if (request is null) return session;
        var merged = session.Copy();
        merged.Update(request);
        return merged;
    }
}
