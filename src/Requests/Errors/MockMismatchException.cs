namespace Requests;

/// <summary>A mock adapter has no reply for a request; the message lists what it has and why none of it fits.</summary>
public class MockMismatchException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was asked for and what is registered.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public MockMismatchException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
