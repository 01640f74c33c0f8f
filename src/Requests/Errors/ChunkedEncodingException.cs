namespace Requests;

/// <summary>The body ended early or its chunks were malformed: what came is not the whole.</summary>
/// <remarks>requests: <c>ChunkedEncodingError</c>.</remarks>
public class ChunkedEncodingException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ChunkedEncodingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
