namespace Requests;

/// <summary>Represents a URL in its wire form, and its userinfo.</summary>
/// <param name="Url">The URL: ASCII only, with its fragment, without userinfo.</param>
/// <param name="UserName">The user name of the URL, decoded; null when the URL had no userinfo.</param>
/// <param name="Password">The password of the URL, decoded; null when it had none.</param>
internal readonly record struct PreparedUrl(string Url, string? UserName, string? Password);
