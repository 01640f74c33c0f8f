namespace Requests;

/// <summary>Gives C# callers the value of a cookie. In PowerShell it is the property Value.</summary>
public static class CookieValueExtensions
{
    /// <summary>Returns the value as it is sent.</summary>
    /// <param name="cookie">The cookie.</param>
    public static string GetValue(this RequestCookie cookie) => ((ICookieValue)cookie).Value;
}
