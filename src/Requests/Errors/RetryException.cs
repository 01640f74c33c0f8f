namespace Requests;

/// <summary>The retries of a policy are used up.</summary>
/// <remarks>requests: <c>RetryError</c>.</remarks>
public class RetryException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public RetryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
