namespace Requests;

/// <summary>What matters of a URL to cookies. Ports do not (RFC 6265bis section 8.5).</summary>
/// <param name="Host">In lower case, without port and brackets.</param>
/// <param name="Path">Without query, at least <c>/</c>.</param>
/// <param name="IsSecure">True for https.</param>
internal readonly record struct CookieOrigin(string Host, string Path, bool IsSecure)
{
    internal static CookieOrigin Of(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return new CookieOrigin("", "/", IsSecure: false);
        var start = scheme + 3;
        var rest = url.AsSpan(start);
        var end = rest.IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 || rest[end] != '/' ? "/" : rest[end..].ToString();
        var cut = path.AsSpan().IndexOfAny('?', '#');
        return new CookieOrigin(HostOf(authority), cut < 0 ? path : path[..cut], url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
    }

    private static string HostOf(ReadOnlySpan<char> authority)
    {
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        if (authority.StartsWith("[")) return authority[1..Math.Max(1, authority.IndexOf(']'))].ToString();
        var colon = authority.IndexOf(':');
        return (colon < 0 ? authority : authority[..colon]).ToString().ToLowerInvariant();
    }
}
