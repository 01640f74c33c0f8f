namespace Requests;

/// <summary>The body has to be sent again and cannot go back to its start.</summary>
/// <remarks>requests: <c>UnrewindableBodyError</c>.</remarks>
public class UnrewindableBodyException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public UnrewindableBodyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
