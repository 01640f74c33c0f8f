namespace Requests;

/// <content>Cookies as text.</content>
public sealed partial class CookieJar
{
    /// <summary>
    /// Adds the cookies of a text: cookies.txt as curl writes it, or JSON as browser extensions write it. Expired cookies are ignored.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>How many it held that the rules allow.</returns>
    /// <exception cref="InvalidCookieException">It is neither, or none of its cookies can be read; no cookie was put in.</exception>
    /// <remarks>Python: <c>MozillaCookieJar.load</c>.</remarks>
    public int Import(string text) => Import(text, out _);

    /// <summary>
    /// Adds the cookies of a text that a server could have set (RFC 6265bis): one for a whole public suffix goes to the host of that name
    /// alone; one that breaks the rule of its prefix, is longer than 4096 bytes, or cannot be read, is refused, and the others are put in.
    /// </summary>
    /// <param name="text">The text: cookies.txt or JSON.</param>
    /// <param name="refused">Which cookies were refused, and why.</param>
    /// <returns>How many were allowed.</returns>
    /// <exception cref="InvalidCookieException">The text is neither, or none of its cookies can be read; no cookie was put in.</exception>
    public int Import(string text, out IReadOnlyList<string> refused)
    {
        var content = text.TrimStart('\uFEFF');
        var reasons = new List<string>();
        var cookies = content.TrimStart() is ['[' or '{', ..]
            ? JsonCookies.Parse(content, reasons)
            : NetscapeCookies.Parse(content, reasons);
        if (cookies.Count == 0 && reasons.Count > 0) throw new InvalidCookieException(reasons[0]);
        var allowed = new List<RequestCookie>(cookies.Count);
        foreach (var cookie in cookies)
        {
            if (CookieRules.FromFile(cookie, out var reason) is { } good) allowed.Add(good);
            else reasons.Add($"The cookie '{cookie.Name}' for '{cookie.Domain}{cookie.Path}' is refused: {reason}.");
        }

        Update(allowed);
        refused = reasons.ToArray();
        return allowed.Count;
    }

    /// <summary>The cookies as a cookies.txt. SameSite has no place in it.</summary>
    /// <exception cref="InvalidCookieException">A cookie has no domain, for which the format has no place.</exception>
    /// <remarks>Python: <c>MozillaCookieJar.save</c>; curl: <c>--cookie-jar</c>.</remarks>
    public string ExportNetscape() => NetscapeCookies.Write(Snapshot());

    /// <summary>The cookies as JSON, with all their attributes.</summary>
    public string ExportJson() => JsonCookies.Write(Snapshot());
}
