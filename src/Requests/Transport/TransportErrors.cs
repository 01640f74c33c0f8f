using System.Globalization;
using System.Net.Http;
using System.Net.Sockets;

namespace Requests;

/// <summary>Translates the network exceptions of .NET into the exceptions of this module.</summary>
internal static class TransportErrors
{
    // The HTTP/2 error code HTTP_1_1_REQUIRED (RFC 9113 section 7).
    private const long Http11Required = 13;

    /// <summary>Returns the error for a connection that took longer than the connect timeout.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="place">Where the connection was opened; null for the host of the URL.</param>
    /// <param name="limit">The connect timeout.</param>
    /// <param name="cause">The cancellation.</param>
    internal static ConnectTimeoutException ConnectTimedOut(Uri url, ConnectionEndPoint? place, TimeSpan limit, Exception cause)
    {
        var (target, insteadOf) = place?.Target is { } other ? (other, url.IdnHost) : (new HostAndPort(url.IdnHost, url.Port), null);
        return new ConnectTimeoutException(
            $"Connection to {Describe(target, insteadOf)} timed out (connect timeout {FormatSeconds(limit)} s).", cause)
        {
            IsBeforeSending = true,
        };
    }

    /// <summary>Returns the error for a connection that could not be opened.</summary>
    /// <param name="target">The host and port.</param>
    /// <param name="insteadOf">The host of the URL where another host is connected to; otherwise null.</param>
    /// <param name="cause">The exception of the socket.</param>
    internal static ConnectionException NotConnected(HostAndPort target, string? insteadOf, SocketException cause)
    {
        var place = Describe(target, insteadOf);
        return new ConnectionException(
            cause.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                    $"The name '{target.Host}'{DescribeUse(insteadOf)} could not be resolved. Check its spelling and the DNS settings.",
                SocketError.ConnectionRefused => $"The connection to {place} was refused: nothing listens there.",
                SocketError.TimedOut => $"The connection to {place} timed out in the network.",
                SocketError.NetworkUnreachable or SocketError.HostUnreachable => $"There is no route to {place}.",
                SocketError.AddressNotAvailable =>
                    $"The connection to {place} cannot come from the local address: this machine does not have it.",
                _ => $"The connection to {place} failed: {cause.Message}.",
            },
            cause)
        {
            IsBeforeSending = true,
        };
    }

    internal static ConnectionException NotConnected(string unixSocket, SocketException cause) => new(
        cause.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => $"Nothing listens at the Unix socket '{unixSocket}'.",
            SocketError.AddressNotAvailable => $"There is no Unix socket '{unixSocket}'.",
            _ => $"The connection to the Unix socket '{unixSocket}' failed: {cause.Message}.",
        },
        cause)
    {
        IsBeforeSending = true,
    };

    /// <summary>Returns the error for a request that got no response.</summary>
    /// <param name="error">The exception of the handler.</param>
    /// <param name="host">The server, for the message.</param>
    /// <param name="timeouts">The timeouts of the exchange.</param>
    internal static Exception FromSending(Exception error, string host, ExchangeTimeouts timeouts)
    {
        if (timeouts.ReadTimedOut) return ReadTimedOut(host, timeouts, error);
        if (Find<RequestException>(error) is { } own) return own;
        if (error is OperationCanceledException) return error;
        if (Find<InvalidResponseException>(error) is { } invalid) return Invalid(invalid, host);
        if (Find<ConnectionEndedException>(error) is { } ended)
        {
            return ended.InnerException is { } cause ? CreateBrokenConnection(cause, host) : CreateNoResponse(host, error);
        }

        if (error is not (HttpRequestException or IOException))
        {
            return new ConnectionException($"The request to '{host}' failed: {error.Message}", error);
        }

        if (Find<NotHttp2Exception>(error) is not null)
        {
            return new HttpVersionException(
                $"'{host}' responded in an earlier version of HTTP: it does not support HTTP/2 without TLS. Send with HTTP/1.1.",
                error);
        }

        if (Find<HttpProtocolException>(error) is { ErrorCode: Http11Required })
        {
            return new HttpVersionException($"'{host}' requires HTTP/1.1 for this request. Send it with HTTP/1.1.", error);
        }

        return (error as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.VersionNegotiationError => CannotUseHttp2(host, error),
            HttpRequestError.ResponseEnded => CreateNoResponse(host, error),
            HttpRequestError.InvalidResponse => new ConnectionException($"The response of '{host}' is not HTTP: {error.Message}", error),
            HttpRequestError.ConfigurationLimitExceeded =>
                new InvalidResponseHeaderException($"The headers of '{host}' are larger than the limit: {error.Message}", error),
            _ => CreateBrokenConnection(error, host),
        };
    }

    /// <summary>Returns the error for a request that allows HTTP/2 only where it cannot be used. Nothing was sent.</summary>
    /// <param name="host">The host of the URL.</param>
    /// <param name="error">The cause, or null.</param>
    internal static HttpVersionException CannotUseHttp2(string host, Exception? error = null) => new(
        $"'{host}' cannot be reached with HTTP/2: over TLS the server did not agree to it, or a proxy that forwards plain http "
            + "does not support it. Allow HTTP/1.1, alone or together with HTTP/2.",
        error)
    {
        IsBeforeSending = true,
    };

    /// <summary>Returns the error for a response whose head is not valid.</summary>
    /// <param name="error">The fault of the head.</param>
    /// <param name="host">The server, for the message.</param>
    internal static RequestException Invalid(InvalidResponseException error, string host) => error.IsHeader
        ? new InvalidResponseHeaderException($"'{host}' {error.Message}; its response cannot be trusted.", error)
        : new ConnectionException($"The response of '{host}' is not HTTP: it {error.Message}.", error);

    /// <summary>Returns the exception of a type among an exception and its causes, or null.</summary>
    /// <param name="error">The outermost exception.</param>
    internal static T? Find<T>(Exception error)
        where T : Exception
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found) return found;
        }

        return null;
    }

    /// <summary>Returns the error for a body that could not be read to its end.</summary>
    /// <param name="error">The exception of the stream.</param>
    /// <param name="host">The server, for the message.</param>
    /// <param name="timeouts">The timeouts of the exchange.</param>
    internal static Exception FromReadingBody(Exception error, string host, ExchangeTimeouts timeouts)
    {
        var translated = TranslateReading(error, host, timeouts);
        ConnectionInfo.Attach(translated, timeouts.Connection);
        return translated;
    }

    /// <summary>Returns the error for a body that is shorter or longer than its Content-Length (RFC 9113 section 8.1.1).</summary>
    /// <param name="host">The server, for the message.</param>
    /// <param name="length">The length that was announced.</param>
    internal static ChunkedEncodingException WrongLength(string host, long length) =>
        new($"'{host}' sent a body that does not have the announced length of {length} bytes.");

    /// <summary>Returns the error for a body whose connection or framing broke.</summary>
    /// <param name="error">The exception of the stream.</param>
    /// <param name="host">The server, for the message.</param>
    internal static RequestException FromBrokenBody(Exception error, string host) => error switch
    {
        MissingCloseNotifyException => new ChunkedEncodingException(
            $"'{host}' ended the TLS connection without a close_notify alert, "
            + "in a body that has no Content-Length: the body may be incomplete.",
            error),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } =>
            new ChunkedEncodingException($"'{host}' ended the body early: the body is incomplete.", error),
        HttpIOException => new ChunkedEncodingException($"'{host}' sent a body that breaks HTTP's framing: {error.Message}", error),
        _ => CreateBrokenConnection(error, host),
    };

    /// <summary>Returns the error for a connection that ended without a response.</summary>
    /// <param name="host">The server, for the message.</param>
    /// <param name="cause">The exception of the connection.</param>
    internal static ConnectionException CreateNoResponse(string host, Exception cause) =>
        new($"'{host}' closed the connection before the response was complete.", cause);

    private static Exception TranslateReading(Exception error, string host, ExchangeTimeouts timeouts)
    {
        if (timeouts.ReadTimedOut) return ReadTimedOut(host, timeouts, error);
        return error is OperationCanceledException ? error : FromBrokenBody(error, host);
    }

    private static ReadTimeoutException ReadTimedOut(string host, ExchangeTimeouts timeouts, Exception cause) =>
        new($"Read timed out: '{host}' sent nothing for {FormatSeconds(timeouts.ReadTimeout!.Value)} s.", cause);

    private static RequestException CreateBrokenConnection(Exception error, string host)
    {
        if (TlsFailure.DescribeLater(error) is { } tls) return new SslException($"TLS with '{host}' failed: {tls}", error);
        var code = Find<SocketException>(error)?.SocketErrorCode;
        return code is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown
            ? new ConnectionException($"'{host}' reset the connection.", error)
            : new ConnectionException($"The connection to '{host}' broke: {error.Message}", error);
    }

    private static string Describe(HostAndPort target, string? insteadOf) =>
        string.Create(CultureInfo.InvariantCulture, $"'{target.Host}' port {target.Port}{DescribeUse(insteadOf)}");

    private static string DescribeUse(string? insteadOf) => insteadOf is null ? "" : $", the target of ConnectTo for '{insteadOf}',";

    private static string FormatSeconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
