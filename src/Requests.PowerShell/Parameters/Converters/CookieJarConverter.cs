using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts parameters to cookie jars, and finds cookies in them.</summary>
internal static class CookieJarConverter
{
    /// <summary>Converts to a cookie jar.</summary>
    /// <param name="value">A session, a response or a jar.</param>
    /// <exception cref="RequestException">The value does not have a cookie jar.</exception>
    internal static CookieJar ToJar(object? value) => PSValue.Unwrap(value) switch
    {
        CookieJar jar => jar,
        Response response => response.Cookies,
        RequestSession session => session.Cookies,
        null => throw ParameterErrors.Invalid("Session", value, "a session, a response or a cookie jar"),
        _ => SessionConverter.ToSession(value)!.Cookies,
    };

    /// <summary>Returns the cookies that match names, domain and path, in the order in which they were set.</summary>
    /// <param name="session">A session, a response or a jar.</param>
    /// <param name="name">A name or a list of names, with wildcards; null for all.</param>
    /// <param name="domain">The domain, or null for any.</param>
    /// <param name="path">The path, or null for any.</param>
    /// <exception cref="RequestException">One of the values is of a kind that is not accepted.</exception>
    internal static RequestCookie[] Find(object? session, object? name, object? domain, object? path)
    {
        var jar = ToJar(session);
        var patterns = TextConverter.ToTexts(name, "Name")?.Select(static pattern => new WildcardPattern(pattern)).ToArray();
        return Find(jar, patterns, TextConverter.ToText(domain, "Domain"), TextConverter.ToText(path, "Path"));
    }

    private static RequestCookie[] Find(CookieJar jar, WildcardPattern[]? patterns, string? domain, string? path)
    {
        return [.. jar.Where(cookie => patterns?.Any(pattern => pattern.IsMatch(cookie.Name)) != false
            && (domain is null || domain.TrimStart('.').Equals(cookie.Domain ?? "", StringComparison.OrdinalIgnoreCase))
            && (path is null || path == cookie.Path))];
    }
}
