namespace Requests;

/// <summary>A value cannot be written as JSON, or a text is not JSON.</summary>
/// <remarks>requests: <c>InvalidJSONError</c>.</remarks>
public class InvalidJsonException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidJsonException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
