namespace Requests;

/// <summary>The value of a cookie as a property of it.</summary>
public static class CookieValueExtensions
{
    /// <param name="cookie">The cookie.</param>
    extension(RequestCookie cookie)
    {
        /// <summary>The value as it is sent.</summary>
        public string Value => ((ICookieValue)cookie).Value;
    }
}
