using System.Globalization;

namespace Requests;

/// <summary>Parses Set-Cookie headers as leniently as browsers do (RFC 6265bis section 5.6). Pure; never throws.</summary>
internal static class SetCookieParser
{
    private const int LongestAttribute = 1024;

    // RFC 6265bis section 5.5: the maximum lifetime of a cookie.
    private static readonly TimeSpan MaximumLifetime = TimeSpan.FromDays(400);

    /// <summary>Parses a header; returns null with a reason when it sets no cookie.</summary>
    /// <param name="header">The header's value.</param>
    /// <param name="origin">The origin of the response.</param>
    /// <param name="now">The current time.</param>
    /// <param name="reason">The reason why there is no cookie; null when there is one.</param>
    internal static RequestCookie? Parse(string header, CookieOrigin origin, DateTimeOffset now, out string? reason)
    {
        if (CookieRules.HasControlCharacters(header))
        {
            reason = "it holds control characters";
            return null;
        }

        var pieces = header.Split(';');
        var (name, value) = SplitPair(pieces[0]);
        if (!CookieRules.IsName(name) || !CookieRules.IsValue(value))
        {
            reason = "it holds control characters";
            return null;
        }

        var attributes = GetAttributes(pieces);
        var domain = attributes.GetValueOrDefault("domain") is { } written
            ? CookieRules.CanonicalizeDomain(WithoutBrackets(written.TrimStart('.')))
            : null;
        var hasDomain = !string.IsNullOrEmpty(domain);
        var path = attributes.GetValueOrDefault("path");
        if ((hasDomain && !CookieRules.IsDomain(domain!)) || (path is not null && !CookieRules.IsPath(path)))
        {
            reason = "its domain or path holds characters that are not allowed";
            return null;
        }

        var isHostOnly = !hasDomain
            || System.Net.IPAddress.TryParse(domain, out _)
            || (domain == origin.Host && CookieRules.IsPublicSuffix(domain));
        var cookie = new RequestCookie(name, value)
        {
            Domain = hasDomain ? domain : origin.Host,
            HostOnly = isHostOnly,
            Path = path is ['/', ..] ? path : CookieRules.DefaultPath(origin.Path),
            Expires = GetExpiry(attributes, now),
            Secure = attributes.ContainsKey("secure"),
            HttpOnly = attributes.ContainsKey("httponly"),
            SameSite = GetSameSite(attributes.GetValueOrDefault("samesite")),
        };
        reason = CookieRules.FindViolation(cookie, origin, hasDomain, path == "/");
        return reason is null ? cookie : null;
    }

    /// <summary>Returns an IPv6 address without the brackets that it has in a URL.</summary>
    private static string WithoutBrackets(string domain) => domain is ['[', .., ']'] ? domain[1..^1] : domain;

    private static (string Name, string Value) SplitPair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? ("", text.Trim()) : (text[..equals].Trim(), text[(equals + 1)..].Trim());
    }

    /// <summary>Returns the attributes by name. The last of several attributes with one name counts.</summary>
    private static Dictionary<string, string> GetAttributes(string[] pieces)
    {
        var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var piece in pieces.Skip(1))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (piece.Trim(), "") : SplitPair(piece);
            if (value.Length <= LongestAttribute && name.Length > 0) attributes[name] = value;
        }

        return attributes;
    }

    /// <summary>Returns the expiry. Max-Age takes precedence over Expires; an attribute that is not valid is ignored.</summary>
    private static DateTimeOffset? GetExpiry(Dictionary<string, string> attributes, DateTimeOffset now)
    {
        if (attributes.TryGetValue("max-age", out var age) && IsWholeNumber(age))
        {
            if (age[0] == '-') return DateTimeOffset.MinValue;
            if (!long.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return now + MaximumLifetime;
            return seconds == 0 ? DateTimeOffset.MinValue : now + TimeSpan.FromSeconds(Math.Min(seconds, MaximumLifetime.TotalSeconds));
        }

        if (!attributes.TryGetValue("expires", out var date) || CookieDate.Parse(date) is not { } expires) return null;
        return expires > now + MaximumLifetime ? now + MaximumLifetime : expires;
    }

    private static bool IsWholeNumber(string text) =>
        text.Length > 0
        && text.AsSpan(text[0] == '-' ? 1 : 0) is { Length: > 0 } digits
        && !digits.ContainsAnyExceptInRange('0', '9');

    /// <summary>Returns a SameSite value in its usual spelling; null when it is not known.</summary>
    /// <param name="value">The value, or null.</param>
    internal static string? GetSameSite(string? value) =>
        Array.Find(["Strict", "Lax", "None"], known => known.Equals(value, StringComparison.OrdinalIgnoreCase));
}
