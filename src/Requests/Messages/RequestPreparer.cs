using System.Globalization;

namespace Requests;

/// <summary>
/// Turns a request, merged with its session, into what goes on the wire: method, URL, headers, cookies, body, auth, hooks, in this order.
/// </summary>
/// <remarks>requests: <c>PreparedRequest.prepare</c>. Auth comes last, so that it sees the whole request.</remarks>
internal static class RequestPreparer
{
    /// <summary>Prepares a request; nothing is sent.</summary>
    /// <param name="request">The request, with the session's settings merged in.</param>
    /// <param name="baseUri">What a relative URL is resolved against, or null.</param>
    /// <param name="sessionCookies">The session's cookies, or null.</param>
    /// <param name="ambientAuth">
    /// What the environment knows to prove at a URL, perhaps as the user that the URL names, where nobody says; null does not ask.
    /// </param>
    /// <exception cref="RequestException">A part of it cannot be sent.</exception>
    internal static PreparedRequest Prepare(
        Request request,
        string? baseUri,
        CookieJar? sessionCookies,
        Func<string, string?, AuthBase?>? ambientAuth = null)
    {
        var method = MethodRules.Prepare(request.Method);
        var url = UrlPreparer.Prepare(request.Url, request.Params, baseUri);
        var prepared = new PreparedRequest(method, url.Url, PrepareHeaders(request.Headers)) { CallCookies = request.Cookies };
        PrepareCookies(prepared, sessionCookies);
        PrepareBody(prepared, request.Body);
        PrepareAuth(prepared, request.Auth ?? GetAuth(url, prepared.Headers.ContainsKey("Authorization") ? null : ambientAuth));
        prepared.Hooks = request.Hooks ?? RequestHooks.Empty;
        return prepared;
    }

    /// <summary>Says how long the body is, in the way that its kind needs; a known length replaces what the caller wrote by hand.</summary>
    /// <param name="prepared">The request.</param>
    /// <remarks>
    /// requests: <c>prepare_content_length</c>. A length by hand without a body is kept, and refused when it is sent unless it is 0.
    /// </remarks>
    internal static void PrepareLength(PreparedRequest prepared)
    {
        var headers = prepared.Headers;
        prepared.MeasuredBody = prepared.Body;
        if (prepared.Body is { Length: null }) headers.SetDefault("Transfer-Encoding", "chunked");
        else if (prepared.Body is { Length: { } length }) headers["Content-Length"] = length.ToString(CultureInfo.InvariantCulture);
        else if (prepared.Method is not ("GET" or "HEAD")) headers.SetDefault("Content-Length", "0");
    }

    /// <summary>Writes the headers that belong to the body anew when it is not the one they were written for.</summary>
    /// <param name="prepared">The request.</param>
    internal static void SettleBody(PreparedRequest prepared)
    {
        if (ReferenceEquals(prepared.Body, prepared.MeasuredBody)) return;
        prepared.Headers.Remove("Content-Length");
        prepared.Headers.Remove("Transfer-Encoding");
        DescribeBody(prepared);
    }

    private static HeaderDictionary PrepareHeaders(HeaderDictionary? headers)
    {
        if (headers is null) return [];
        HeaderRules.Check(headers);
        return headers.WithoutNulls();
    }

    private static void PrepareCookies(PreparedRequest prepared, CookieJar? sessionCookies)
    {
        prepared.HasOwnCookieHeader = prepared.Headers.ContainsKey("Cookie");
        if (prepared.HasOwnCookieHeader) return;
        if (!CookieHeader.MayBeNeeded(sessionCookies, prepared.CallCookies)) return;
        if (CookieHeader.Compose(prepared.GetCookieOrigin(), callerUrl: null, sessionCookies, prepared.CallCookies) is { } cookies)
        {
            prepared.Headers["Cookie"] = cookies;
        }
    }

    private static void PrepareBody(PreparedRequest prepared, RequestBody? body)
    {
        // An empty text or form is no body at all, as in Requests; an empty stream is one.
        prepared.Body = body is BytesBody { Length: 0 } ? null : body;
        DescribeBody(prepared);
    }

    private static void DescribeBody(PreparedRequest prepared)
    {
        prepared.Body = prepared.Body?.WithCharset(prepared.Headers["Content-Type"]);
        PrepareLength(prepared);
        if (prepared.Body?.ContentType is not { } type) return;
        if (prepared.Body is MultipartBody form && prepared.Headers["Content-Type"] is { } given)
        {
            prepared.Headers["Content-Type"] = form.Complete(given);
        }
        else prepared.Headers.SetDefault("Content-Type", type);
    }

    private static void PrepareAuth(PreparedRequest prepared, AuthBase? auth)
    {
        if (auth is null) return;
        prepared.Auth = auth;
        auth.Apply(prepared);
        SettleBody(prepared);
    }

    /// <summary>
    /// What the URL says counts before the environment, which may know the password of a user that the URL names without one. A user with
    /// an
    /// empty password, as in <c>http://user:@host</c>, is none where the environment knows the host, as in Requests.
    /// </summary>
    private static AuthBase? GetAuth(PreparedUrl url, Func<string, string?, AuthBase?>? ambientAuth)
    {
        if (url.Password is { Length: > 0 } password) return new BasicAuth(url.UserName ?? "", password);
        return ambientAuth?.Invoke(
            url.Url,
            url.Password is null ? url.UserName : null) ?? (url.UserName is { } user ? new BasicAuth(user, "") : null);
    }
}
