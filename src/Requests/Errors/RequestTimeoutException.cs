namespace Requests;

/// <summary>
/// A time limit of the exchange ended before the response was complete. The base of the timeouts after the connection is open.
/// </summary>
/// <remarks>requests: <c>Timeout</c>. <see cref="ConnectTimeoutException"/> is a <see cref="ConnectionException"/>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class RequestTimeoutException(string message, Exception? innerException = null) : RequestException(message, innerException)
{
    /// <inheritdoc/>
    public override bool IsTimeout => true;
}

/// <summary>The server sent nothing for longer than the read timeout.</summary>
/// <remarks>requests: <c>ReadTimeout</c>; here also between the bytes of a body.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ReadTimeoutException(string message, Exception? innerException = null) : RequestTimeoutException(message, innerException);

/// <summary>The exchange, with redirects, retries and body, took longer than the total timeout.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class TotalTimeoutException(string message, Exception? innerException = null) : RequestTimeoutException(message, innerException);
