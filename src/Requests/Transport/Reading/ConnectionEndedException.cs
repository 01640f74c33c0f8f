namespace Requests;

/// <summary>
/// The exception for a connection that ended before the first byte of a response. It is not an <see cref="IOException"/>, so that the
/// handler does not try again.
/// </summary>
/// <param name="cause">The exception of the connection, or null when the server closed it.</param>
internal sealed class ConnectionEndedException(
    Exception? cause = null) : Exception("The server closed the connection without a response.", cause)
{
    /// <summary>
    /// Gets a value that indicates whether the connection had carried a response before, so that the server may have closed it while it was
    /// idle.
    /// </summary>
    internal bool IsReused { get; init; }

    /// <summary>Gets a value that indicates whether no byte of the request was written.</summary>
    internal bool NothingWritten { get; init; }
}
