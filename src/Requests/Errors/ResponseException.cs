namespace Requests;

/// <summary>
/// A response was received, and it is an error or cannot be used. The base of the errors below and of <see cref="JsonDecodeException"/>.
/// </summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ResponseException(string message, Exception? innerException = null) : RequestException(message, innerException);

/// <summary>The status of the response is 400 or more, and the caller requested an error for it.</summary>
/// <remarks>requests: <c>HTTPError</c>. <see cref="RequestException.Response"/> is the response.</remarks>
public class HttpErrorException : ResponseException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">Status, reason and URL, such as <c>404 Client Error: NOT FOUND for url: …</c>.</param>
    /// <param name="response">The response, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public HttpErrorException(string message, Response? response = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Response = response;
        Request = response?.Request;
    }
}

/// <summary>The header section of the response has a length or a header that cannot be trusted, or is larger than allowed.</summary>
/// <remarks>requests: a <c>ConnectionError</c> or an <c>InvalidHeader</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidResponseHeaderException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>The body ended early, or its chunks are malformed.</summary>
/// <remarks>requests: <c>ChunkedEncodingError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ChunkedEncodingException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>The body does not have the format that its Content-Encoding names.</summary>
/// <remarks>requests: <c>ContentDecodingError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ContentDecodingException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>The decoded body is larger than the caller allows.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ResponseTooLargeException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>
/// The media type of the response cannot be read in the form that was requested, such as a page in place of an event stream.
/// </summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class UnexpectedContentTypeException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>
/// The JSON of the response is valid and cannot be converted to objects: property names are empty or differ in case only, or a number has
/// too many digits.
/// </summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class JsonConversionException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>The body was streamed and has been read; it can be read once.</summary>
/// <remarks>requests: <c>StreamConsumedError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class StreamConsumedException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>The server redirected more often than allowed.</summary>
/// <remarks>requests: <c>TooManyRedirects</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class TooManyRedirectsException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>A redirect leads from https to http, and the caller does not allow that.</summary>
/// <remarks>Requests follows such a redirect.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InsecureRedirectException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>The next page is one that was already received: the pages would not end.</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class PagingLoopException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>
/// A response names a next page of another origin. It is not requested: without the credentials of the list, a server may send fewer items
/// and report no error.
/// </summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class PageOriginException(string message, Exception? innerException = null) : ResponseException(message, innerException);

/// <summary>
/// The pages ended before the end of the list: the server announced more items than it sent, or said that more follow and did not name the
/// next page. The items that were received have been returned.
/// </summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class IncompletePagesException(string message, Exception? innerException = null) : ResponseException(message, innerException)
{
    /// <summary>Gets the number of items that the server announced, or null where it announced none.</summary>
    public long? AnnouncedItems { get; init; }

    /// <summary>Gets the number of items that were received, or null where they were not counted.</summary>
    public long? ReceivedItems { get; init; }
}

/// <summary>The response still has a status that the retry policy calls a failure after the last attempt.</summary>
/// <remarks>requests: <c>RetryError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class RetryException(string message, Exception? innerException = null) : ResponseException(message, innerException);
