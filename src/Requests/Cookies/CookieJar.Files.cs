namespace Requests;

/// <content>Cookies as text.</content>
public sealed partial class CookieJar
{
    /// <summary>Puts in the cookies of a text: cookies.txt as curl writes it, or JSON as browsers' extensions do. Expired ones are left out.</summary>
    /// <param name="text">The text.</param>
    /// <returns>How many it held.</returns>
    /// <exception cref="InvalidCookieException">It is neither; no cookie was put in.</exception>
    /// <remarks>Python: <c>MozillaCookieJar.load</c>.</remarks>
    public int Import(string text)
    {
        var content = text.TrimStart('\uFEFF');
        var cookies = content.TrimStart() is ['[' or '{', ..] ? JsonCookies.Parse(content) : NetscapeCookies.Parse(content);
        Update(cookies);
        return cookies.Count;
    }

    /// <summary>The cookies as a cookies.txt. SameSite has no place in it.</summary>
    /// <exception cref="InvalidCookieException">A cookie has no domain, for which the format has no place.</exception>
    /// <remarks>Python: <c>MozillaCookieJar.save</c>; curl: <c>--cookie-jar</c>.</remarks>
    public string ExportNetscape() => NetscapeCookies.Write(Snapshot());

    /// <summary>The cookies as JSON, with all their attributes.</summary>
    public string ExportJson() => JsonCookies.Write(Snapshot());
}
