namespace Requests;

/// <summary>Prepares the URLs of authorization servers, to which secrets are sent.</summary>
internal static class AuthorizationEndpoint
{
    /// <summary>Prepares the URL of an endpoint.</summary>
    /// <param name="uri">The URL as the caller wrote it.</param>
    /// <exception cref="InvalidUrlException">The URL is neither https nor on this machine.</exception>
    internal static string Prepare(string uri)
    {
        var url = UrlPreparer.Prepare(uri, parameters: null, baseUri: null).Url;
        if (!IsProtected(url))
        {
            throw new InvalidUrlException(
                $"'{UrlRedactor.Redact(uri)}' cannot be an endpoint of an authorization server, because secrets are sent there: use "
                + "https://, or http:// on this machine.");
        }

        return url;
    }

    /// <summary>Prepares a redirect URI, which has to be on this machine.</summary>
    /// <param name="uri">The URL as the caller wrote it.</param>
    /// <exception cref="InvalidUrlException">The URL is not http on this machine, or has a query or a fragment.</exception>
    internal static Uri PrepareRedirect(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var redirect) && redirect is { Scheme: "http", IsLoopback: true, Query: "", Fragment: "" }
            ? redirect
            : throw new InvalidUrlException(
                $"The redirect URI '{UrlRedactor.Redact(uri)}' is not a plain http URL of this machine: use one such as "
                + "http://127.0.0.1:8400/ or http://localhost/callback.");

    /// <summary>Returns whether the request cannot be read on the network: the URL is https, or on this machine.</summary>
    /// <param name="url">An absolute URL.</param>
    internal static bool IsProtected(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "https" } or { Scheme: "http", IsLoopback: true };
}
