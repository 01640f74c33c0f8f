namespace Requests;

/// <summary>The session was closed and sends nothing any more; make a new one.</summary>
public class SessionClosedException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public SessionClosedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
