using System.Globalization;

namespace Requests;

/// <summary>Reads Set-Cookie headers as lenient as browsers do (RFC 6265bis section 5.6). Pure; never throws.</summary>
internal static class SetCookieParser
{
    private const int LongestAttribute = 1024;

    // Section 5.5: no cookie lives longer.
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(400);

    /// <summary>The cookie that a header sets from a URL, or why it sets none.</summary>
    /// <param name="header">The header's value.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="now">The time.</param>
    /// <param name="reason">Why there is no cookie; null when there is one.</param>
    internal static RequestCookie? Parse(string header, CookieOrigin origin, DateTimeOffset now, out string? reason)
    {
        if (CookieRules.HoldsControls(header))
        {
            reason = "it holds control characters";
            return null;
        }

        var pieces = header.Split(';');
        var (name, value) = Pair(pieces[0]);
        if (!CookieRules.IsName(name) || !CookieRules.IsValue(value))
        {
            reason = "it holds control characters";
            return null;
        }

        var attributes = Attributes(pieces);
        var domain = attributes.GetValueOrDefault("domain") is { } written ? CookieRules.Canonical(WithoutBrackets(written.TrimStart('.'))) : null;
        var hasDomain = !string.IsNullOrEmpty(domain);
        var path = attributes.GetValueOrDefault("path");
        if ((hasDomain && !CookieRules.IsDomain(domain!)) || (path is not null && !CookieRules.IsPath(path)))
        {
            reason = "its domain or path holds what none can hold";
            return null;
        }

        var cookie = new RequestCookie(name, value)
        {
            Domain = hasDomain ? domain : origin.Host,
            HostOnly = !hasDomain || System.Net.IPAddress.TryParse(domain, out _) || (domain == origin.Host && CookieRules.IsPublicSuffix(domain)),
            Path = path is ['/', ..] ? path : CookieRules.DefaultPath(origin.Path),
            Expires = Expiry(attributes, now),
            Secure = attributes.ContainsKey("secure"),
            HttpOnly = attributes.ContainsKey("httponly"),
            SameSite = GetSameSite(attributes.GetValueOrDefault("samesite")),
        };
        reason = CookieRules.WhyNotSet(cookie, origin, hasDomain, path == "/");
        return reason is null ? cookie : null;
    }

    /// <summary>An IPv6 address, which a URL has in brackets and a host has not.</summary>
    private static string WithoutBrackets(string domain) => domain is ['[', .., ']'] ? domain[1..^1] : domain;

    private static (string Name, string Value) Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? ("", text.Trim()) : (text[..equals].Trim(), text[(equals + 1)..].Trim());
    }

    /// <summary>The attributes by name in lower case; of two with one name the last counts.</summary>
    private static Dictionary<string, string> Attributes(string[] pieces)
    {
        var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var piece in pieces.Skip(1))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (piece.Trim(), "") : Pair(piece);
            if (value.Length <= LongestAttribute && name.Length > 0) attributes[name] = value;
        }

        return attributes;
    }

    /// <summary>Max-Age wins over Expires; what cannot be read counts as not there.</summary>
    private static DateTimeOffset? Expiry(Dictionary<string, string> attributes, DateTimeOffset now)
    {
        if (attributes.TryGetValue("max-age", out var age) && IsWholeNumber(age))
        {
            if (age[0] == '-' || !long.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return age[0] == '-' ? DateTimeOffset.MinValue : now + LongestLife;
            return seconds == 0 ? DateTimeOffset.MinValue : now + TimeSpan.FromSeconds(Math.Min(seconds, LongestLife.TotalSeconds));
        }

        if (!attributes.TryGetValue("expires", out var date) || CookieDate.Parse(date) is not { } expires) return null;
        return expires > now + LongestLife ? now + LongestLife : expires;
    }

    private static bool IsWholeNumber(string text) => text.Length > 0 && text.AsSpan(text[0] == '-' ? 1 : 0) is { Length: > 0 } digits && !digits.ContainsAnyExceptInRange('0', '9');

    internal static string? GetSameSite(string? value) =>
        Array.Find(["Strict", "Lax", "None"], known => known.Equals(value, StringComparison.OrdinalIgnoreCase));
}
