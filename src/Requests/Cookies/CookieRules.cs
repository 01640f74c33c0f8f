using System.Net;

namespace Requests;

/// <summary>
/// Implements the rules of RFC 6265bis: which cookies are valid, which URL may set them and to which they are sent. Pure.
/// </summary>
internal static class CookieRules
{
    // RFC 6265bis section 5.6: a longer cookie is ignored.
    private const int LongestPair = 4096;
    private const string TooLong = "name and value are longer than 4096 bytes";

    /// <summary>Returns whether a text can be the name of a cookie.</summary>
    /// <param name="name">The text.</param>
    internal static bool IsName(string name) => !HasControls(name) && !name.AsSpan().ContainsAny('=', ';') && name.Trim() == name;

    /// <summary>Returns whether a text can be the value of a cookie.</summary>
    /// <param name="value">The text.</param>
    internal static bool IsValue(string value) =>
        !HasControls(value) && !value.Contains(';', StringComparison.Ordinal) && value.Trim() == value;

    /// <summary>Returns whether a text can be the domain of a cookie.</summary>
    /// <param name="domain">The text.</param>
    internal static bool IsDomain(string domain) =>
        !HasControls(domain) && !domain.AsSpan().ContainsAny(" ;,#") && !HostName.IsTooLong(domain);

    /// <summary>Returns whether a text can be the path of a cookie.</summary>
    /// <param name="path">The text.</param>
    internal static bool IsPath(string path) => !HasControls(path) && !path.Contains(';', StringComparison.Ordinal);

    /// <summary>
    /// Returns a domain in the form that is compared: in lower case, in ASCII, without the final dot, which does not change the host.
    /// </summary>
    /// <param name="domain">The domain, without a leading dot.</param>
    internal static string CanonicalizeDomain(string domain)
    {
        if (domain is [not '.', .., '.']) domain = domain.TrimEnd('.');
        return (System.Text.Ascii.IsValid(domain) ? domain : HostName.Prepare(domain) ?? domain).ToLowerInvariant();
    }

    /// <summary>Returns whether the server of a host has replaced or removed a cookie that was added without a domain.</summary>
    /// <param name="cookie">A cookie without a domain.</param>
    /// <param name="host">The host.</param>
    internal static bool IsReplacedAt(RequestCookie cookie, string host) =>
        cookie.ReplacedAt is { } newer && Array.Exists(newer, replacement => CoversHost(replacement, host));

    /// <summary>Returns whether a cookie's domain is a host or, unless it is host-only, a domain above the host.</summary>
    /// <param name="cookie">A cookie with a domain.</param>
    /// <param name="host">The host.</param>
    internal static bool CoversHost(RequestCookie cookie, string host) =>
        cookie.HostOnly ? cookie.Domain == host : DomainMatches(host, cookie.Domain!);

    /// <summary>
    /// Returns whether a Set-Cookie header contains a control character other than a tab. Such a header is ignored (RFC 6265bis section 5.6
    /// step 1).
    /// </summary>
    /// <param name="header">The header's value.</param>
    internal static bool HasControlCharacters(ReadOnlySpan<char> header) =>
        header.ContainsAnyInRange('\0', '\b') || header.ContainsAnyInRange('\n', '\u001f') || header.Contains('\u007f');

    /// <summary>
    /// Returns a cookie of a file as the rules allow it, or null. A cookie for a whole public suffix becomes host-only.
    /// </summary>
    /// <param name="cookie">The cookie.</param>
    /// <param name="reason">The reason for a refusal, or null.</param>
    internal static RequestCookie? FromFile(RequestCookie cookie, out string? reason)
    {
        if (cookie is { HostOnly: false, Domain: { Length: > 0 } domain } && IsSingleHost(domain)) cookie = cookie with { HostOnly = true };

        reason = IsTooLong(cookie) ? TooLong : FindPrefixViolation(cookie, cookie is { HostOnly: true, Path: "/" });
        return reason is null ? cookie : null;
    }

    /// <summary>Returns why a URL may not set a cookie, or null when it may.</summary>
    /// <param name="cookie">The cookie as the server wrote it.</param>
    /// <param name="origin">The origin that sets it.</param>
    /// <param name="hasDomain">Whether the header has a domain.</param>
    /// <param name="hasRootPath">Whether the header has the path <c>/</c>.</param>
    /// <remarks>RFC 6265bis section 5.7.</remarks>
    internal static string? FindViolation(RequestCookie cookie, CookieOrigin origin, bool hasDomain, bool hasRootPath)
    {
        if (cookie.Name.Length + cookie.Value.Length == 0) return "it is empty";
        if (IsTooLong(cookie)) return TooLong;
        if (!DomainMatches(origin.Host, cookie.Domain!)) return $"'{origin.Host}' may not set cookies for '{cookie.Domain}'";
        if (hasDomain && cookie.Domain != origin.Host && !cookie.Domain!.Contains('.', StringComparison.Ordinal))
        {
            return "a cookie for a whole top-level domain would reach unrelated sites";
        }

        if (hasDomain && cookie.Domain != origin.Host && IsPublicSuffix(cookie.Domain!))
        {
            return $"a cookie for all of '{cookie.Domain}', where anyone can register a name, would reach unrelated sites";
        }

        if (cookie.Secure && !origin.IsTrusted) return "only https may set a Secure cookie";
        if (FindPrefixViolation(cookie, !hasDomain && hasRootPath) is { } reason) return reason;
        return cookie.SameSite == "None" && !cookie.Secure && origin.IsSecure ? "SameSite=None requires Secure" : null;
    }

    /// <summary>Returns whether anyone can register a name below a domain. Names without a dot belong to the local network.</summary>
    /// <param name="domain">A domain in lower case.</param>
    internal static bool IsPublicSuffix(string domain) =>
        domain.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(domain, out _) && PublicSuffixes.Contains(domain);

    /// <summary>Returns whether an insecure origin must not replace an existing Secure cookie (RFC 6265bis section 5.7 step 16).</summary>
    /// <param name="existing">The cookie in the jar.</param>
    /// <param name="cookie">The cookie to store.</param>
    internal static bool OverwritesSecure(RequestCookie existing, RequestCookie cookie) =>
        existing.Secure
        && existing.Name == cookie.Name
        && PathMatches(cookie.Path, existing.Path)
        && (DomainMatches(existing.Domain!, cookie.Domain!) || DomainMatches(cookie.Domain!, existing.Domain!));

    /// <summary>Returns whether a cookie is sent to a URL.</summary>
    /// <param name="cookie">A cookie with a domain.</param>
    /// <param name="target">The origin of the request.</param>
    /// <param name="now">The current time.</param>
    /// <remarks>RFC 6265bis section 5.8.3. SameSite applies to browsers; here each request is the user's own.</remarks>
    internal static bool IsSentTo(RequestCookie cookie, CookieOrigin target, DateTimeOffset now) =>
        !IsExpired(cookie, now)
        && (target.IsTrusted || !cookie.Secure)
        && CoversHost(cookie, target.Host)
        && PathMatches(target.Path, cookie.Path);

    /// <summary>Returns whether a cookie has expired.</summary>
    /// <param name="cookie">The cookie.</param>
    /// <param name="now">The current time.</param>
    internal static bool IsExpired(RequestCookie cookie, DateTimeOffset now) => cookie.Expires <= now;

    /// <summary>Returns whether a host is a domain or below it (RFC 6265bis section 5.1.3). An address matches only itself.</summary>
    /// <param name="host">A host in lower case.</param>
    /// <param name="domain">A domain in lower case, without a leading dot.</param>
    internal static bool DomainMatches(string host, string domain) =>
        host == domain
        || (host.Length > domain.Length
            && host.EndsWith(domain, StringComparison.Ordinal)
            && host[^(domain.Length + 1)] == '.'
            && !IPAddress.TryParse(host, out _));

    /// <summary>Returns whether the path of a request is a cookie's path or below it (RFC 6265bis section 5.1.4).</summary>
    /// <param name="path">The path of a request.</param>
    /// <param name="cookiePath">The path of a cookie.</param>
    internal static bool PathMatches(string path, string cookiePath) =>
        path.StartsWith(cookiePath, StringComparison.Ordinal)
        && (path.Length == cookiePath.Length || cookiePath.EndsWith('/') || path[cookiePath.Length] == '/');

    /// <summary>Returns the path of a cookie without a valid Path attribute: the folder of the URL (RFC 6265bis section 5.1.4).</summary>
    /// <param name="path">The path of the URL.</param>
    internal static string DefaultPath(string path) => path.LastIndexOf('/') is > 0 and var end ? path[..end] : "/";

    private static bool IsSingleHost(string domain) =>
        !domain.Contains('.', StringComparison.Ordinal) || IsPublicSuffix(domain) || IPAddress.TryParse(domain, out _);

    private static string? FindPrefixViolation(RequestCookie cookie, bool isHostOnlyAtRoot)
    {
        if (StartsWith(cookie, "__Secure-") && !cookie.Secure) return "its prefix requires Secure";
        var isAllowed = cookie.Secure && isHostOnlyAtRoot;
        return StartsWith(cookie, "__Host-") && !isAllowed ? "its prefix requires Secure, the path / and no domain" : null;
    }

    /// <summary>Whether name and value are too long, in bytes. A text from a server has one character per byte.</summary>
    private static bool IsTooLong(RequestCookie cookie) => CountBytes(cookie.Name) + CountBytes(cookie.Value) > LongestPair;

    private static int CountBytes(string text) =>
        text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff') ? System.Text.Encoding.UTF8.GetByteCount(text) : text.Length;

    private static bool StartsWith(RequestCookie cookie, string prefix) =>
        cookie.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        || (cookie.Name.Length == 0 && cookie.Value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool HasControls(string text) =>
        text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.Contains('\u007f', StringComparison.Ordinal);
}
