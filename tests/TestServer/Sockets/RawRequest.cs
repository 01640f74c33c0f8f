using System.Globalization;
using System.Text;

namespace Requests.TestServer;

/// <summary>Represents the parts of a request that a server over a plain socket uses.</summary>
/// <param name="Path">The path with its query.</param>
/// <param name="Cookie">The Cookie header, or an empty string.</param>
/// <param name="BodyLength">The length of the body in bytes.</param>
internal sealed record RawRequest(string Path, string Cookie, int BodyLength);

/// <summary>Reads the requests of one connection. Bodies have a Content-Length.</summary>
/// <param name="stream">The connection.</param>
internal sealed class RawRequestReader(Stream stream)
{
    private readonly byte[] _piece = new byte[16384];
    private string _rest = "";

    /// <summary>Reads a request with its body.</summary>
    /// <returns>The request, or null if the client has closed the connection.</returns>
    internal async Task<RawRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = _rest.IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await FillAsync(cancellationToken)) return null;
        }

        var head = _rest[..(end + 2)];
        var length = GetHeader(head, "Content-Length") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        while (_rest.Length < end + 4 + length)
        {
            if (!await FillAsync(cancellationToken)) return null;
        }

        _rest = _rest[(end + 4 + length)..];
        return new RawRequest(head.Split(' ')[1], GetHeader(head, "Cookie"), length);
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var count = await stream.ReadAsync(_piece, cancellationToken);
        _rest += Encoding.Latin1.GetString(_piece, 0, count);
        return count > 0;
    }

    private static string GetHeader(string head, string name)
    {
        var at = head.IndexOf($"\r\n{name}: ", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return "";
        var from = at + name.Length + 4;
        return head[from..head.IndexOf("\r\n", from, StringComparison.Ordinal)];
    }
}
