namespace Requests;

/// <summary>
/// The request cannot be sent, or not a second time: a URL, header, body, cookie or parameter is not valid. The base of the errors below.
/// </summary>
/// <remarks>requests: each of them is a <c>RequestException</c> or a <c>ValueError</c> of its own.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidRequestException(string message, Exception? innerException = null) : RequestException(message, innerException);

/// <summary>The URL cannot be used.</summary>
/// <remarks>requests: <c>InvalidURL</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidUrlException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>The URL of the proxy cannot be used.</summary>
/// <remarks>requests: <c>InvalidProxyURL</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidProxyUrlException(string message, Exception? innerException = null) : InvalidUrlException(message, innerException);

/// <summary>The URL has no scheme.</summary>
/// <remarks>requests: <c>MissingSchema</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class MissingSchemaException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>No adapter is mounted for the scheme of the URL.</summary>
/// <remarks>requests: <c>InvalidSchema</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidSchemaException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>The method is not a token (RFC 9110 section 5.6.2).</summary>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidMethodException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>The name or the value of a header cannot be sent.</summary>
/// <remarks>requests: <c>InvalidHeader</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidHeaderException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>A cookie made by the caller has a name, a value or an attribute that a server cannot set.</summary>
/// <remarks>requests: the <c>TypeError</c> and <c>ValueError</c> of <c>create_cookie</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without the value of the cookie.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidCookieException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>More than one cookie has the name; the domain or the path is needed.</summary>
/// <remarks>requests: <c>CookieConflictError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class CookieConflictException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>The body, the form or the file cannot be sent.</summary>
/// <remarks>requests: <c>ValueError</c> of <c>prepare_body</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidBodyException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>The body has to be sent again and cannot be rewound.</summary>
/// <remarks>requests: <c>UnrewindableBodyError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class UnrewindableBodyException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>A value cannot be written as JSON.</summary>
/// <remarks>requests: <c>InvalidJSONError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidJsonException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>The timeout is not a number of seconds or a pair of them.</summary>
/// <remarks>requests: the <c>ValueError</c> of a timeout.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidTimeoutException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>A parameter has a value that it does not accept.</summary>
/// <remarks>requests: the <c>ValueError</c> or <c>TypeError</c> of an argument.</remarks>
/// <param name="message">The parameter, the kind of value that it was given, and the forms that it accepts, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class InvalidParameterException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);

/// <summary>A file of certificates or of a key cannot be used: it does not exist, has another format, or does not match.</summary>
/// <remarks>requests: <c>OSError</c> of <c>cert_verify</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class CertificateFileException(string message, Exception? innerException = null) : InvalidRequestException(message, innerException);
