namespace Requests;

/// <content>The cookies of an exchange.</content>
internal partial class RequestExchange
{
    private List<RequestCookie>? _received;

    /// <summary>Stores the cookies that a response sets.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    private protected void ReceiveCookies(PreparedRequest request, Response response)
    {
        var lines = response.Headers.GetValues("Set-Cookie");
        if (lines.Count > 0) ReceiveCookies(request, response, lines);
    }

    private void ReceiveCookies(PreparedRequest request, Response response, IReadOnlyList<string> lines)
    {
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
}
