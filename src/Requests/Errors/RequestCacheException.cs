namespace Requests;

/// <summary>
/// The cache of a session cannot be read or written, such as on a full disk or in a folder that is read-only. The request may have been
/// sent.
/// </summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class RequestCacheException(string message, Exception? innerException = null) : RequestException(message, innerException);
