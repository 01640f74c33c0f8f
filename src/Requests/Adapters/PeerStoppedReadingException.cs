namespace Requests;

/// <summary>The other end of a connection takes no more bytes; it may have answered.</summary>
internal sealed class PeerStoppedReadingException(IOException cause) : IOException(cause.Message, cause)
{
    /// <summary>True when the connection had carried a response before.</summary>
    internal bool IsReused { get; set; }
}
