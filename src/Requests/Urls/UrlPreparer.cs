using System.Globalization;

namespace Requests;

/// <summary>Prepares a URL for the wire. <see cref="Uri"/> is not used, as it rewrites what the caller wrote.</summary>
/// <remarks>requests: <c>prepare_url</c>, and what urllib3's <c>parse_url</c> does for it.</remarks>
internal static class UrlPreparer
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>
    /// Prepares a URL. A URL whose scheme does not begin with <c>http</c> stays unchanged, for an adapter that supports it.
    /// </summary>
    /// <param name="url">The URL; white space around it is removed.</param>
    /// <param name="parameters">The pairs to add to its query, or null.</param>
    /// <param name="baseUri">
    /// The base for a URL without a scheme, or null: <c>https://h/v1</c> and <c>items</c> or <c>/items</c> give <c>https://h/v1/items</c>.
    /// </param>
    /// <exception cref="MissingSchemaException">The URL has no scheme, and there is no base.</exception>
    /// <exception cref="InvalidUrlException">The URL is not valid.</exception>
    internal static PreparedUrl Prepare(string url, QueryParams? parameters, string? baseUri)
    {
        url = url.Trim();
        if (baseUri is not null) url = AppendToBase(baseUri, url);
        var hasOtherScheme = !url.StartsWith("http", StringComparison.OrdinalIgnoreCase) && url.Contains(':', StringComparison.Ordinal);
        if (hasOtherScheme) return new PreparedUrl(url, null, null);
        var parts = UrlParts.Parse(url);
        if (parts.Scheme is null || (parts.Authority is null && parts.Scheme.Contains('.', StringComparison.Ordinal))) throw Missing(url);
        var authority = UrlAuthority.Parse(parts.Authority ?? "");
        var isHttp = parts.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase)
            || parts.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
        var prepared = parts with
        {
            Scheme = parts.Scheme.ToLowerInvariant(),
            Authority = PrepareAddress(authority, isHttp, url, parts.Authority),
            Path = PreparePath(parts.Path, isHttp),
            Query = PrepareQuery(parts.Query, parameters, isHttp),
            Fragment = parts.Fragment is { Length: > 0 } fragment ? Requote(fragment, isHttp) : null,
        };
        var text = prepared == parts ? url : prepared.ToString();
        if (isHttp && !Uri.TryCreate(text, AsWritten, out _)) throw Invalid(url, "it is malformed");
        var hasLogin = authority is { Login: not (null or "" or ":") };
        return hasLogin ? new PreparedUrl(text, authority.UserName, authority.Password) : new PreparedUrl(text, null, null);
    }

    /// <summary>Resolves a reference against a URL (RFC 3986 section 5). The result still has to be prepared.</summary>
    /// <param name="baseUrl">The URL of the document that contains the reference.</param>
    /// <param name="reference">The reference, absolute or relative.</param>
    internal static string Resolve(string baseUrl, string reference) => UrlParts.Parse(baseUrl).Resolve(reference.Trim()).ToString();

    private static string AppendToBase(string baseUri, string url)
    {
        var parts = UrlParts.Parse(url);
        if (parts is { Scheme: not null, Authority: not null }) return url;
        var root = UrlParts.Parse(baseUri.Trim());
        if (baseUri.Contains('@', StringComparison.Ordinal)) CheckLogin(root, baseUri);
        if (parts.Authority is not null) return (parts with { Scheme = root.Scheme }).ToString();
        var start = (root with { Query = null, Fragment = null }).ToString();
        return url is "" or ['?' or '#', ..] ? start + url : $"{start.TrimEnd('/')}/{url.TrimStart('/')}";
    }

    /// <summary>Checks that the query or fragment of a base, which is dropped, is not a part of a password.</summary>
    private static void CheckLogin(UrlParts root, string baseUri)
    {
        PrepareAddress(UrlAuthority.Parse(root.Authority ?? ""), isHttp: true, baseUri, root.Authority);
        var endsInQuery = root.Query?.Contains('@', StringComparison.Ordinal) == true
            || root.Fragment?.Contains('@', StringComparison.Ordinal) == true;
        if (endsInQuery) throw Invalid(baseUri, "'?' or '#' precedes an '@'; in a login write ? as %3F and # as %23");
    }

    private static string PrepareAddress(UrlAuthority authority, bool isHttp, string url, string? written)
    {
        // Browsers read a backslash as a slash: they and this module would disagree about the host.
        if (authority.Host.Contains('\\', StringComparison.Ordinal) || authority.Login?.Contains('\\', StringComparison.Ordinal) == true)
        {
            throw Invalid(url, "a backslash precedes its path; in a login write it as %5C");
        }

        if (authority.Host.Length == 0) throw Invalid(url, "it names no host");
        if (!isHttp) return string.IsNullOrEmpty(authority.Port) ? authority.Host : $"{authority.Host}:{authority.Port}";
        if (authority.Login is null && authority.Port is { } text && !IsPort(text) && url.Contains('@', StringComparison.Ordinal))
        {
            throw Invalid(url, "the port is not a number from 0 to 65535; in a login write / as %2F, ? as %3F and # as %23");
        }

        var name = HostName.Prepare(authority.Host) ?? throw Invalid(url, "its host is not a valid name or address");
        if (string.IsNullOrEmpty(authority.Port)) return name;
        if (!IsPort(authority.Port)) throw Invalid(url, "its port is not a number from 0 to 65535");
        var isWritten = written is not null && authority.Login is null && ReferenceEquals(name, authority.Host);
        return isWritten ? written! : $"{name}:{authority.Port}";
    }

    private static bool IsPort(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string PreparePath(string path, bool isHttp)
    {
        if (path.Length == 0) return "/";
        return isHttp ? UrlParts.RemoveDotSegments(PercentEncoding.Normalize(path)) : PercentEncoding.Requote(path);
    }

    private static string Requote(string text, bool isHttp) => isHttp ? PercentEncoding.Normalize(text) : PercentEncoding.Requote(text);

    private static string? PrepareQuery(string? query, QueryParams? parameters, bool isHttp)
    {
        var kept = string.IsNullOrEmpty(query) ? null : Requote(query, isHttp);
        var added = parameters?.Encode() ?? "";
        if (added.Length == 0) return kept;
        added = added.Replace("#", "%23", StringComparison.Ordinal);
        return kept is null ? added : $"{kept}&{added}";
    }

    private static MissingSchemaException Missing(string url) => new(url.Length == 0
        ? "The URL is empty. Give one with its scheme, such as https://example.com/."
        : $"Invalid URL '{UrlRedactor.Redact(url)}': it has no scheme. "
            + $"Perhaps you meant 'https://{UrlRedactor.Redact(url).TrimStart('/')}'?");

    private static InvalidUrlException Invalid(string url, string reason) => new($"Invalid URL '{UrlRedactor.Redact(url)}': {reason}.");
}
