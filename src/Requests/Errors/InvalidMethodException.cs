namespace Requests;

/// <summary>The method is not a token (RFC 9110 section 5.6.2) and cannot stand in a request line.</summary>
public class InvalidMethodException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidMethodException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
