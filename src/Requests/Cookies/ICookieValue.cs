namespace Requests;

/// <summary>
/// Represents the value of a cookie, apart from its class, so that code which writes all public properties, such as ConvertTo-Json of a
/// response, does not write the value. PowerShell shows it as a property of the cookie; in C# <see cref="CookieValueExtensions"/> returns
/// it.
/// </summary>
/// <remarks>The interface is public because PowerShell adapts the properties of public interfaces only.</remarks>
public interface ICookieValue
{
    /// <summary>Gets the value as it is sent.</summary>
    string Value { get; }
}
