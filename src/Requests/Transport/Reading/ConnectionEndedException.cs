namespace Requests;

/// <summary>A connection ended before the first byte of a response. Not an <see cref="IOException"/>: the handler must not try again.</summary>
/// <param name="cause">What the connection threw, or null when the server closed it.</param>
internal sealed class ConnectionEndedException(Exception? cause = null) : Exception("The server closed the connection without a response.", cause)
{
    /// <summary>True when the connection had carried a response before, so that the server may have closed it while it was idle.</summary>
    internal bool IsReused { get; init; }

    /// <summary>True when no byte of the request was written to it.</summary>
    internal bool NothingWritten { get; init; }
}
