namespace Requests;

/// <summary>The server answered with a status of 400 or more and the caller wanted that to be an error.</summary>
/// <remarks>requests: <c>HTTPError</c>. The whole answer is in <see cref="RequestException.Response"/>.</remarks>
public class HttpErrorException : RequestException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">Status, reason and URL, such as <c>404 Client Error: NOT FOUND for url: …</c>.</param>
    /// <param name="response">The answer, or null when there is none.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public HttpErrorException(string message, Response? response = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Response = response;
        Request = response?.Request;
    }
}
