using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The accepted forms of what holds cookies.</summary>
internal static class JarForms
{
    /// <summary>The jar of a session or response, or a jar itself.</summary>
    /// <param name="value">What was given.</param>
    /// <exception cref="RequestException">It holds no cookies.</exception>
    internal static CookieJar ToJar(object? value) => Values.Unwrap(value) switch
    {
        CookieJar jar => jar,
        Response response => response.Cookies,
        _ => SessionForms.ToSession(value)?.Cookies ?? throw new InvalidParameterException("There is no session, response or cookie jar to take cookies from."),
    };

    /// <summary>The cookies that names, domain and path pick out, in the order of setting.</summary>
    /// <param name="jar">The jar.</param>
    /// <param name="names">Names, with wildcards; null for all.</param>
    /// <param name="domain">The domain, or null for any.</param>
    /// <param name="path">The path, or null for any.</param>
    internal static RequestCookie[] Find(CookieJar jar, string[]? names, string? domain, string? path)
    {
        var patterns = names?.Select(name => new WildcardPattern(name)).ToArray();
        return [.. jar.Where(cookie => patterns?.Any(one => one.IsMatch(cookie.Name)) != false
            && (domain is null || domain.TrimStart('.').Equals(cookie.Domain ?? "", StringComparison.OrdinalIgnoreCase))
            && (path is null || path == cookie.Path))];
    }
}
