namespace Requests;

/// <summary>The exception for a server that stopped reading the request. It may have sent a response.</summary>
internal sealed class PeerStoppedReadingException(IOException cause) : IOException(cause.Message, cause)
{
    /// <summary>Gets or sets a value that indicates whether the connection had carried a response before.</summary>
    internal bool IsReused { get; set; }

    /// <summary>Creates the exception for a server that responded before it had the whole request.</summary>
    /// <param name="cause">The exception that ended the write, or null.</param>
    internal static PeerStoppedReadingException Create(Exception? cause = null) =>
        new(new IOException("The server responded before it had the whole request.", cause));
}
