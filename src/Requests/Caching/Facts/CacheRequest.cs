namespace Requests;

/// <summary>Represents what the rules of a cache need to know of a request.</summary>
/// <param name="method">The method, in upper case.</param>
/// <param name="key">The key of the URL.</param>
/// <param name="headers">The headers as they are sent, with credentials and cookies.</param>
/// <param name="digests">Computes the digests of the store.</param>
internal sealed class CacheRequest(string method, string key, HeaderDictionary headers, CacheDigests digests)
{
    // Most requests have these, and to split a name into words allocates.
    private static readonly HashSet<string> UsualHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Connection", "Content-Length", "Content-Type",
        "Cache-Control", "Pragma", "If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range", "Range", "Referer",
        "Cookie", "Proxy-Authorization",
    };

    private string? _credentials;
    private string? _cookies;

    /// <summary>Gets the method.</summary>
    internal string Method => method;

    /// <summary>Gets the key of the URL.</summary>
    internal string Key => key;

    /// <summary>Gets the headers.</summary>
    internal HeaderDictionary Headers => headers;

    /// <summary>Gets the directives of the request.</summary>
    internal CacheDirectives Directives { get; } = CacheDirectives.Parse(headers);

    /// <summary>
    /// Gets what stands for the user where Authorization changes with each request or is added later; null where the header does.
    /// </summary>
    internal string? Identity { get; init; }

    /// <summary>Gets what stands for the client certificate; null without one.</summary>
    internal string? Certificate { get; init; }

    /// <summary>Gets or sets a value that indicates whether a stored response is validated before it is used.</summary>
    internal bool RequiresValidation { get; init; }

    /// <summary>Gets the digest of the credentials; <see cref="StoredResponse.NoDigest"/> without credentials.</summary>
    internal string CredentialsDigest => _credentials ??= GetCredentialsDigest();

    /// <summary>Gets the digest of the cookies; <see cref="StoredResponse.NoDigest"/> without cookies.</summary>
    internal string CookiesDigest => _cookies ??=
        headers["Cookie"] is { Length: > 0 } cookies ? digests.ComputeSecret(cookies) : StoredResponse.NoDigest;

    /// <summary>Returns the digest of the header fields that Vary lists; empty for no names.</summary>
    /// <param name="names">The names, in lower case and sorted.</param>
    internal string GetVaryDigest(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return "";
        var isSecret = false;
        var text = new System.Text.StringBuilder();
        foreach (var name in names)
        {
            isSecret |= headers.IsSecret(name);
            text.Append(name).Append(headers.ContainsKey(name) ? ':' : '-').Append(VaryRules.Normalize(name, headers[name])).Append('\n');
        }

        return isSecret ? digests.ComputeSecret(text.ToString()) : digests.Compute(text.ToString());
    }

    private string GetCredentialsDigest()
    {
        var text = Certificate is null ? Identity : $"{Identity}\n{Certificate}";
        foreach (var field in headers.Fields)
        {
            if (UsualHeaders.Contains(field.Name) || field.Joined is not { Length: > 0 } value || !headers.IsSecret(field.Name)) continue;
            if (Identity is not null && field.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)) continue;
            text = $"{text}\n{field.Name.ToUpperInvariant()}:{value}";
        }

        return text is null ? StoredResponse.NoDigest : digests.ComputeSecret(text);
    }
}
