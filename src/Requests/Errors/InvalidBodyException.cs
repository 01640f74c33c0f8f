namespace Requests;

/// <summary>The body, form or file given cannot be sent.</summary>
/// <remarks>requests: <c>ValueError of prepare_body</c>.</remarks>
public class InvalidBodyException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidBodyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
