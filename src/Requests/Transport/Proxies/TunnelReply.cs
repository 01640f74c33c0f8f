namespace Requests;

/// <summary>A proxy's answer to CONNECT.</summary>
/// <param name="Status">Its status and reason, such as <c>407 Proxy Authentication Required</c>.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="CanAskAgain">Whether the connection can carry another request.</param>
internal sealed record TunnelReply(string Status, HeaderDictionary Headers, bool CanAskAgain)
{
    internal bool IsOpen => Status.StartsWith('2');

    internal bool RequiresCredentials => Status.StartsWith("407", StringComparison.Ordinal);
}
