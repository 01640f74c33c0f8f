namespace Requests;

/// <summary>Decides which stored responses a request makes invalid.</summary>
/// <remarks>RFC 9111 section 4.4.</remarks>
internal static class InvalidationRules
{
    private static readonly string[] Targets = ["Location", "Content-Location"];

    /// <summary>Returns whether a method changes nothing on the server (RFC 9110 section 9.2.1, RFC 10008, WebDAV).</summary>
    /// <param name="method">The method, in upper case; one that is not known may change something.</param>
    internal static bool IsSafe(string method) =>
        method is "GET" or "HEAD" or "OPTIONS" or "TRACE" or "QUERY" or "PROPFIND" or "REPORT" or "SEARCH";

    /// <summary>
    /// Returns the keys that a response to an unsafe request makes invalid: that of its URL, and those of Location and Content-Location in
    /// the same origin. An error changes nothing.
    /// </summary>
    /// <param name="key">The key of the request.</param>
    /// <param name="status">The status.</param>
    /// <param name="headers">The headers of the response.</param>
    internal static IEnumerable<string> GetKeys(string key, int status, HeaderDictionary headers)
    {
        if (status is < 200 or >= 400) yield break;
        yield return key;
        var url = StoredResponse.GetUrl(key);
        foreach (var name in Targets)
        {
            if (Resolve(url, headers[name]) is { } other) yield return string.Concat(other, key.AsSpan(url.Length));
        }
    }

    private static string? Resolve(string url, string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference)) return null;
        try
        {
            var absolute = UrlPreparer.Resolve(url, reference.Trim());
            var other = CacheKey.Create(UrlPreparer.Prepare(absolute, parameters: null, baseUri: null).Url);
            return UrlParts.GetOrigin(other) == UrlParts.GetOrigin(url) ? other : null;
        }
        catch (InvalidUrlException)
        {
            return null;
        }
    }
}
