namespace Requests;

/// <summary>The base of everything that this library throws about a request or its answer.</summary>
/// <remarks>requests: <c>RequestException</c>.</remarks>
public class RequestException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What went wrong and what to do about it; holds no secret. Controls in it, such as those that a server sent, are written as their codes.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public RequestException(string message, Exception? innerException = null)
        : base(VisibleText.EscapeLines(message), innerException)
    {
    }

    /// <summary>The request that was being sent, or null when it failed before it was prepared.</summary>
    public PreparedRequest? Request { get; internal set; }

    /// <summary>The answer that the error is about, where there is one.</summary>
    public Response? Response { get; internal set; }

    /// <summary>The attempts before the one that failed, oldest first; empty without a retry policy.</summary>
    public IReadOnlyList<RetryAttempt> Retries { get; internal set; } = [];

    /// <summary>True for both timeouts, connect and read (requests: <c>Timeout</c>).</summary>
    public virtual bool IsTimeout => false;

    /// <summary>Remembers the response that the error is about, and its request, unless there is a nearer one.</summary>
    /// <param name="response">The response.</param>
    /// <returns>This error.</returns>
    public RequestException About(Response response)
    {
        Attach(response);
        return this;
    }

    /// <summary>Remembers the answer that the error is about, and its request, unless there is a nearer one.</summary>
    internal void Attach(Response response)
    {
        Response ??= response;
        Request ??= response.Request;
    }
}
