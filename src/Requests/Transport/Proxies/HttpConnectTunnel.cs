using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>Asks an http proxy for a connection to somebody else (CONNECT).</summary>
/// <remarks>RFC 9110 section 9.3.6.</remarks>
internal static class HttpConnectTunnel
{
    private const int LargestHead = 64 * 1024;

    private const int MaximumInterims = 10;

    /// <summary>Where a tunnel leads, as CONNECT names it.</summary>
    /// <param name="target">The URL.</param>
    internal static string GetAuthority(Uri target) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(target.HostNameType == UriHostNameType.IPv6 ? target.Host : target.IdnHost)}:{target.Port}");

    /// <summary>Asks for a tunnel; once it is open, the stream reaches the target.</summary>
    /// <param name="stream">The connection to the proxy.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="authority">Where to.</param>
    /// <param name="userAgent">The User-Agent of the request, or null; one among the headers goes before it.</param>
    /// <param name="headers">What else the proxy is told.</param>
    /// <param name="authorization">The value of Proxy-Authorization, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProxyException">The answer is none.</exception>
    internal static async Task<TunnelReply> AskAsync(Stream stream, ProxyServer proxy, string authority, string? userAgent, HeaderDictionary headers, string? authorization, CancellationToken cancellationToken)
    {
        var head = new StringBuilder($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n");
        if (userAgent is { Length: > 0 } && !headers.ContainsKey("User-Agent")) head.Append(CultureInfo.InvariantCulture, $"User-Agent: {userAgent}\r\n");
        foreach (var (name, value) in headers)
        {
            if (authorization is null || !name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase)) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (authorization is not null) head.Append(CultureInfo.InvariantCulture, $"Proxy-Authorization: {authorization}\r\n");
        head.Append("\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ToString()), cancellationToken).ConfigureAwait(false);

        var lines = await ReadFinalHeadAsync(stream, proxy, cancellationToken).ConfigureAwait(false);
        if (lines is not [{ Length: >= 12 } first, ..] || !first.StartsWith("HTTP/1.", StringComparison.Ordinal)) throw new ProxyException($"The proxy '{proxy}' refused a tunnel to '{authority}': it did not answer in HTTP.");
        var fields = new HeaderDictionary();
        foreach (var line in lines.Skip(1))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon) fields.Append(line[..colon], line[(colon + 1)..].Trim());
        }

        var status = first[9..];
        return new TunnelReply(status, fields, status.StartsWith("407", StringComparison.Ordinal) && await SkipBodyAsync(stream, first, fields, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The lines of the first head that is not an interim one (RFC 9110 section 15.2).</summary>
    private static async Task<string[]> ReadFinalHeadAsync(Stream stream, ProxyServer proxy, CancellationToken cancellationToken)
    {
        for (var interims = 0; ; interims++)
        {
            var head = await ReadHeadAsync(stream, proxy, cancellationToken).ConfigureAwait(false);
            var lines = head.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (interims == MaximumInterims || lines is not [{ Length: >= 12 } first, ..] || first[9] != '1' || first.AsSpan(9).StartsWith("101", StringComparison.Ordinal)) return lines;
        }
    }

    /// <summary>The head of the answer, byte by byte, as what follows belongs to the target.</summary>
    private static async Task<string> ReadHeadAsync(Stream stream, ProxyServer proxy, CancellationToken cancellationToken)
    {
        var head = new List<byte>(256);
        var one = new byte[1];
        while (!EndsWithBlankLine(head))
        {
            if (head.Count > LargestHead || await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0) throw new ProxyException($"The proxy '{proxy}' closed the connection without a whole answer to CONNECT.");
            head.Add(one[0]);
        }

        return Encoding.Latin1.GetString([.. head]);
    }

    /// <summary>A blank line, ended by CR LF or by LF alone (RFC 9112 section 2.2).</summary>
    private static bool EndsWithBlankLine(List<byte> head) =>
        head.Count >= 2 && head[^1] == '\n' && (head[^2] == '\n' || (head.Count >= 3 && head[^2] == '\r' && head[^3] == '\n'));

    /// <summary>Reads over the body of a refusal; false when the connection cannot be used again.</summary>
    private static async Task<bool> SkipBodyAsync(Stream stream, string first, HeaderDictionary headers, CancellationToken cancellationToken)
    {
        var closes = first.StartsWith("HTTP/1.0", StringComparison.Ordinal) || Says(headers, "Connection", "close") || Says(headers, "Proxy-Connection", "close");
        if (closes || !int.TryParse(headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > LargestHead) return false;
        return await stream.ReadAtLeastAsync(new byte[length], length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == length;
    }

    private static bool Says(HeaderDictionary headers, string name, string word) => headers[name]?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
