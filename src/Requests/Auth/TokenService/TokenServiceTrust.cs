namespace Requests;

/// <summary>Decides whether the token service that a server names may receive the credentials.</summary>
/// <remarks>
/// The server chooses the URL, so that a hostile or compromised server could direct the credentials to itself or to a host of the
/// internal network. See decision 75.
/// </remarks>
internal static class TokenServiceTrust
{
    /// <summary>Prepares the URL of a token service that the caller names.</summary>
    /// <param name="realm">The URL as the caller wrote it.</param>
    /// <exception cref="InvalidUrlException">The URL is neither https nor on this machine.</exception>
    internal static string Prepare(string realm) => AuthorizationEndpoint.Prepare(realm);

    /// <summary>Returns why a token service is not trusted, as a clause for a message; null when it is trusted.</summary>
    /// <param name="url">The URL of the server, to which the request was sent.</param>
    /// <param name="realm">The URL of the token service that the server named.</param>
    /// <param name="pinned">The URL of the only token service that the caller trusts, or null.</param>
    internal static string? FindObjection(string url, string realm, string? pinned)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var server)) return "cannot be compared with the server";
        var service = new Uri(realm);
        if (pinned is not null)
        {
            var isPinned = new Uri(pinned) is var trusted && IsSameOrigin(trusted, service)
                && (trusted.AbsolutePath == "/" || trusted.AbsolutePath == service.AbsolutePath);
            return isPinned ? null : $"is not '{UrlRedactor.Redact(pinned)}', which was named as the token service";
        }

        var isSameHost = HasSameHost(server, service);
        if (service.Scheme != "https" && !(server.Scheme == "http" && isSameHost)) return "is not encrypted";
        return isSameHost || HasSameDomain(server, service) ? null : "is in another domain than the server";
    }

    /// <summary>Returns whether a server is on the host or in the registrable domain of a token service.</summary>
    /// <param name="url">The URL of the server.</param>
    /// <param name="realm">The URL of the token service.</param>
    internal static bool HasSameDomain(string url, string realm) =>
        Uri.TryCreate(url, UriKind.Absolute, out var server) && new Uri(realm) is var service
            && (HasSameHost(server, service) || HasSameDomain(server, service));

    private static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && HasSameHost(one, other);

    private static bool HasSameHost(Uri one, Uri other) =>
        one.Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase) || (one.IsLoopback && other.IsLoopback);

    private static bool HasSameDomain(Uri one, Uri other) =>
        one.HostNameType == UriHostNameType.Dns
            && other.HostNameType == UriHostNameType.Dns
            && PublicSuffixes.RegistrableDomain(one.Host) == PublicSuffixes.RegistrableDomain(other.Host);
}
