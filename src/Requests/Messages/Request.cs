namespace Requests;

/// <summary>Represents a request as the caller describes it; a <see cref="PreparedRequest"/> is the form in which it is sent.</summary>
/// <remarks>requests: <c>Request</c>.</remarks>
public sealed class Request
{
    /// <summary>Creates a request.</summary>
    /// <param name="method">The method; it is sent in upper case.</param>
    /// <param name="url">The URL; a relative URL requires a session with a base URI.</param>
    public Request(string method, string url)
    {
        Method = method;
        Url = url;
    }

    /// <summary>Gets or sets the method; it is sent in upper case.</summary>
    public string Method { get; set; }

    /// <summary>Gets or sets the URL as the caller wrote it; only the prepared request has its wire form.</summary>
    public string Url { get; set; }

    /// <summary>Gets or sets the pairs to add to the query of the URL, or null.</summary>
    public QueryParams? Params { get; set; }

    /// <summary>Gets or sets the headers of this request, or null. A header with the value null removes that of the session.</summary>
    public HeaderDictionary? Headers { get; set; }

    /// <summary>Gets or sets the body, or null.</summary>
    public RequestBody? Body { get; set; }

    /// <summary>Gets or sets the cookies of this request, or null.</summary>
    public CookieJar? Cookies { get; set; }

    /// <summary>Gets or sets the authentication, or null for that of the URL or the session.</summary>
    public AuthBase? Auth { get; set; }

    /// <summary>Gets or sets the functions that receive the request and the response, or null for those of the session.</summary>
    public RequestHooks? Hooks { get; set; }

    /// <summary>Prepares the request without a session, from its own settings only.</summary>
    /// <exception cref="RequestException">A part of the request cannot be sent.</exception>
    /// <remarks>requests: <c>Request.prepare</c>.</remarks>
    public PreparedRequest Prepare() => RequestPreparer.Prepare(this, baseUri: null, sessionCookies: null);

    /// <summary>Returns a text such as <c>&lt;Request [GET]&gt;</c>.</summary>
    public override string ToString() => $"<Request [{Method}]>";
}
