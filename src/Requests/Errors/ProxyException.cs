namespace Requests;

/// <summary>The proxy could not be reached or refused the connection.</summary>
/// <remarks>requests: <c>ProxyError</c>.</remarks>
public class ProxyException : ConnectionException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ProxyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
