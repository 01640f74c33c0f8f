namespace Requests;

/// <summary>The URL cannot be used.</summary>
/// <remarks>requests: <c>InvalidURL</c>.</remarks>
public class InvalidUrlException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidUrlException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
