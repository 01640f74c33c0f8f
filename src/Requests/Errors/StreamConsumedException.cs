namespace Requests;

/// <summary>The body was streamed and is gone; it can be read once.</summary>
/// <remarks>requests: <c>StreamConsumedError</c>.</remarks>
public class StreamConsumedException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public StreamConsumedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
