namespace Requests;

/// <summary>Represents a request in the form in which it is sent.</summary>
/// <remarks>requests: <c>PreparedRequest</c>.</remarks>
public sealed class PreparedRequest
{
    /// <summary>Creates a prepared request; <c>RequestPreparer</c> creates one from a <see cref="Request"/>.</summary>
    /// <param name="method">The method, in upper case.</param>
    /// <param name="url">The URL in its wire form, including the fragment.</param>
    /// <param name="headers">The headers, in the order they are sent.</param>
    public PreparedRequest(string method, string url, HeaderDictionary headers)
    {
        Method = method;
        Url = url;
        Headers = headers;
    }

    /// <summary>Gets or sets the method, in upper case.</summary>
    public string Method { get; set; }

    /// <summary>Gets or sets the URL in its wire form: ASCII only, without userinfo, with the fragment (which is not sent).</summary>
    public string Url { get; set; }

    /// <summary>Gets or sets the headers, in the order they are sent.</summary>
    public HeaderDictionary Headers { get; set; }

    /// <summary>Gets or sets the body, or null. The headers for its length are written again when a changed body is sent.</summary>
    public RequestBody? Body { get; set; }

    /// <summary>Gets or sets the functions that receive the request and the response.</summary>
    public RequestHooks Hooks { get; set; } = RequestHooks.Empty;

    /// <summary>Gets or sets the counters for the bytes of the transfer, or null.</summary>
    internal TransferCounters? Counters { get; set; }

    /// <summary>
    /// Gets the authentication, which also handles challenges, or null; its <see cref="AuthBase.Apply"/> has been called already.
    /// </summary>
    public AuthBase? Auth { get; internal set; }

    /// <summary>Gets or sets what the authentication changed, or null where that is nothing or secret by its name.</summary>
    internal AuthChanges? AuthChanges { get; set; }

    /// <summary>
    /// Gets or sets what each of several authentications changed, in their order and parts of <see cref="AuthChanges"/>; null for one.
    /// </summary>
    internal AuthChanges?[]? AuthLayers { get; set; }

    /// <summary>
    /// Gets or sets a value that indicates whether the authentication may use an earlier challenge in advance; false after a redirect.
    /// </summary>
    internal bool AuthenticatesInAdvance { get; set; }

    /// <summary>
    /// Gets or sets a value that indicates whether the headers traceparent and tracestate were added when the request was sent. Sending it
    /// again replaces them.
    /// </summary>
    internal bool HasTraceContext { get; set; }

    /// <summary>
    /// Gets or sets a value that indicates whether this library has created the request for a third party, such as a token endpoint.
    /// </summary>
    internal bool IsForThirdParty { get; set; }

    /// <summary>
    /// Gets or sets a value that indicates whether a stored response of the session's cache is validated before it is used, as that of a
    /// wait for a change.
    /// </summary>
    internal bool RequiresValidation { get; set; }

    /// <summary>Gets or sets the name and the password for the proxy, or null where its URL has them.</summary>
    internal ProxyAuth? ProxyAuth { get; set; }

    /// <summary>
    /// Gets or sets the proxy that the request is sent through, or null. A proxy may repeat the password that it received.
    /// </summary>
    internal ProxyServer? Proxy { get; set; }

    /// <summary>
    /// Gets or sets the request whose redirect led to this one, or that began the operation that this one polls; or null. A server may
    /// repeat its secrets.
    /// </summary>
    internal PreparedRequest? RedirectedFrom { get; set; }

    /// <summary>Gets the secrets that were removed from the request after it was sent, or null. A server may repeat them.</summary>
    internal ExchangeRedactor? RemovedSecrets { get; private set; }

    /// <summary>Gets or sets the URL of the page whose form the request was created from, or null.</summary>
    internal string? PageUrl { get; set; }

    /// <summary>Gets or sets the secrets of that form, or null.</summary>
    internal FormSecrets? FormSecrets { get; set; }

    /// <summary>
    /// Gets or sets the plan that the request of a download was created from, or null. A copy, which can be changed, has no plan.
    /// </summary>
    internal DownloadPlan? DownloadPlan { get; set; }

    /// <summary>Gets or sets the body that the headers describe, such as Content-Length; null before they are written.</summary>
    internal RequestBody? DescribedBody { get; set; }

    /// <summary>
    /// Gets or sets the cookies of this call. They are sent with every redirect that they match, and are never stored in a session.
    /// </summary>
    internal CookieJar? CallCookies { get; set; }

    /// <summary>
    /// Gets or sets a value that indicates whether the caller set the Cookie header; the first request then has no cookies of the jars.
    /// </summary>
    internal bool HasOwnCookieHeader { get; set; }

    /// <summary>
    /// Gets or sets the URL that the caller requested, where this is the request for a later page; null when it is <see cref="CookieUrl"/>.
    /// </summary>
    internal string? CallerUrl { get; set; }

    /// <summary>
    /// Gets the URL that cookies are stored for: a Host header that the caller set replaces the host of the URL (requests:
    /// <c>MockRequest</c>).
    /// </summary>
    internal string CookieUrl
    {
        get
        {
            if (Headers["Host"] is not { Length: > 0 } host) return Url;
            var start = Url.IndexOf("//", StringComparison.Ordinal) + 2;
            var end = start < 2 ? -1 : Url.AsSpan(start).IndexOfAny('/', '?', '#');
            return start < 2 ? Url : string.Concat(Url.AsSpan(0, start), host, end < 0 ? "" : Url.AsSpan(start + end));
        }
    }

    /// <summary>
    /// Gets the origin that cookies are stored for. A Host header that the caller set replaces the host, but only the URL decides whether
    /// the request leaves this machine.
    /// </summary>
    internal CookieOrigin GetCookieOrigin()
    {
        var url = CookieUrl;
        var origin = CookieOrigin.From(url);
        return ReferenceEquals(url, Url) || !origin.IsTrusted || origin.IsSecure
            ? origin
            : origin with { IsTrusted = CookieOrigin.From(Url).IsTrusted };
    }

    /// <summary>Creates a copy whose headers can be changed separately; the body is shared.</summary>
    /// <remarks>requests: <c>PreparedRequest.copy</c>.</remarks>
    public PreparedRequest Copy() => new(Method, Url, Headers.Copy())
    {
        Body = Body,
        DescribedBody = DescribedBody,
        Hooks = Hooks,
        Counters = Counters,
        Auth = Auth,
        AuthChanges = AuthChanges,
        AuthLayers = AuthLayers,
        AuthenticatesInAdvance = AuthenticatesInAdvance,
        HasTraceContext = HasTraceContext,
        RequiresValidation = RequiresValidation,
        ProxyAuth = ProxyAuth,
        CallCookies = CallCookies,
        RedirectedFrom = RedirectedFrom,
        RemovedSecrets = RemovedSecrets,
        PageUrl = PageUrl,
        FormSecrets = FormSecrets,
        CallerUrl = CallerUrl,
        HasOwnCookieHeader = HasOwnCookieHeader,
    };

    /// <summary>
    /// Removes the body and the credentials after they were sent, so that an error that keeps the request does not hold them. They are
    /// still redacted where a server repeats them.
    /// </summary>
    internal void RemoveSecrets()
    {
        RemovedSecrets = ExchangeRedactor.Create(this);
        Body = null;
        Headers.Remove("Authorization");
    }

    /// <summary>Returns a text such as <c>&lt;PreparedRequest [GET]&gt;</c>.</summary>
    public override string ToString() => $"<PreparedRequest [{Method}]>";
}
