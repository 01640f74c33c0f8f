namespace Requests;

/// <summary>A proxy: how it is spoken to, where it is, and who asks. Part of the key that keeps connections apart.</summary>
/// <param name="Scheme"><c>http</c>, <c>https</c>, <c>socks4</c>, <c>socks4a</c>, <c>socks5</c> (names are resolved here) or <c>socks5h</c> (by the proxy).</param>
/// <param name="Host">The host, without brackets.</param>
/// <param name="Port">The port.</param>
/// <param name="UserName">The user, or null.</param>
/// <param name="Password">The password, or null.</param>
public sealed record ProxyServer(string Scheme, string Host, int Port, string? UserName, string? Password)
{
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

    /// <summary>Whether the password waits for a Digest challenge instead of going in advance. Default false.</summary>
    public bool UsesDigest { get; init; }

    /// <summary>Who signs in on its connections by Negotiate or NTLM, or null.</summary>
    internal string? Identity { get; init; }

    /// <summary>Whether it is a SOCKS proxy, which carries any connection.</summary>
    public bool IsSocks => Scheme.StartsWith("socks", StringComparison.Ordinal);

    /// <summary>What proves the caller to an http proxy, in advance; null without a user.</summary>
    internal string? Authorization => UserName is null || IsSocks ? null : BasicCredentials.Encode(UserName, Password ?? "");

    /// <summary>Reads a proxy's URL; one without a scheme is an http proxy.</summary>
    /// <param name="url">The URL, such as <c>http://user:pass@proxy.example:3128</c>.</param>
    /// <exception cref="InvalidProxyUrlException">It is none.</exception>
    /// <remarks>requests: <c>prepend_scheme_if_needed</c>, <c>get_auth_from_url</c>.</remarks>
    public static ProxyServer Parse(string url)
    {
        var text = url.Trim();
        if (text.StartsWith("//", StringComparison.Ordinal)) text = $"http:{text}";
        else if (!text.Contains("://", StringComparison.Ordinal) && !text.Contains(":/", StringComparison.Ordinal)) text = $"http://{text}";
        if (!text.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0) throw Invalid(url);
        var scheme = uri.Scheme.ToLowerInvariant();
        if (!Schemes.Contains(scheme, StringComparer.Ordinal)) throw Invalid(url);
        var userInfo = uri.UserInfo.Split(':', 2);
        var hasUser = uri.UserInfo.Length > 0;
        return new ProxyServer(
            scheme,
            uri.IdnHost,
            uri.Port > 0 ? uri.Port : scheme is "http" ? 80 : scheme is "https" ? 443 : 1080,
            hasUser ? Uri.UnescapeDataString(userInfo[0]) : null,
            hasUser && userInfo.Length > 1 ? Uri.UnescapeDataString(userInfo[1]) : hasUser ? "" : null);
    }

    /// <summary>Such as <c>http://proxy.example:3128</c>; never who asks.</summary>
    public override string ToString() => $"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    private static InvalidProxyUrlException Invalid(string url) =>
        new($"The proxy URL '{ShownUrl.Of(url)}' cannot be used: write it as http://host:port, or with https, socks4, socks4a, socks5 or socks5h; it has to name a host.");
}
