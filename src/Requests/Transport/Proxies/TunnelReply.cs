using System.Globalization;

namespace Requests;

/// <summary>Represents the response of a proxy to CONNECT.</summary>
/// <param name="Status">The status code and reason phrase, such as <c>407 Proxy Authentication Required</c>.</param>
/// <param name="Headers">The headers.</param>
/// <param name="CanReuseConnection">Whether the connection can carry another request.</param>
internal sealed record TunnelReply(string Status, HeaderDictionary Headers, bool CanReuseConnection)
{
    /// <summary>Gets the status code; null where the status line has none.</summary>
    internal int? StatusCode => Status.Length >= 3
        && int.TryParse(Status.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;

    /// <summary>Gets a value that indicates whether the tunnel is open.</summary>
    internal bool IsOpen => Status.StartsWith('2');

    /// <summary>Gets a value that indicates whether the proxy requires authentication.</summary>
    internal bool RequiresAuthentication => Status.StartsWith("407", StringComparison.Ordinal);
}
