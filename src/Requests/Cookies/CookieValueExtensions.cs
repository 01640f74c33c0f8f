namespace Requests;

/// <summary>The value of a cookie for C#; in PowerShell it is the property Value.</summary>
public static class CookieValueExtensions
{
    /// <summary>The value as it is sent.</summary>
    /// <param name="cookie">The cookie.</param>
    public static string GetValue(this RequestCookie cookie) => ((ICookieValue)cookie).Value;
}
