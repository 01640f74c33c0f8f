namespace Requests;

/// <summary>Represents the parts of a URL that matter to cookies. Ports do not (RFC 6265bis section 8.5).</summary>
/// <param name="Host">The host in lower case, without port, brackets and final dot.</param>
/// <param name="Path">The path without query, at least <c>/</c>.</param>
/// <param name="IsSecure">Whether the scheme is https.</param>
/// <param name="IsTrusted">
/// Whether Secure cookies may be sent: with https, and with http to this machine, as the traffic does not leave it.
/// </param>
internal readonly record struct CookieOrigin(string Host, string Path, bool IsSecure, bool IsTrusted)
{
    /// <summary>Returns the origin of a URL.</summary>
    /// <param name="url">The URL.</param>
    internal static CookieOrigin From(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return new CookieOrigin("", "/", IsSecure: false, IsTrusted: false);
        var start = scheme + 3;
        var rest = url.AsSpan(start);
        var end = rest.IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 || rest[end] != '/' ? "/" : rest[end..].ToString();
        var cut = path.AsSpan().IndexOfAny('?', '#');
        var host = GetHost(authority);
        var isSecure = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        return new CookieOrigin(host, cut < 0 ? path : path[..cut], isSecure, isSecure || IsLoopback(host));
    }

    /// <summary>
    /// Whether a host is this machine, by the names and addresses that curl and browsers treat so. Other names are not resolved.
    /// </summary>
    private static bool IsLoopback(string host) =>
        host is "localhost" or "::1"
        || (host.StartsWith("127.", StringComparison.Ordinal) && System.Net.IPAddress.TryParse(host, out _));

    private static string GetHost(ReadOnlySpan<char> authority)
    {
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        if (authority.StartsWith("[")) return authority[1..Math.Max(1, authority.IndexOf(']'))].ToString().ToLowerInvariant();
        var colon = authority.IndexOf(':');
        return CookieRules.CanonicalizeDomain((colon < 0 ? authority : authority[..colon]).ToString());
    }
}
