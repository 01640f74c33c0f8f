namespace Requests;

/// <summary>Renews the cookies and the authentication of a request that follows another one, such as that for a page or a poll.</summary>
internal static class RequestRenewal
{
    /// <summary>
    /// Writes the Cookie header anew, unless the caller set it, and applies the authentication to the URL of the request.
    /// </summary>
    /// <param name="next">
    /// The request. It has a <see cref="PreparedRequest.CallerUrl"/>, and nothing that its origin must not receive.
    /// </param>
    /// <param name="session">The session, for its cookies and the netrc file.</param>
    internal static void Apply(PreparedRequest next, RequestSession session)
    {
        if (!next.HasOwnCookieHeader)
        {
            CookieHeader.Rewrite(next.Headers, next.GetCookieOrigin(), next.CallerUrl!, session.Cookies, next.CallCookies);
        }

        if (next.Auth is null && !next.Headers.ContainsKey("Authorization")) next.Auth = session.NetrcCredentials?.Invoke(next.Url, null);
        if (next.Auth is { } auth) AuthChanges.Apply(auth, next);
    }
}
