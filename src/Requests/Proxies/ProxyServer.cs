using System.Globalization;

namespace Requests;

/// <summary>Represents a proxy: its protocol, its address and the user. It is a part of the key that separates connections.</summary>
/// <param name="Scheme">
/// <c>http</c>, <c>https</c>, <c>socks4</c>, <c>socks4a</c>, <c>socks5</c> or <c>socks5h</c>. With <c>socks4</c> and <c>socks5</c> names
/// are resolved on this machine, with <c>socks4a</c> and <c>socks5h</c> by the proxy.
/// </param>
/// <param name="Host">The host, without brackets.</param>
/// <param name="Port">The port.</param>
/// <param name="UserName">The user name, or null.</param>
/// <param name="Password">The password, or null.</param>
public sealed record ProxyServer(string Scheme, string Host, int Port, string? UserName, string? Password)
{
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

    /// <summary>
    /// Gets a value that indicates whether the password is sent by Digest after a challenge, not by Basic in advance. Default false.
    /// </summary>
    internal bool UseDigest { get; init; }

    /// <summary>Gets the identity that authenticates connections to the proxy by Negotiate or NTLM, or null.</summary>
    internal string? Identity { get; init; }

    /// <summary>Gets a value that indicates whether it is a SOCKS proxy, which carries any TCP connection.</summary>
    public bool IsSocks => Scheme.StartsWith("socks", StringComparison.Ordinal);

    /// <summary>Gets the Proxy-Authorization value that an http proxy receives in advance; null without a user.</summary>
    internal string? Authorization => UserName is null || IsSocks ? null : BasicCredentials.Encode(UserName, Password ?? "");

    /// <summary>
    /// Parses a proxy's URL. A URL without a scheme is an http proxy; <c>socks</c> is read as <c>socks5h</c>, as desktop settings use it.
    /// </summary>
    /// <param name="url">The URL, such as <c>http://user:pass@proxy.example:3128</c>.</param>
    /// <exception cref="InvalidProxyUrlException">The URL is not a valid proxy URL.</exception>
    /// <remarks>requests: <c>prepend_scheme_if_needed</c>, <c>get_auth_from_url</c>.</remarks>
    public static ProxyServer Parse(string url)
    {
        var text = url.Trim();
        var at = text.LastIndexOf('@');
        if (at >= 0 && text.AsSpan(0, at).IndexOfAny('?', '#') >= 0)
        {
            throw new InvalidProxyUrlException(
                "The proxy URL cannot be used: '?' or '#' precedes an '@'. In a user name or password write ? as %3F and # as %23.");
        }

        if (text.StartsWith("//", StringComparison.Ordinal)) text = $"http:{text}";
        else if (!text.Contains("://", StringComparison.Ordinal) && !text.Contains(":/", StringComparison.Ordinal)) text = $"http://{text}";
        var parts = UrlParts.Parse(text);
        var scheme = parts.Scheme?.ToLowerInvariant();
        if (scheme == "socks") scheme = "socks5h";
        if (scheme is null || !Schemes.Contains(scheme, StringComparer.Ordinal)) throw Invalid(url);
        var authority = UrlAuthority.Parse(parts.Authority ?? "");
        if (parts.Path.Contains('@', StringComparison.Ordinal) || IsAmbiguous(authority)) throw Invalid(url);
        var host = HostName.Prepare(authority.Host) ?? throw Invalid(url);
        var hasUser = authority.Login is { Length: > 0 };
        return new ProxyServer(
            scheme,
            HostName.ToSocketForm(host),
            GetPort(authority.Port, scheme) ?? throw Invalid(url),
            hasUser ? authority.UserName : null,
            hasUser ? authority.Password ?? "" : null);
    }

    /// <summary>Returns the proxy's URL, such as <c>http://proxy.example:3128</c>, without user name and password.</summary>
    public override string ToString() => $"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    /// <summary>
    /// Whether a backslash makes the URL ambiguous. It may separate domain and user or be a part of a password; elsewhere some programs
    /// read it as the end of the host.
    /// </summary>
    private static bool IsAmbiguous(UrlAuthority authority) =>
        authority is { Password: null, Login: { } login } && login.Contains('\\', StringComparison.Ordinal);

    private static int? GetPort(string? port, string scheme)
    {
        if (string.IsNullOrEmpty(port)) return scheme switch { "http" => 80, "https" => 443, _ => 1080 };
        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }

    private static InvalidProxyUrlException Invalid(string url) => new(
        $"The proxy URL '{UrlRedactor.Redact(url)}' cannot be used: write it as http://host:port, "
        + "or with https, socks4, socks4a, socks5 or socks5h; it has to name a host. In a user name or password write / as %2F.");
}
