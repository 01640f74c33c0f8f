namespace Requests;

/// <summary>A URL in its wire form, and what its userinfo held.</summary>
/// <param name="Url">ASCII only, with its fragment, without userinfo.</param>
/// <param name="UserName">The name in the URL, decoded; null when there was no userinfo.</param>
/// <param name="Password">The password in the URL, decoded; null when there was none.</param>
internal readonly record struct PreparedUrl(string Url, string? UserName, string? Password);
