namespace Requests;

/// <summary>The URL of an authorization server, where secrets go.</summary>
internal static class AuthorizationEndpoint
{
    /// <summary>The URL, prepared.</summary>
    /// <param name="uri">What was written.</param>
    /// <exception cref="InvalidUrlException">It is neither https nor on this machine.</exception>
    internal static string Prepare(string uri)
    {
        var url = UrlPreparer.Prepare(uri, parameters: null, baseUri: null).Url;
        if (!IsProtected(url)) throw new InvalidUrlException($"'{UrlRedactor.Redact(uri)}' cannot be an endpoint of an authorization server: secrets go there, so it begins with https://, or with http:// on this machine itself.");
        return url;
    }

    /// <summary>A URL of this machine that a browser comes back to.</summary>
    /// <param name="uri">What was written.</param>
    /// <exception cref="InvalidUrlException">It is none.</exception>
    internal static Uri PrepareRedirect(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var redirect) && redirect is { Scheme: "http", IsLoopback: true, Query: "", Fragment: "" }
            ? redirect
            : throw new InvalidUrlException($"The redirect URI '{UrlRedactor.Redact(uri)}' cannot be used: the browser has to come back to this machine, such as http://127.0.0.1:8400/ or http://localhost/callback.");

    /// <summary>Whether nobody on the way can read what goes there: https, or this machine itself.</summary>
    /// <param name="url">An absolute URL.</param>
    internal static bool IsProtected(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "https" } or { Scheme: "http", IsLoopback: true };
}
