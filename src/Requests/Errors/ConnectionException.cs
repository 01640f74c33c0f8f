namespace Requests;

/// <summary>The connection could not be opened, or it broke before the response was complete. The base of the errors below.</summary>
/// <remarks>requests: <c>ConnectionError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ConnectionException(string message, Exception? innerException = null) : RequestException(message, innerException)
{
    /// <summary>
    /// Gets a value that indicates whether the connection failed before a byte of the request was sent, so that any request may be sent
    /// again.
    /// </summary>
    public bool IsBeforeSending { get; init; }
}

/// <summary>The connection was not opened within the connect timeout.</summary>
/// <remarks>
/// requests: <c>ConnectTimeout</c>, there a connection error and a timeout. A class has one base in .NET; this one is a
/// <see cref="ConnectionException"/>, as the request was not sent and may be sent again.
/// <see cref="RequestException.IsTimeout"/> is true here as for every <see cref="RequestTimeoutException"/>.
/// </remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ConnectTimeoutException(string message, Exception? innerException = null) : ConnectionException(message, innerException)
{
    /// <inheritdoc/>
    public override bool IsTimeout => true;
}

/// <summary>The proxy could not be reached, or it refused the connection.</summary>
/// <remarks>requests: <c>ProxyError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class ProxyException(string message, Exception? innerException = null) : ConnectionException(message, innerException)
{
    /// <summary>Gets the status of the proxy's response to CONNECT, such as 407; null where the proxy did not send one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Gets the values of the Proxy-Authenticate headers of that response; empty where it has none.</summary>
    internal IReadOnlyList<string> Challenges { get; init; } = [];
}

/// <summary>The TLS handshake failed, or the certificate of the server was not accepted.</summary>
/// <remarks>requests: <c>SSLError</c>.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class SslException(string message, Exception? innerException = null) : ConnectionException(message, innerException);

/// <summary>The server does not support the version of HTTP that the call requires.</summary>
/// <remarks>requests: none, as it sends HTTP/1.1 only.</remarks>
/// <param name="message">What is wrong and what to do about it, without secrets.</param>
/// <param name="innerException">The cause, or null.</param>
public class HttpVersionException(string message, Exception? innerException = null) : ConnectionException(message, innerException);
