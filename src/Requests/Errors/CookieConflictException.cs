namespace Requests;

/// <summary>More than one cookie has this name; domain or path must be given.</summary>
/// <remarks>requests: <c>CookieConflictError</c>.</remarks>
public class CookieConflictException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CookieConflictException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
