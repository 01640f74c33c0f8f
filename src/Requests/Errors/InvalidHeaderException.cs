namespace Requests;

/// <summary>A header's name or value cannot be sent, or one that came cannot be trusted.</summary>
/// <remarks>requests: <c>InvalidHeader</c>.</remarks>
public class InvalidHeaderException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidHeaderException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
