namespace Requests;

/// <summary>A request as a caller describes it; <see cref="PreparedRequest"/> is what goes on the wire.</summary>
/// <remarks>requests: <c>Request</c>.</remarks>
public sealed class Request
{
    /// <summary>Describes a request.</summary>
    /// <param name="method">The method; it is sent in upper case.</param>
    /// <param name="url">The URL; one without a scheme needs a session with a base URI.</param>
    public Request(string method, string url)
    {
        Method = method;
        Url = url;
    }

    /// <summary>The method; it is sent in upper case.</summary>
    public string Method { get; set; }

    /// <summary>The URL as written; only preparing rewrites it.</summary>
    public string Url { get; set; }

    /// <summary>Pairs to add to the URL's query, or null.</summary>
    public QueryParams? Params { get; set; }

    /// <summary>Headers of this request; a null value keeps a session's header away. Null when there are none.</summary>
    public HeaderDictionary? Headers { get; set; }

    /// <summary>The body, or null.</summary>
    public RequestBody? Body { get; set; }

    /// <summary>Cookies of this request alone, or null.</summary>
    public CookieJar? Cookies { get; set; }

    /// <summary>How to prove who is asking, or null for what URL or session say.</summary>
    public AuthBase? Auth { get; set; }

    /// <summary>Functions that see the request and the answer, or null for those of the session.</summary>
    public RequestHooks? Hooks { get; set; }

    /// <summary>Prepares the request without a session: only what it says itself is in the result.</summary>
    /// <exception cref="RequestException">A part of it cannot be sent.</exception>
    /// <remarks>requests: <c>Request.prepare</c>.</remarks>
    public PreparedRequest Prepare() => RequestPreparer.Prepare(this, baseUri: null, sessionCookies: null);

    /// <summary>Such as <c>&lt;Request [GET]&gt;</c>.</summary>
    public override string ToString() => $"<Request [{Method}]>";
}
