namespace Requests;

/// <summary>
/// The value of a cookie, apart from the class: what writes down all public properties of what it meets, such as ConvertTo-Json of a response, does not write this one.
/// PowerShell shows it as a property of the cookie, and <see cref="CookieValueExtensions"/> does in C#.
/// </summary>
/// <remarks>The interface is public because PowerShell adapts the properties of public interfaces only.</remarks>
public interface ICookieValue
{
    /// <summary>The value as it is sent.</summary>
    string Value { get; }
}
