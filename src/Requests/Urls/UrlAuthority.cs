namespace Requests;

/// <summary>Represents the authority of a URL of a request or a proxy (RFC 3986 section 3.2).</summary>
/// <param name="UserName">The user name, decoded; null without userinfo.</param>
/// <param name="Password">The password, decoded; null without one.</param>
/// <param name="Login">The userinfo as written, without the at sign; null without one.</param>
/// <param name="Host">The host, as written.</param>
/// <param name="Port">The port, as written; null without a colon.</param>
internal readonly record struct UrlAuthority(string? UserName, string? Password, string? Login, string Host, string? Port)
{
    /// <summary>Parses an authority. Its last at sign ends the userinfo.</summary>
    /// <param name="authority">The text between the slashes and the path.</param>
    internal static UrlAuthority Parse(string authority)
    {
        var at = authority.LastIndexOf('@');
        var address = at < 0 ? authority : authority[(at + 1)..];
        var colon = address.IndexOf(':', address.StartsWith('[') ? Math.Max(address.IndexOf(']', StringComparison.Ordinal), 0) : 0);
        var host = colon < 0 ? address : address[..colon];
        var port = colon < 0 ? null : address[(colon + 1)..];
        if (at < 0) return new UrlAuthority(null, null, null, host, port);
        var login = authority[..at];
        var end = login.IndexOf(':', StringComparison.Ordinal);
        var password = end < 0 ? null : PercentEncoding.Decode(login[(end + 1)..]);
        return new UrlAuthority(PercentEncoding.Decode(end < 0 ? login : login[..end]), password, login, host, port);
    }
}
