namespace Requests;

/// <summary>The connection could not be made, or it broke before the answer was whole.</summary>
/// <remarks>requests: <c>ConnectionError</c>.</remarks>
public class ConnectionException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>True when no connection could be opened: no byte of the request was sent, so that any request may be sent again.</summary>
    public bool IsBeforeSending { get; init; }
}
