namespace Requests;

/// <summary>Represents the response of a server: status, headers, body, and the exchange that led to it.</summary>
/// <remarks>requests: <c>Response</c>.</remarks>
public sealed partial class Response : IDisposable
{
    private CookieJar? _cookies;
    private LinkCollection? _links;

    /// <summary>Creates a response; an adapter calls this.</summary>
    /// <param name="request">The request that the server responded to.</param>
    /// <param name="statusCode">The status, 100 to 999.</param>
    /// <param name="body">The bytes as they arrive, not decoded; null when there is no body.</param>
    public Response(PreparedRequest request, int statusCode, Stream? body = null)
    {
        Request = request;
        StatusCode = statusCode;
        Body = new ResponseBody(this, body);
    }

    /// <summary>Gets the request that the server responded to: for a redirected exchange the last one sent.</summary>
    public PreparedRequest Request { get; }

    /// <summary>Gets the status, such as 200.</summary>
    public int StatusCode { get; }

    /// <summary>Gets the reason phrase as sent, such as <c>OK</c>; empty when the server sent none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>
    /// Gets the header fields. Several fields of one name are read as one, joined; <see cref="HeaderDictionary.GetValues"/> returns each.
    /// </summary>
    public HeaderDictionary Headers { get => field ??= []; init; }

    /// <summary>
    /// Gets the trailer fields, which follow the body: those of a chunked body in HTTP/1.1 and those of HTTP/2. Empty until the body was
    /// read to its end, and for a body without trailers. An adapter can set them; the length of the body and cookies do not belong there.
    /// </summary>
    /// <remarks>RFC 9110 section 6.5, RFC 9112 section 7.1.2, RFC 9113 section 8.1.</remarks>
    public HeaderDictionary Trailers { get => Body.GetTrailers() ?? []; init => Body.SetTrailers(value); }

    /// <summary>Gets the version of HTTP of the response.</summary>
    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>Gets the URL of the request that the server responded to, with its fragment.</summary>
    public string Url => Request.Url;

    /// <summary>Gets a value that indicates whether the status is below 400.</summary>
    public bool Ok => StatusCode < 400;

    /// <summary>Gets the responses that led to this one, oldest first; empty when this is the first.</summary>
    public IReadOnlyList<Response> History { get; internal set; } = [];

    /// <summary>
    /// Gets the attempts before this response that a retry policy repeated, oldest first; empty when there was one attempt.
    /// </summary>
    /// <remarks>urllib3: <c>retries.history</c>.</remarks>
    public IReadOnlyList<RetryAttempt> Retries { get; internal set; } = [];

    /// <summary>Gets the cookies that this response set.</summary>
    public CookieJar Cookies
    {
        get => _cookies ??= new CookieJar();
        internal set => _cookies = value;
    }

    /// <summary>Gets the links of the Link headers, by relation or by URL; empty without such headers.</summary>
    /// <remarks>requests: <c>Response.links</c>.</remarks>
    public LinkCollection Links => _links ??= LinkHeader.Parse(Headers["Link"], Url, this);

    /// <summary>Gets the time from sending the request to receiving the headers; it does not include the body.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>Gets the times of the parts of the exchange; null where the adapter does not measure them.</summary>
    public ExchangeTimings? Timings { get; internal set; }

    /// <summary>
    /// Gets the connection that carried the exchange: its addresses, TLS and the certificate of the server. Null where an adapter does not
    /// report it, such as a mock.
    /// </summary>
    public ConnectionInfo? Connection { get; internal set; }

    /// <summary>
    /// Gets a value that indicates whether the status, the headers and the body are those of a stored response: one that was fresh, that
    /// the server has validated, or that replaces a failure. <see cref="CacheStatus"/> says which.
    /// </summary>
    /// <remarks>requests-cache: <c>from_cache</c>.</remarks>
    public bool FromCache => CacheStatus is { IsStoredResponse: true };

    /// <summary>Gets what the cache of the session did with the request; null for a session without a cache.</summary>
    /// <remarks>RFC 9211.</remarks>
    public CacheStatus? CacheStatus { get; internal set; }

    /// <summary>Gets the request that would follow this redirect; null when it was followed or the response is not a redirect.</summary>
    public PreparedRequest? Next { get; internal set; }

    /// <summary>Gets a value that indicates whether the response is a redirect that names its target.</summary>
    public bool IsRedirect => StatusCode is 301 or 302 or 303 or 307 or 308 && Headers.ContainsKey("Location");

    /// <summary>Gets a value that indicates whether the response is a permanent redirect (301, 308).</summary>
    public bool IsPermanentRedirect => StatusCode is 301 or 308 && Headers.ContainsKey("Location");

    /// <summary>
    /// Gets or sets the session that received the response, for the requests that follow from it, such as that of a form or of a wait;
    /// that of one call, too, because it has the cookies that the server set. Null for a response that no session received.
    /// </summary>
    internal IRequestSender? Session { get; set; }

    /// <summary>Gets or sets the options that the request was sent with, or null.</summary>
    internal SendOptions? Options { get; set; }

    /// <summary>Throws an exception when the status is 400 or more.</summary>
    /// <exception cref="HttpErrorException">The status is 400 or more; the exception holds this response.</exception>
    /// <remarks>requests: <c>raise_for_status</c>.</remarks>
    public void RaiseForStatus()
    {
        if (!Ok) throw CreateStatusError(expected: null);
    }

    /// <summary>Throws the exception for a status that is an error by the options of the call.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="HttpErrorException">The status is an error.</exception>
    internal void ThrowIfError(SendOptions options)
    {
        if (options.IsError(this)) throw CreateStatusError(options.ExpectStatus);
    }

    private HttpErrorException CreateStatusError(ExpectedStatuses? expected)
    {
        var kind = StatusCode switch
        {
            < 400 => "Unexpected Status",
            < 500 => "Client Error",
            _ => "Server Error",
        };
        var secrets = ExchangeRedactor.Create(this);
        var url = secrets.Redact(UrlRedactor.Redact(Url));
        var end = Ok && expected is not null ? $"; expected: {expected}" : "";
        return new HttpErrorException($"{StatusCode} {kind}: {secrets.Redact(Reason)} for url: {url}{end}", this);
    }

    /// <summary>Returns a text such as <c>&lt;Response [200]&gt;</c>.</summary>
    public override string ToString() => $"<Response [{StatusCode}]>";
}
