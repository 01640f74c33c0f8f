namespace Requests;

/// <summary>A request exactly as it goes on the wire.</summary>
/// <remarks>requests: <c>PreparedRequest</c>.</remarks>
public sealed class PreparedRequest
{
    /// <summary>Creates a prepared request; <c>RequestPreparer</c> makes one from a <see cref="Request"/>.</summary>
    /// <param name="method">The method, in upper case.</param>
    /// <param name="url">The URL in its wire form, fragment included.</param>
    /// <param name="headers">The headers, in the order they are sent.</param>
    public PreparedRequest(string method, string url, HeaderDictionary headers)
    {
        Method = method;
        Url = url;
        Headers = headers;
    }

    /// <summary>The method, in upper case.</summary>
    public string Method { get; set; }

    /// <summary>The URL in its wire form: ASCII only, without userinfo, with the fragment (which is not sent).</summary>
    public string Url { get; set; }

    /// <summary>The headers, in the order they are sent.</summary>
    public HeaderDictionary Headers { get; set; }

    /// <summary>The body, or null. After a change the headers that say how long it is are written anew when it is sent.</summary>
    public RequestBody? Body { get; set; }

    /// <summary>Functions that see the answer.</summary>
    public RequestHooks Hooks { get; set; } = RequestHooks.Empty;

    /// <summary>Counts the bytes of the transfer, or null.</summary>
    internal TransferCounters? Counters { get; set; }

    /// <summary>
    /// What proves the caller and answers challenges, or null; its <see cref="AuthBase.Apply"/> has been applied already.
    /// </summary>
    public AuthBase? Auth { get; internal set; }

    /// <summary>Whether an authentication by challenges may answer one that it knows already; not after a redirect.</summary>
    internal bool AuthenticatesInAdvance { get; set; }

    /// <summary>Name and password for the proxy, or null where its URL has them.</summary>
    internal ProxyAuth? ProxyAuth { get; set; }

    /// <summary>
    /// Gets or sets the proxy that the request is sent through, or null. A proxy may repeat the password that it received.
    /// </summary>
    internal ProxyServer? Proxy { get; set; }

    /// <summary>Gets or sets the request whose redirect led to this one, or null. A server may repeat its secrets in the URL.</summary>
    internal PreparedRequest? Earlier { get; set; }

    /// <summary>Gets the secrets that were removed from the request after it was sent, or null. A server may repeat them.</summary>
    internal ExchangeRedactor? RemovedSecrets { get; private set; }

    /// <summary>What a download's request was made of, or null. Copies, which may be changed, have none.</summary>
    internal DownloadPlan? Plan { get; set; }

    /// <summary>The body that the headers say the length of.</summary>
    internal RequestBody? MeasuredBody { get; set; }

    /// <summary>The cookies of this call alone: they go with every hop that may see them and never into a session.</summary>
    internal CookieJar? CallCookies { get; set; }

    /// <summary>True when the caller wrote the Cookie header by hand: the jars then stay out of the first hop.</summary>
    internal bool HasOwnCookieHeader { get; set; }

    /// <summary>
    /// The URL that the caller named, where this is a later page of the same question; null when it is <see cref="CookieUrl"/>.
    /// </summary>
    internal string? CallerUrl { get; set; }

    /// <summary>
    /// The URL that cookies are kept under: a Host header given by hand stands for the URL's host (requests: <c>MockRequest</c>).
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
    /// Gets the origin that cookies are kept under. A Host header that was set by hand names the host, but only the URL tells whether the
    /// request leaves this machine.
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
        MeasuredBody = MeasuredBody,
        Hooks = Hooks,
        Counters = Counters,
        Auth = Auth,
        AuthenticatesInAdvance = AuthenticatesInAdvance,
        ProxyAuth = ProxyAuth,
        CallCookies = CallCookies,
        Earlier = Earlier,
        RemovedSecrets = RemovedSecrets,
        CallerUrl = CallerUrl,
        HasOwnCookieHeader = HasOwnCookieHeader,
    };

    /// <summary>
    /// Removes the body and the credentials once they are sent: an error that keeps the request shall not hold them. What a server
    /// repeats of them is still redacted.
    /// </summary>
    internal void RemoveSecrets()
    {
        RemovedSecrets = ExchangeRedactor.Create(this);
        Body = null;
        Headers.Remove("Authorization");
    }

    /// <summary>Such as <c>&lt;PreparedRequest [GET]&gt;</c>.</summary>
    public override string ToString() => $"<PreparedRequest [{Method}]>";
}
