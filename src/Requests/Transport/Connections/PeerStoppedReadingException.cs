namespace Requests;

/// <summary>The other end of a connection takes no more bytes; it may have answered.</summary>
internal sealed class PeerStoppedReadingException(IOException cause) : IOException(cause.Message, cause)
{
    /// <summary>True when the connection had carried a response before.</summary>
    internal bool IsReused { get; set; }

    /// <summary>The server has responded before it had the whole request.</summary>
    /// <param name="cause">What ended the write, or null.</param>
    internal static PeerStoppedReadingException Responded(Exception? cause = null) => new(new IOException("The server responded before it had the whole request.", cause));
}
