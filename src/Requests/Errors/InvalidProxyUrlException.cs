namespace Requests;

/// <summary>The proxy's URL cannot be used.</summary>
/// <remarks>requests: <c>InvalidProxyURL</c>.</remarks>
public class InvalidProxyUrlException : InvalidUrlException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidProxyUrlException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
