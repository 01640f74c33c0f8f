using System.Net;

namespace Requests;

/// <content>Cookies from other places.</content>
public sealed partial class CookieJar
{
    /// <summary>Puts in names and values, for whatever host the caller of a request names.</summary>
    /// <param name="cookies">Names and values.</param>
    /// <remarks>requests: <c>add_dict_to_cookiejar</c>.</remarks>
    /// <exception cref="InvalidCookieException">No cookie can be called or hold that.</exception>
    public void Update(IEnumerable<KeyValuePair<string, string>> cookies)
    {
        foreach (var (name, value) in cookies) Set(name, value);
    }

    /// <summary>Puts in the cookies of .NET's own kind.</summary>
    /// <param name="cookies">Such as a <c>CookieContainer</c> gives.</param>
    /// <exception cref="InvalidCookieException">One holds what no cookie can.</exception>
    public void Update(CookieCollection cookies)
    {
        foreach (var cookie in cookies.Cast<Cookie>())
        {
            Set(new RequestCookie(cookie.Name, cookie.Value)
            {
                Domain = cookie.Domain.Length == 0 ? null : cookie.Domain.TrimStart('.').ToLowerInvariant(),
                HostOnly = !cookie.Domain.StartsWith('.'),
                Path = cookie.Path.Length == 0 ? "/" : cookie.Path,
                Expires = cookie.Expires == DateTime.MinValue ? null : new DateTimeOffset(cookie.Expires),
                Secure = cookie.Secure,
                HttpOnly = cookie.HttpOnly,
            });
        }
    }
}
