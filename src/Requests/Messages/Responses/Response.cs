namespace Requests;

/// <summary>A server's answer: status, headers, body, and how it came about.</summary>
/// <remarks>requests: <c>Response</c>. The body is in the <c>Content</c> facet.</remarks>
public sealed partial class Response : IDisposable
{
    private CookieJar? _cookies;

    /// <summary>Creates an answer; an adapter does this.</summary>
    /// <param name="request">The request that was answered.</param>
    /// <param name="statusCode">The status, 100 to 999.</param>
    /// <param name="body">The bytes as they came, before any Content-Encoding is undone; null when there is no body.</param>
    public Response(PreparedRequest request, int statusCode, Stream? body = null)
    {
        Request = request;
        StatusCode = statusCode;
        Raw = body ?? Stream.Null;
        _hasBody = body is not null;
    }

    /// <summary>The request that was answered: for a redirected exchange the last one sent.</summary>
    public PreparedRequest Request { get; }

    /// <summary>The status, such as 200.</summary>
    public int StatusCode { get; }

    /// <summary>The reason phrase as sent, such as <c>OK</c>; empty when there was none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The header fields. Several of one name read as one, joined; <see cref="HeaderDictionary.GetValues"/> has the single ones.</summary>
    public HeaderDictionary Headers { get; init; } = [];

    /// <summary>The version of HTTP that the answer came in.</summary>
    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>The URL that answered, with its fragment.</summary>
    public string Url => Request.Url;

    /// <summary>True for a status below 400.</summary>
    public bool Ok => StatusCode < 400;

    /// <summary>The answers that led here, oldest first; empty when there was none.</summary>
    public IReadOnlyList<Response> History { get; internal set; } = [];

    /// <summary>The attempts before this answer that a retry policy repeated, oldest first; empty when the first was answered.</summary>
    /// <remarks>urllib3: <c>retries.history</c>.</remarks>
    public IReadOnlyList<RetryAttempt> Retries { get; internal set; } = [];

    /// <summary>The cookies that this answer set.</summary>
    public CookieJar Cookies
    {
        get => _cookies ??= new CookieJar();
        internal set => _cookies = value;
    }

    /// <summary>Time from sending to the answer's headers; the body is not in it.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>How long the parts took; null where the adapter does not measure them.</summary>
    public ExchangeTimings? Timings { get; internal set; }

    /// <summary>The request that would follow this redirect, or null when it was followed or is none.</summary>
    public PreparedRequest? Next { get; internal set; }

    /// <summary>True for a redirect that names its target.</summary>
    public bool IsRedirect => StatusCode is 301 or 302 or 303 or 307 or 308 && Headers.ContainsKey("Location");

    /// <summary>True for a redirect that holds for good (301, 308).</summary>
    public bool IsPermanentRedirect => StatusCode is 301 or 308 && Headers.ContainsKey("Location");

    /// <summary>Throws when the status is 400 or more; returns quietly otherwise.</summary>
    /// <exception cref="HttpErrorException">The status is 400 or more; it carries this answer.</exception>
    /// <remarks>requests: <c>raise_for_status</c>.</remarks>
    public void RaiseForStatus()
    {
        if (Ok) return;
        var side = StatusCode < 500 ? "Client" : "Server";
        throw new HttpErrorException($"{StatusCode} {side} Error: {ExchangeRedactor.Create(this).Redact(Reason)} for url: {UrlRedactor.Redact(Url)}", this);
    }

    /// <summary>Such as <c>&lt;Response [200]&gt;</c>.</summary>
    public override string ToString() => $"<Response [{StatusCode}]>";
}
