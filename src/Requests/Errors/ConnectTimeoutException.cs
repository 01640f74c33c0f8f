namespace Requests;

/// <summary>No connection within the connect timeout.</summary>
/// <remarks>requests: <c>ConnectTimeout</c>, there both a connection error and a timeout; here <see cref="RequestException.IsTimeout"/> tells the second.</remarks>
public class ConnectTimeoutException : ConnectionException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ConnectTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTimeout => true;
}
