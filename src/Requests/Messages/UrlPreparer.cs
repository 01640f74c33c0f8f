using System.Globalization;

namespace Requests;

/// <summary>Brings a URL into the form that goes on the wire. <see cref="Uri"/> cannot: it rewrites what the caller wrote.</summary>
/// <remarks>requests: <c>prepare_url</c>, and what urllib3's <c>parse_url</c> does for it.</remarks>
internal static class UrlPreparer
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Prepares a URL. One whose scheme does not begin with <c>http</c> is left alone, for an adapter that knows it.</summary>
    /// <param name="url">The URL; blanks around it are dropped.</param>
    /// <param name="parameters">Pairs to add to its query, or null.</param>
    /// <param name="baseUri">
    /// What a URL without a scheme is put below, or null: <c>https://h/v1</c> and <c>items</c> or <c>/items</c> give <c>https://h/v1/items</c>.
    /// </param>
    /// <exception cref="MissingSchemaException">It has no scheme, and there is no base.</exception>
    /// <exception cref="InvalidUrlException">It cannot be used.</exception>
    internal static PreparedUrl Prepare(string url, QueryParams? parameters, string? baseUri)
    {
        url = url.Trim();
        if (baseUri is not null) url = Below(baseUri, url);
        if (!url.StartsWith("http", StringComparison.OrdinalIgnoreCase) && url.Contains(':', StringComparison.Ordinal)) return new PreparedUrl(url, null, null);
        var parts = UrlParts.Parse(url);
        if (parts.Scheme is null || (parts.Authority is null && parts.Scheme.Contains('.', StringComparison.Ordinal))) throw Missing(url);
        var (userName, password, address) = SplitUserInfo(parts.Authority ?? "");
        var isHttp = parts.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || parts.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
        var prepared = parts with
        {
            Scheme = parts.Scheme.ToLowerInvariant(),
            Authority = isHttp ? PrepareAddress(address, url) : address.Length > 0 ? address : throw Invalid(url, "it names no host"),
            Path = PercentEncoding.Requote(parts.Path.Length == 0 ? "/" : isHttp ? UrlParts.RemoveDotSegments(parts.Path) : parts.Path),
            Query = PrepareQuery(parts.Query, parameters),
            Fragment = parts.Fragment is { Length: > 0 } fragment ? PercentEncoding.Requote(fragment) : null,
        };
        var text = prepared.ToString();
        if (isHttp && !Uri.TryCreate(text, AsWritten, out _)) throw Invalid(url, "it is malformed");
        return new PreparedUrl(text, userName, password);
    }

    /// <summary>Where a reference leads from a URL (RFC 3986 section 5); the result still has to be prepared.</summary>
    /// <param name="baseUrl">The URL that the reference was found at.</param>
    /// <param name="reference">The reference, absolute or relative.</param>
    internal static string Resolve(string baseUrl, string reference) => UrlParts.Parse(baseUrl).Resolve(reference.Trim()).ToString();

    private static string Below(string baseUri, string url)
    {
        var parts = UrlParts.Parse(url);
        if (parts is { Scheme: not null, Authority: not null }) return url;
        var root = UrlParts.Parse(baseUri.Trim());
        if (parts.Authority is not null) return (parts with { Scheme = root.Scheme }).ToString();
        var start = (root with { Query = null, Fragment = null }).ToString();
        return url is "" or ['?' or '#', ..] ? start + url : $"{start.TrimEnd('/')}/{url.TrimStart('/')}";
    }

    private static (string? UserName, string? Password, string Address) SplitUserInfo(string authority)
    {
        var at = authority.LastIndexOf('@');
        if (at < 0) return (null, null, authority);
        var userInfo = authority[..at];
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        var userName = PercentEncoding.Decode(colon < 0 ? userInfo : userInfo[..colon]);
        var password = colon < 0 ? "" : PercentEncoding.Decode(userInfo[(colon + 1)..]);
        return userName.Length + password.Length == 0 ? (null, null, authority[(at + 1)..]) : (userName, password, authority[(at + 1)..]);
    }

    private static string PrepareAddress(string address, string url)
    {
        var colon = address.IndexOf(':', address.StartsWith('[') ? Math.Max(address.IndexOf(']', StringComparison.Ordinal), 0) : 0);
        var host = colon < 0 ? address : address[..colon];
        var port = colon < 0 ? "" : address[(colon + 1)..];
        if (host.Length == 0) throw Invalid(url, "it names no host");
        var name = HostName.Prepare(host) ?? throw Invalid(url, "its host is no valid name or address");
        if (port.Length == 0) return name;
        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? $"{name}:{port}"
            : throw Invalid(url, "its port is no number from 0 to 65535");
    }

    private static string? PrepareQuery(string? query, QueryParams? parameters)
    {
        var kept = string.IsNullOrEmpty(query) ? null : PercentEncoding.Requote(query);
        var added = parameters?.Raw is { } raw ? PercentEncoding.Requote(raw.TrimStart('?')) : parameters is { Count: > 0 } ? QueryEncoder.Encode(parameters) : "";
        if (added.Length == 0) return kept;
        added = added.Replace("#", "%23", StringComparison.Ordinal);
        return kept is null ? added : $"{kept}&{added}";
    }

    private static MissingSchemaException Missing(string url) =>
        new($"Invalid URL '{ShownUrl.Of(url)}': it has no scheme. Perhaps you meant 'https://{ShownUrl.Of(url).TrimStart('/')}'?");

    private static InvalidUrlException Invalid(string url, string reason) => new($"Invalid URL '{ShownUrl.Of(url)}': {reason}.");
}
