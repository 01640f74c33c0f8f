using System.Net;

namespace Requests;

/// <summary>The rules of RFC 6265bis: what a cookie may be, which URL may set it and which it is sent to. Pure.</summary>
internal static class CookieRules
{
    // RFC 6265bis section 5.6: what is longer is ignored.
    private const int LongestPair = 4096;
    private const string TooLong = "name and value are longer than 4096 bytes";

    internal static bool IsName(string name) => !HasControls(name) && !name.AsSpan().ContainsAny('=', ';') && name.Trim() == name;

    internal static bool IsValue(string value) => !HasControls(value) && !value.Contains(';', StringComparison.Ordinal) && value.Trim() == value;

    internal static bool IsDomain(string domain) => !HasControls(domain) && !domain.AsSpan().ContainsAny(" ;,#") && !HostName.IsTooLong(domain);

    internal static bool IsPath(string path) => !HasControls(path) && !path.Contains(';', StringComparison.Ordinal);

    /// <summary>A domain as it is compared: in lower case, in its ASCII form, without the dot that ends a name, with or without which it is one host.</summary>
    /// <param name="domain">The domain, without a leading dot.</param>
    internal static string Canonical(string domain)
    {
        if (domain is [not '.', .., '.']) domain = domain.TrimEnd('.');
        return (System.Text.Ascii.IsValid(domain) ? domain : HostName.Prepare(domain) ?? domain).ToLowerInvariant();
    }

    /// <summary>Whether the server of a host has replaced or removed a cookie that the caller put in for whatever host is named.</summary>
    /// <param name="cookie">A cookie without a domain.</param>
    /// <param name="host">The host.</param>
    internal static bool IsReplacedAt(RequestCookie cookie, string host) => cookie.ReplacedAt is { } newer && Array.Exists(newer, one => ReachesHost(one, host));

    /// <summary>Whether a cookie's domain is a host or, unless it is for its host alone, one above it.</summary>
    /// <param name="cookie">A cookie with a domain.</param>
    /// <param name="host">The host.</param>
    internal static bool ReachesHost(RequestCookie cookie, string host) => cookie.HostOnly ? cookie.Domain == host : DomainMatches(host, cookie.Domain!);

    /// <summary>
    /// Whether a Set-Cookie header holds a control character other than a tab, for which the whole header is ignored (RFC 6265bis section 5.6 step 1).
    /// </summary>
    /// <param name="header">The header's value.</param>
    internal static bool HoldsControls(ReadOnlySpan<char> header) =>
        header.ContainsAnyInRange('\0', '\b') || header.ContainsAnyInRange('\n', '\u001f') || header.Contains('\u007f');

    /// <summary>
    /// A cookie of a file as the rules allow it, or null. One that is for a whole public suffix goes to the host of that name alone.
    /// </summary>
    /// <param name="cookie">The cookie.</param>
    /// <param name="reason">Why it is refused; null when it is not.</param>
    internal static RequestCookie? FromFile(RequestCookie cookie, out string? reason)
    {
        if (cookie is { HostOnly: false, Domain: { Length: > 0 } domain } && (!domain.Contains('.', StringComparison.Ordinal) || IsPublicSuffix(domain) || IPAddress.TryParse(domain, out _)))
        {
            cookie = cookie with { HostOnly = true };
        }

        reason = IsTooLong(cookie) ? TooLong : WhyNotItsPrefix(cookie, cookie is { HostOnly: true, Path: "/" });
        return reason is null ? cookie : null;
    }

    /// <summary>Why a URL may not set a cookie, or null when it may.</summary>
    /// <param name="cookie">The cookie as the server wrote it.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="hasDomain">Whether the server named a domain.</param>
    /// <param name="hasRootPath">Whether the server named the path <c>/</c>.</param>
    /// <remarks>RFC 6265bis section 5.7.</remarks>
    internal static string? WhyNotSet(RequestCookie cookie, CookieOrigin origin, bool hasDomain, bool hasRootPath)
    {
        if (cookie.Name.Length + cookie.Value.Length == 0) return "it is empty";
        if (IsTooLong(cookie)) return TooLong;
        if (!DomainMatches(origin.Host, cookie.Domain!)) return $"'{origin.Host}' may not set cookies for '{cookie.Domain}'";
        if (hasDomain && !cookie.Domain!.Contains('.', StringComparison.Ordinal) && cookie.Domain != origin.Host) return "a cookie for a whole top-level domain would reach strangers";
        if (hasDomain && cookie.Domain != origin.Host && IsPublicSuffix(cookie.Domain!)) return $"a cookie for all of '{cookie.Domain}', where anybody can register a name, would reach strangers";
        if (cookie.Secure && !origin.IsTrusted) return "only https may set a Secure cookie";
        if (WhyNotItsPrefix(cookie, !hasDomain && hasRootPath) is { } reason) return reason;
        return cookie.SameSite == "None" && !cookie.Secure && origin.IsSecure ? "SameSite=None demands Secure" : null;
    }

    /// <summary>Whether anybody can register a name below a domain. Names without a dot are the local network's own.</summary>
    /// <param name="domain">A domain in lower case.</param>
    internal static bool IsPublicSuffix(string domain) => domain.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(domain, out _) && PublicSuffixes.Contains(domain);

    /// <summary>True when an insecure origin must leave an existing Secure cookie alone (RFC 6265bis section 5.7 step 16).</summary>
    /// <param name="existing">The cookie in the jar.</param>
    /// <param name="cookie">The one that is to be stored.</param>
    internal static bool ShadowsSecure(RequestCookie existing, RequestCookie cookie) =>
        existing.Secure && existing.Name == cookie.Name && PathMatches(cookie.Path, existing.Path)
        && (DomainMatches(existing.Domain!, cookie.Domain!) || DomainMatches(cookie.Domain!, existing.Domain!));

    /// <summary>Whether a cookie goes to a URL.</summary>
    /// <param name="cookie">A cookie with a domain.</param>
    /// <param name="target">Where the request goes.</param>
    /// <param name="now">The time.</param>
    /// <remarks>RFC 6265bis section 5.8.3. SameSite is a browser's matter: here every request is the user's own.</remarks>
    internal static bool GoesTo(RequestCookie cookie, CookieOrigin target, DateTimeOffset now) =>
        !IsExpired(cookie, now)
        && (target.IsTrusted || !cookie.Secure)
        && ReachesHost(cookie, target.Host)
        && PathMatches(target.Path, cookie.Path);

    internal static bool IsExpired(RequestCookie cookie, DateTimeOffset now) => cookie.Expires <= now;

    /// <summary>RFC 6265bis section 5.1.3; an address matches only itself.</summary>
    /// <param name="host">A host in lower case.</param>
    /// <param name="domain">A domain in lower case, without a leading dot.</param>
    internal static bool DomainMatches(string host, string domain) =>
        host == domain
        || (host.Length > domain.Length && host.EndsWith(domain, StringComparison.Ordinal) && host[^(domain.Length + 1)] == '.' && !IPAddress.TryParse(host, out _));

    /// <summary>RFC 6265bis section 5.1.4.</summary>
    /// <param name="path">The path of a request.</param>
    /// <param name="cookiePath">The path of a cookie.</param>
    internal static bool PathMatches(string path, string cookiePath) =>
        path.StartsWith(cookiePath, StringComparison.Ordinal)
        && (path.Length == cookiePath.Length || cookiePath.EndsWith('/') || path[cookiePath.Length] == '/');

    /// <summary>The path a cookie is for when the server names none: the folder of the URL.</summary>
    /// <param name="path">The path of the URL.</param>
    internal static string DefaultPath(string path) => path.LastIndexOf('/') is > 0 and var end ? path[..end] : "/";

    private static string? WhyNotItsPrefix(RequestCookie cookie, bool isHostsOwn)
    {
        if (StartsWith(cookie, "__Secure-") && !cookie.Secure) return "its prefix demands Secure";
        return StartsWith(cookie, "__Host-") && !(cookie.Secure && isHostsOwn) ? "its prefix demands Secure, the path / and no domain" : null;
    }

    /// <summary>Counted in bytes; a text from a server has one character a byte.</summary>
    private static bool IsTooLong(RequestCookie cookie) => Bytes(cookie.Name) + Bytes(cookie.Value) > LongestPair;

    private static int Bytes(string text) => text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff') ? System.Text.Encoding.UTF8.GetByteCount(text) : text.Length;

    private static bool StartsWith(RequestCookie cookie, string prefix) =>
        cookie.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || (cookie.Name.Length == 0 && cookie.Value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool HasControls(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.Contains('\u007f', StringComparison.Ordinal);
}
