namespace Requests;

/// <content>The cookies of an exchange, and the credentials for the target of a redirect.</content>
internal sealed partial class RequestExchange
{
    private List<RequestCookie>? _received;

    private void ReceiveCookies(PreparedRequest request, Response response)
    {
        var lines = response.Headers.GetValues("Set-Cookie");
        if (lines.Count == 0) return;
        Action<string>? refused = options.Observer is { } observer
            ? reason => observer.Ignored(response, $"it may not set a cookie: {reason}")
            : null;
        var accepted = session.Cookies.Receive(
            request.GetCookieOrigin(),
            lines,
            session.MaximumCookies,
            _received ??= [],
            out var dropped,
            refused);
        if (dropped > 0) options.Observer?.CookiesDropped(response, dropped, session.MaximumCookies);
        response.Cookies = new CookieJar(accepted);
    }

    /// <summary>Writes the cookies of a later hop. Those of a server in this exchange are newer than those of the call.</summary>
    private void RebuildCookies(PreparedRequest next)
    {
        if (next.HasOwnCookieHeader)
        {
            if (_received is not null) CookieHeader.Join(next.Headers, next.GetCookieOrigin(), _received);
            return;
        }

        var call = _received is null ? next.CallCookies : next.CallCookies?.Without(_received);
        CookieHeader.Rewrite(next.Headers, next.GetCookieOrigin(), _callerUrl, session.Cookies, call);
    }

    /// <summary>Adds the credentials that the environment has for the target of a redirect, where the request has none.</summary>
    /// <remarks>requests: <c>rebuild_auth</c>.</remarks>
    private void RebuildAuth(PreparedRequest next)
    {
        if (next.Auth is not null || next.Headers.ContainsKey("Authorization")
            || session.NetrcCredentials?.Invoke(next.Url, null) is not { } auth)
        {
            return;
        }

        next.Auth = auth;
        auth.Apply(next);
    }
}
