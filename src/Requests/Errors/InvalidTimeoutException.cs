namespace Requests;

/// <summary>The timeout given is not a number of seconds, nor a pair of them.</summary>
/// <remarks>requests: the <c>ValueError</c> of an invalid timeout.</remarks>
public class InvalidTimeoutException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
