namespace Requests;

/// <summary>Creates the requests of a wait. It sends nothing.</summary>
internal static class PollRequests
{
    // The headers that make a request conditional, or that make a server treat a GET as another method. A poll is a plain GET.
    private static readonly string[] RequestOnly =
    [
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "If-Unmodified-Since",
        "If-Range",
        "Range",
        "Prefer",
        "X-HTTP-Method",
        "X-HTTP-Method-Override",
        "X-Method-Override",
    ];

    /// <summary>
    /// Creates the same request again, with the cookies that the session has by now. Its authentication is applied again, so that a
    /// renewed token or a new signature is used.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="session">The session.</param>
    internal static PreparedRequest Repeat(PreparedRequest request, RequestSession session)
    {
        var next = request.Copy();
        next.CallerUrl = request.CallerUrl ?? request.CookieUrl;
        RequestRenewal.Apply(next, session);
        return next;
    }

    /// <summary>Creates the request for a URL that a response of an operation names.</summary>
    /// <param name="start">The response that the operation began with.</param>
    /// <param name="url">The URL, as <see cref="Resolve"/> returns it.</param>
    /// <param name="session">The session.</param>
    /// <remarks>
    /// It is a GET with the headers and the authentication of the call, without its body and what depends on the method. Another origin
    /// than that of the call receives no credentials, as after a redirect.
    /// </remarks>
    internal static PreparedRequest Get(Response start, string url, RequestSession session)
    {
        // The call as it was before redirects and challenges: credentials belong to its origin.
        var call = start.History is [var first, ..] ? first.Request : start.Request;
        var next = call.Copy();
        AuthChanges.Undo(next);
        next.Method = "GET";
        next.Url = url;
        next.CallerUrl = call.CallerUrl ?? call.CookieUrl;
        next.RedirectedFrom = start.Request;
        RedirectRules.DropBody(next);
        foreach (var name in RequestOnly) next.Headers.Remove(name);
        if (CredentialScope.ShouldStripAuth(call.Url, url)) RedirectRules.DropCredentials(next, session.SensitiveHeaders);
        RequestRenewal.Apply(next, session);
        return next;
    }

    /// <summary>Returns the URL that a response is for, without what the authentication added: a request for it adds that again.</summary>
    /// <param name="response">The response that the operation began with.</param>
    internal static string GetResource(Response response)
    {
        var request = response.Request.Copy();
        if (request.Url == response.Url) AuthChanges.Undo(request);
        else request.Url = response.Url;
        return UrlParts.WithoutFragment(request.Url);
    }

    /// <summary>Returns the absolute URL of a target that a response names, without its fragment.</summary>
    /// <param name="response">The response.</param>
    /// <param name="target">The target, absolute or relative to the URL of the response.</param>
    /// <exception cref="InvalidUrlException">The target is not a URL of HTTP or of the scheme of the response.</exception>
    internal static string Resolve(Response response, string target)
    {
        try
        {
            var absolute = UrlPreparer.Resolve(response.Url, target);
            var url = UrlParts.WithoutFragment(UrlPreparer.Prepare(absolute, parameters: null, baseUri: null).Url);
            var scheme = UrlParts.Parse(url).Scheme;
            if (IsScheme(scheme, "http") || IsScheme(scheme, "https") || IsScheme(scheme, UrlParts.Parse(response.Url).Scheme)) return url;
        }
        catch (InvalidUrlException error)
        {
            error.Attach(response);
            throw;
        }

        throw new InvalidUrlException(
            $"'{UrlRedactor.Redact(response.Url)}' names '{UrlRedactor.Redact(target)}' as the URL of an operation, "
                + "which is not a URL of HTTP.").About(response);
    }

    private static bool IsScheme(string? scheme, string? other) => string.Equals(scheme, other, StringComparison.OrdinalIgnoreCase);
}
