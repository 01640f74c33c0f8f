namespace Requests;

/// <summary>Creates the keys of stored responses.</summary>
internal static class CacheKey
{
    /// <summary>
    /// Returns the key of a URL: without its fragment, with the scheme and the host in lower case, without the port of the scheme, and with
    /// a path. Path and query stay as they are.
    /// </summary>
    /// <param name="url">The URL in its wire form.</param>
    /// <param name="place">Where the request is sent in place of the host of the URL, such as a Unix socket; null by default.</param>
    /// <remarks>RFC 9111 section 2, RFC 9110 section 4.2.3.</remarks>
    internal static string Create(string url, string? place = null)
    {
        url = UrlParts.WithoutFragment(url);
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start >= 3)
        {
            var end = url.AsSpan(start).IndexOfAny('/', '?');
            end = end < 0 ? url.Length : start + end;
            if (!IsCanonical(url, start, end)) url = Canonicalize(url, start, end);
        }

        return place is null ? url : $"{url} {place}";
    }

    private static bool IsCanonical(string url, int start, int end) =>
        end < url.Length && url[end] == '/'
            && !url.AsSpan(0, end).ContainsAnyInRange('A', 'Z')
            && WithoutDefaultPort(url.AsSpan(0, start), url.AsSpan(start, end - start)).Length == end - start;

    private static string Canonicalize(string url, int start, int end)
    {
        var origin = url[..end].ToLowerInvariant();
        var authority = WithoutDefaultPort(origin.AsSpan(0, start), origin.AsSpan(start));
        var rest = url.AsSpan(end);
        return string.Concat(origin.AsSpan(0, start), authority, rest is ['/', ..] ? "" : "/", rest);
    }

    private static ReadOnlySpan<char> WithoutDefaultPort(ReadOnlySpan<char> scheme, ReadOnlySpan<char> authority)
    {
        var port = scheme.Equals("http://", StringComparison.OrdinalIgnoreCase) ? ":80"
            : scheme.Equals("https://", StringComparison.OrdinalIgnoreCase) ? ":443" : ":";
        return authority.EndsWith(port, StringComparison.Ordinal) ? authority[..^port.Length] : authority;
    }
}
