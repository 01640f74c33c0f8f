namespace Requests;

/// <summary>TLS could not be agreed on, or the server's certificate was not accepted.</summary>
/// <remarks>requests: <c>SSLError</c>.</remarks>
public class SslException : ConnectionException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public SslException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
