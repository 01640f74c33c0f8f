namespace Requests;

/// <summary>Resolves the URLs of a page.</summary>
internal static class HtmlUrl
{
    /// <summary>Gets the URL that the URLs of a page are relative to.</summary>
    /// <param name="pageUrl">The URL of the page.</param>
    /// <param name="reference">The target of the base element, or null.</param>
    /// <remarks>HTML section 4.2.3: a base that cannot be one, such as a data URL, is not used.</remarks>
    internal static string GetBase(string pageUrl, string? reference)
    {
        if (reference is null) return pageUrl;
        var url = Resolve(pageUrl, reference);
        return UrlParts.Parse(url).Scheme?.ToLowerInvariant() is null or "data" or "javascript" ? pageUrl : url;
    }

    /// <summary>
    /// Returns the absolute form of a URL of a page. White space around it and line ends in it are removed, and a backslash before the
    /// query is a slash, as in browsers. A text that is not a URL is returned as it is; sending it is an error.
    /// </summary>
    /// <param name="baseUrl">The URL that it is relative to.</param>
    /// <param name="reference">The URL as the page has it.</param>
    internal static string Resolve(string baseUrl, string reference)
    {
        var text = string.Concat(reference.Where(static character => character is not ('\t' or '\r' or '\n'))).Trim(
            [.. Enumerable.Range(0, 33).Select(static code => (char)code)]);
        var scheme = UrlParts.Parse(text).Scheme ?? UrlParts.Parse(baseUrl).Scheme;
        if (scheme is not null && scheme.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            var end = text.AsSpan().IndexOfAny('?', '#') is >= 0 and var mark ? mark : text.Length;
            text = string.Concat(text[..end].Replace('\\', '/'), text.AsSpan(end));
        }

        return UrlPreparer.Resolve(UrlParts.WithoutFragment(baseUrl), text);
    }
}
