namespace Requests;

/// <summary>The body's Content-Encoding does not match its bytes.</summary>
/// <remarks>requests: <c>ContentDecodingError</c>.</remarks>
public class ContentDecodingException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ContentDecodingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
