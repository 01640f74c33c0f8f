namespace Requests;

/// <summary>
/// The exception for a response head that breaks RFC 9112 in a way that is not safe to interpret. It is not an <see cref="IOException"/>,
/// so that the handler does not try again.
/// </summary>
/// <param name="reason">
/// The fault, as the end of a sentence whose subject is the server. It may quote the server; control characters are escaped.
/// </param>
/// <param name="isHeader">True when a header is at fault; false when the message is not HTTP.</param>
internal sealed class InvalidResponseException(string reason, bool isHeader) : Exception(VisibleText.EscapeLines(reason))
{
    /// <summary>Gets a value that indicates whether a header is at fault.</summary>
    internal bool IsHeader => isHeader;
}
