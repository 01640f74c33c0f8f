namespace Requests;

/// <summary>The answer redirected more often than allowed.</summary>
/// <remarks>requests: <c>TooManyRedirects</c>.</remarks>
public class TooManyRedirectsException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public TooManyRedirectsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
