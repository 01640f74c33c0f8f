using System.Globalization;

namespace Requests;

/// <summary>
/// Prepares a request, merged with its session, for sending: method, URL, headers, cookies, body, auth and hooks, in this order.
/// </summary>
/// <remarks>requests: <c>PreparedRequest.prepare</c>. Auth is applied last, so that it has the whole request.</remarks>
internal static class RequestPreparer
{
    /// <summary>Prepares a request without sending it.</summary>
    /// <param name="request">The request, with the session's settings merged in.</param>
    /// <param name="baseUri">The URL that a relative URL is resolved against, or null.</param>
    /// <param name="sessionCookies">The cookies of the session, or null.</param>
    /// <param name="ambientAuth">
    /// Returns the credentials of the environment for a URL, and for the user that the URL names, where the request has none; null uses no
    /// environment.
    /// </param>
    /// <exception cref="RequestException">A part of the request cannot be sent.</exception>
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

    /// <summary>
    /// Writes the header for the length of the body: Content-Length or Transfer-Encoding. A known length replaces one that the caller
    /// set.
    /// </summary>
    /// <param name="prepared">The request.</param>
    /// <remarks>
    /// requests: <c>prepare_content_length</c>. A length that the caller set without a body is kept; sending it fails unless it is 0.
    /// </remarks>
    internal static void PrepareLength(PreparedRequest prepared)
    {
        var headers = prepared.Headers;
        prepared.DescribedBody = prepared.Body;
        if (prepared.Body is { Length: null }) headers.SetDefault("Transfer-Encoding", "chunked");
        else if (prepared.Body is { Length: { } length }) headers["Content-Length"] = length.ToString(CultureInfo.InvariantCulture);
        else if (prepared.Method is not ("GET" or "HEAD")) headers.SetDefault("Content-Length", "0");
    }

    /// <summary>Writes the headers of the body again when the body was replaced after they were written.</summary>
    /// <param name="prepared">The request.</param>
    internal static void UpdateBodyHeaders(PreparedRequest prepared)
    {
        if (ReferenceEquals(prepared.Body, prepared.DescribedBody)) return;
        prepared.Headers.Remove("Content-Length");
        prepared.Headers.Remove("Transfer-Encoding");
        if (prepared.DescribedBody is CompressedBody) prepared.Headers.Remove("Content-Encoding");
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
        // As in Requests, an empty text or form is sent as no body, and an empty stream is sent as a body.
        prepared.Body = CompressedBody.Unwrap(body) is BytesBody { Length: 0 } ? null : body;
        if (prepared.Body is CompressedBody && prepared.Headers.ContainsKey("Content-Encoding"))
        {
            throw new InvalidBodyException(
                "The body is compressed, which sets Content-Encoding, and the headers set it too: leave one of them out.");
        }

        DescribeBody(prepared);
    }

    private static void DescribeBody(PreparedRequest prepared)
    {
        prepared.Body = prepared.Body?.WithCharset(prepared.Headers["Content-Type"]);
        if (prepared.Body is CompressedBody { Coding: var coding }) prepared.Headers["Content-Encoding"] = coding;
        PrepareLength(prepared);
        if (prepared.Body?.ContentType is not { } type) return;
        if (CompressedBody.Unwrap(prepared.Body) is MultipartBody form && prepared.Headers["Content-Type"] is { } contentType)
        {
            prepared.Headers["Content-Type"] = form.Complete(contentType);
        }
        else
        {
            prepared.Headers.SetDefault("Content-Type", type);
        }
    }

    private static void PrepareAuth(PreparedRequest prepared, AuthBase? auth)
    {
        if (auth is null) return;
        prepared.Auth = auth;
        AuthChanges.Apply(auth, prepared);
    }

    /// <summary>
    /// Returns the credentials of the URL, or else of the environment. The environment may have the password of a user that the URL names
    /// without one. As in Requests, a user with an empty password, as in <c>http://user:@host</c>, is ignored where the environment has
    /// credentials for the host.
    /// </summary>
    private static AuthBase? GetAuth(PreparedUrl url, Func<string, string?, AuthBase?>? ambientAuth)
    {
        if (url.Password is { Length: > 0 } password) return new BasicAuth(url.UserName ?? "", password);
        return ambientAuth?.Invoke(url.Url, url.Password is null ? url.UserName : null)
            ?? (url.UserName is { } user ? new BasicAuth(user, "") : null);
    }
}
