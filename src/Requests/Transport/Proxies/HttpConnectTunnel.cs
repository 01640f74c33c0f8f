using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>Opens tunnels through http proxies (CONNECT).</summary>
/// <remarks>RFC 9110 section 9.3.6.</remarks>
internal static class HttpConnectTunnel
{
    private const int LargestHead = 64 * 1024;

    private const int MaximumInterims = 10;

    /// <summary>Returns the target of a tunnel in authority-form.</summary>
    /// <param name="target">The URL.</param>
    internal static string GetAuthority(Uri target) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(target.HostNameType == UriHostNameType.IPv6 ? target.Host : target.IdnHost)}:{target.Port}");

    /// <summary>Sends a CONNECT request. When the reply is positive, the stream reaches the target.</summary>
    /// <param name="stream">The connection to the proxy.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="authority">The target.</param>
    /// <param name="userAgent">The User-Agent of the request, or null; one among the headers takes precedence.</param>
    /// <param name="headers">More headers for the proxy.</param>
    /// <param name="authorization">The value of Proxy-Authorization, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ProxyException">The reply is not HTTP.</exception>
    internal static async Task<TunnelReply> ConnectAsync(
        Stream stream,
        ProxyServer proxy,
        string authority,
        string? userAgent,
        HeaderDictionary headers,
        string? authorization,
        CancellationToken cancellationToken)
    {
        var head = CreateHead(authority, userAgent, headers, authorization);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken).ConfigureAwait(false);
        var lines = await ReadFinalHeadAsync(stream, proxy, cancellationToken).ConfigureAwait(false);
        if (lines is not [{ Length: >= 12 } first, ..] || !first.StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            throw new ProxyException($"The proxy '{proxy}' refused a tunnel to '{authority}': its response is not HTTP.");
        }

        var received = new HeaderDictionary();
        foreach (var line in lines.Skip(1))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                received.Append(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        var status = first[9..];
        var canReuse = status.StartsWith("407", StringComparison.Ordinal)
            && await SkipBodyAsync(stream, first, received, cancellationToken).ConfigureAwait(false);
        return new TunnelReply(status, received, canReuse);
    }

    private static string CreateHead(string authority, string? userAgent, HeaderDictionary headers, string? authorization)
    {
        var head = new StringBuilder($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n");
        if (userAgent is { Length: > 0 } && !headers.ContainsKey("User-Agent"))
        {
            head.Append(CultureInfo.InvariantCulture, $"User-Agent: {userAgent}\r\n");
        }

        foreach (var (name, value) in headers)
        {
            if (authorization is not null && name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase)) continue;
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (authorization is not null) head.Append(CultureInfo.InvariantCulture, $"Proxy-Authorization: {authorization}\r\n");
        return head.Append("\r\n").ToString();
    }

    /// <summary>Returns the lines of the first head that is not an interim one (RFC 9110 section 15.2).</summary>
    private static async Task<string[]> ReadFinalHeadAsync(Stream stream, ProxyServer proxy, CancellationToken cancellationToken)
    {
        for (var interims = 0; ; interims++)
        {
            var head = await ReadHeadAsync(stream, proxy, cancellationToken).ConfigureAwait(false);
            var lines = head.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (interims == MaximumInterims || lines is not [{ Length: >= 12 } first, ..]) return lines;
            if (first[9] != '1' || first.AsSpan(9).StartsWith("101", StringComparison.Ordinal)) return lines;
        }
    }

    /// <summary>Reads the head of the reply byte by byte, as the bytes after it belong to the target.</summary>
    private static async Task<string> ReadHeadAsync(Stream stream, ProxyServer proxy, CancellationToken cancellationToken)
    {
        var head = new List<byte>(256);
        var buffer = new byte[1];
        while (!EndsWithBlankLine(head))
        {
            if (head.Count > LargestHead || await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw new ProxyException($"The proxy '{proxy}' closed the connection without a complete response to CONNECT.");
            }

            head.Add(buffer[0]);
        }

        return Encoding.Latin1.GetString([.. head]);
    }

    /// <summary>Whether the head ends with an empty line. Its end is CR LF, or LF alone (RFC 9112 section 2.2).</summary>
    private static bool EndsWithBlankLine(List<byte> head) =>
        head.Count >= 2 && head[^1] == '\n' && (head[^2] == '\n' || (head.Count >= 3 && head[^2] == '\r' && head[^3] == '\n'));

    /// <summary>Reads the body of a refusal; returns false when the connection cannot be used again.</summary>
    private static async Task<bool> SkipBodyAsync(
        Stream stream,
        string first,
        HeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        var closes = first.StartsWith("HTTP/1.0", StringComparison.Ordinal)
            || HasToken(headers, "Connection", "close")
            || HasToken(headers, "Proxy-Connection", "close");
        if (closes) return false;
        var hasLength = int.TryParse(headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length);
        if (!hasLength || length > LargestHead) return false;
        return await stream.ReadAtLeastAsync(
            new byte[length],
            length,
            throwOnEndOfStream: false,
            cancellationToken).ConfigureAwait(false) == length;
    }

    private static bool HasToken(HeaderDictionary headers, string name, string token) =>
        headers[name]?.Contains(token, StringComparison.OrdinalIgnoreCase) == true;
}
