using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The accepted forms of what holds cookies.</summary>
internal static class CookieJarConverter
{
    /// <summary>The jar of a session or response, or a jar itself.</summary>
    /// <param name="value">What was given.</param>
    /// <exception cref="RequestException">It holds no cookies.</exception>
    internal static CookieJar ToJar(object? value) => PSValue.Unwrap(value) switch
    {
        CookieJar jar => jar,
        Response response => response.Cookies,
        RequestSession session => session.Cookies,
        null => throw ParameterErrors.Invalid("Session", value, "a session, a response or a cookie jar"),
        _ => SessionConverter.ToSession(value)!.Cookies,
    };

    /// <summary>The cookies that names, domain and path pick out, in the order of setting.</summary>
    /// <param name="session">A session, a response or a jar.</param>
    /// <param name="name">Names, with wildcards; null for all.</param>
    /// <param name="domain">The domain, or null for any.</param>
    /// <param name="path">The path, or null for any.</param>
    /// <exception cref="RequestException">One of the values has a form that cannot be used.</exception>
    internal static RequestCookie[] Find(object? session, object? name, object? domain, object? path)
    {
        var jar = ToJar(session);
        var patterns = TextConverter.ToTexts(name, "Name")?.Select(static one => new WildcardPattern(one)).ToArray();
        return Find(jar, patterns, TextConverter.ToText(domain, "Domain"), TextConverter.ToText(path, "Path"));
    }

    private static RequestCookie[] Find(CookieJar jar, WildcardPattern[]? patterns, string? domain, string? path)
    {
        return [.. jar.Where(cookie => patterns?.Any(one => one.IsMatch(cookie.Name)) != false
            && (domain is null || domain.TrimStart('.').Equals(cookie.Domain ?? "", StringComparison.OrdinalIgnoreCase))
            && (path is null || path == cookie.Path))];
    }
}
