namespace Requests;

/// <summary>What a request says on top of what its session says: the request wins, maps merge, null removes.</summary>
/// <remarks>requests: <c>merge_setting</c>, <c>merge_hooks</c>.</remarks>
internal static class SettingsMerger
{
    /// <summary>A request that holds the session's settings too; neither of the two is changed.</summary>
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
        var merged = session.Copy();
        if (request is not null) merged.Update(request);
        return merged;
    }
}
