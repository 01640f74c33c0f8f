namespace Requests;

/// <summary>The head of a response breaks RFC 9112 in a way that cannot be read safely. Not an <see cref="IOException"/>: the handler must not try again.</summary>
/// <param name="reason">What is wrong, as the end of a sentence that begins with the server. It may quote the server, and is made safe to show.</param>
/// <param name="isHeader">True when a header is at fault, false when the message is not HTTP.</param>
internal sealed class InvalidResponseException(string reason, bool isHeader) : Exception(VisibleText.EscapeLines(reason))
{
    /// <summary>True when a header is at fault.</summary>
    internal bool IsHeader => isHeader;
}
