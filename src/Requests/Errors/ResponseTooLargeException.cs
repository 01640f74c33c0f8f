namespace Requests;

/// <summary>The body, decoded, is larger than the caller allows.</summary>
public class ResponseTooLargeException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ResponseTooLargeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
