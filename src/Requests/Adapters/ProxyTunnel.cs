using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>Asks an http proxy for a connection to somebody else (CONNECT).</summary>
/// <remarks>RFC 9110 section 9.3.6.</remarks>
internal static class ProxyTunnel
{
    private const int LargestHead = 64 * 1024;

    /// <summary>Opens the tunnel; the stream then reaches the target.</summary>
    /// <param name="stream">The connection to the proxy.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="target">Where to.</param>
    /// <param name="authorization">The value of Proxy-Authorization, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProxyException">The proxy refuses.</exception>
    internal static async Task OpenAsync(Stream stream, ProxyServer proxy, Uri target, string? authorization, CancellationToken cancellationToken)
    {
        var authority = string.Create(CultureInfo.InvariantCulture, $"{(target.HostNameType == UriHostNameType.IPv6 ? $"[{target.IdnHost.Trim('[', ']')}]" : target.IdnHost)}:{target.Port}");
        var head = $"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{(authorization is null ? "" : $"Proxy-Authorization: {authorization}\r\n")}\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken).ConfigureAwait(false);
        var status = await ReadStatusAsync(stream, proxy, cancellationToken).ConfigureAwait(false);
        if (status.Length < 12 || status[9] != '2') throw new ProxyException($"The proxy '{proxy}' refused a tunnel to '{authority}': {(status.Length > 9 ? status[9..] : "it did not answer in HTTP")}.");
    }

    /// <summary>The first line of the answer; its headers are read over, byte by byte, as what follows belongs to the target.</summary>
    private static async Task<string> ReadStatusAsync(Stream stream, ProxyServer proxy, CancellationToken cancellationToken)
    {
        var head = new List<byte>(256);
        var one = new byte[1];
        while (head.Count < 4 || head[^1] != '\n' || head[^2] != '\r' || head[^3] != '\n')
        {
            if (head.Count > LargestHead || await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0) throw new ProxyException($"The proxy '{proxy}' closed the connection without a whole answer to CONNECT.");
            head.Add(one[0]);
        }

        return Encoding.Latin1.GetString([.. head]).Split('\r')[0];
    }
}
