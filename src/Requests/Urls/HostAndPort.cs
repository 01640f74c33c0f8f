using System.Buffers;
using System.Globalization;
using System.Net;

namespace Requests;

/// <summary>Represents a host and a port, either of which can be missing.</summary>
/// <param name="Host">The host in lower case, an IPv6 address without brackets; empty without a host.</param>
/// <param name="Port">The port; 0 without one.</param>
internal sealed record HostAndPort(string Host, int Port)
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\@?# ");

    /// <summary>Parses a host, <c>host:port</c> or <c>:port</c>; returns null for other texts.</summary>
    /// <param name="text">
    /// The text. An IPv6 address with a port has brackets. An empty host, an asterisk as the host, and an empty port count as missing.
    /// </param>
    internal static HostAndPort? Parse(string text)
    {
        text = text.Trim();
        if (text.AsSpan().ContainsAny(Forbidden)) return null;
        if (!text.StartsWith('[') && text.AsSpan().Count(':') > 1) text = $"[{text}]";
        var authority = UrlAuthority.Parse(text);
        if (GetPort(authority.Port) is not { } port) return null;
        if (authority.Host is "" or "*") return new HostAndPort("", port);
        return HostName.Prepare(authority.Host) is { } host ? new HostAndPort(Normalize(HostName.ToSocketForm(host)), port) : null;
    }

    /// <summary>Returns a host in the form in which hosts are compared: an IPv6 address in its shortest form (RFC 5952).</summary>
    /// <param name="host">The host, without brackets.</param>
    internal static string Normalize(string host) =>
        host.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(host, out var address) ? address.ToString() : host;

    /// <summary>Returns the text that <see cref="Parse"/> reads, without the parts that are missing.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return Port == 0 ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}");
    }

    private static int? GetPort(string? port)
    {
        if (string.IsNullOrEmpty(port)) return 0;
        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }
}
