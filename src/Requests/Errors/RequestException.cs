namespace Requests;

/// <summary>Represents an error of this library. It is the base of all others.</summary>
/// <remarks>requests: <c>RequestException</c>.</remarks>
/// <param name="message">
/// What is wrong and what to do about it, without secrets. Control characters in it, such as those that a server sent, are written as
/// their codes.
/// </param>
/// <param name="innerException">The cause, or null.</param>
public class RequestException(string message, Exception? innerException = null)
    : Exception(VisibleText.EscapeLines(message), innerException)
{
    /// <summary>Gets the request that was sent, or null when the error occurred before it was prepared.</summary>
    public PreparedRequest? Request { get; internal set; }

    /// <summary>Gets the response that the error is about, or null.</summary>
    public Response? Response { get; internal set; }

    /// <summary>
    /// Gets the connection of the exchange: that of the response or, without a response, the one that the request was sent on or that
    /// failed. Null when no connection was made, or when it is not known which of several HTTP/2 connections carried the request.
    /// </summary>
    public ConnectionInfo? Connection { get => field ?? Response?.Connection; internal set; }

    /// <summary>Gets or sets the session of the call, for a diagnosis; null when the error occurred before a session sent it.</summary>
    internal IRequestSender? Sender { get; set; }

    /// <summary>Gets or sets the options of the call, for a diagnosis, or null.</summary>
    internal SendOptions? Options { get; set; }

    /// <summary>Gets the attempts before the last one, oldest first; empty without a retry policy.</summary>
    public IReadOnlyList<RetryAttempt> Retries { get; internal set; } = [];

    /// <summary>
    /// Gets a value that indicates whether a time limit ended: <see cref="ConnectTimeoutException"/> and every
    /// <see cref="RequestTimeoutException"/>.
    /// </summary>
    public virtual bool IsTimeout => false;

    /// <summary>
    /// Returns an error with the same contents for a caller that waited for the same token; null where such a caller tries for itself.
    /// </summary>
    internal virtual RequestException? CopyForWaiter() => null;

    /// <summary>Sets the response that the error is about, and its request, unless they are set.</summary>
    /// <param name="response">The response.</param>
    /// <returns>This error.</returns>
    internal RequestException About(Response response)
    {
        Attach(response);
        return this;
    }

    /// <summary>Sets the response that the error is about, and its request, unless they are set.</summary>
    internal void Attach(Response response)
    {
        Response ??= response;
        Request ??= response.Request;
    }
}

/// <summary>The session was closed and sends no more requests.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class SessionClosedException(string message, Exception? innerException = null) : RequestException(message, innerException);

/// <summary>No reply of the mock adapter matches the request.</summary>
/// <param name="message">The request, and why each reply does not match.</param>
/// <param name="innerException">The cause, or null.</param>
public class MockMismatchException(string message, Exception? innerException = null) : RequestException(message, innerException);
