using System.Globalization;
using System.Net.Http;
using System.Net.Sockets;

namespace Requests;

/// <summary>What .NET throws on the network, in Requests' terms. The one table of it.</summary>
internal static class TransportErrors
{
    internal static ConnectTimeoutException ConnectTimedOut(Uri target, TimeSpan limit, Exception cause) =>
        new($"Connection to '{target.IdnHost}' port {target.Port} timed out (connect timeout {Seconds(limit)} s).", cause) { IsBeforeSending = true };

    internal static ConnectionException NotConnected(string host, int port, SocketException cause) => new(
        cause.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"The name '{host}' could not be resolved. Check its spelling and the DNS settings.",
            SocketError.ConnectionRefused => $"The connection to '{host}' port {port} was refused: nothing listens there.",
            SocketError.TimedOut => $"The connection to '{host}' port {port} timed out in the network.",
            SocketError.NetworkUnreachable or SocketError.HostUnreachable => $"There is no route to '{host}' port {port}.",
            SocketError.AddressNotAvailable => $"The connection to '{host}' port {port} cannot come from the local address: this machine does not have it.",
            _ => $"The connection to '{host}' port {port} failed: {cause.Message}.",
        },
        cause)
    {
        IsBeforeSending = true,
    };

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

    /// <summary>The error for a request that got no answer.</summary>
    /// <param name="error">What the handler threw.</param>
    /// <param name="host">The server, for the message.</param>
    /// <param name="clock">The clock of the exchange.</param>
    internal static Exception Send(Exception error, string host, ExchangeTimeouts clock)
    {
        if (clock.ReadTimedOut) return ReadTimedOut(host, clock, error);
        if (Find<RequestException>(error) is { } own) return own;
        if (error is OperationCanceledException) return error;
        if (Find<InvalidResponseException>(error) is { } invalid) return Invalid(invalid, host);
        if (Find<ConnectionEndedException>(error) is { } ended) return ended.InnerException is { } cause ? Broken(cause, host) : Unanswered(host, error);
        if (error is not (HttpRequestException or IOException)) return new ConnectionException($"The request to '{host}' failed: {error.Message}", error);
        return (error as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.ResponseEnded => Unanswered(host, error),
            HttpRequestError.InvalidResponse => new ConnectionException($"The response of '{host}' is not HTTP: {error.Message}", error),
            HttpRequestError.ConfigurationLimitExceeded => new InvalidResponseHeaderException($"The headers of '{host}' are larger than can be taken: {error.Message}", error),
            _ => Broken(error, host),
        };
    }

    /// <summary>The error for a response whose head cannot be trusted.</summary>
    /// <param name="error">What is wrong.</param>
    /// <param name="host">The server, for the message.</param>
    internal static RequestException Invalid(InvalidResponseException error, string host) => error.IsHeader
        ? new InvalidResponseHeaderException($"'{host}' {error.Message}; its response cannot be trusted.", error)
        : new ConnectionException($"The response of '{host}' is not HTTP: it {error.Message}.", error);

    /// <summary>What made a request fail: an exception of a kind among the causes, or null.</summary>
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

    /// <summary>The error for a body that could not be read to its end.</summary>
    /// <param name="error">What the stream threw.</param>
    /// <param name="host">The server, for the message.</param>
    /// <param name="clock">The clock of the exchange.</param>
    internal static Exception Body(Exception error, string host, ExchangeTimeouts clock)
    {
        if (clock.ReadTimedOut) return ReadTimedOut(host, clock, error);
        if (error is OperationCanceledException) return error;
        return error switch
        {
            CutOffException => new ChunkedEncodingException($"'{host}' ended the TLS connection without saying so (no close_notify), in a body that has no Content-Length: it may not be the whole.", error),
            HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => new ChunkedEncodingException($"'{host}' ended the body early: what came is not the whole.", error),
            HttpIOException => new ChunkedEncodingException($"'{host}' sent a body that breaks HTTP's framing: {error.Message}", error),
            _ => Broken(error, host),
        };
    }

    /// <summary>The error for a body that is shorter or longer than its Content-Length (RFC 9113 section 8.1.1).</summary>
    /// <param name="host">The server, for the message.</param>
    /// <param name="length">The length that was announced.</param>
    internal static ChunkedEncodingException WrongLength(string host, long length) => new($"'{host}' sent a body that does not have the announced length of {length} bytes.");

    private static ReadTimeoutException ReadTimedOut(string host, ExchangeTimeouts clock, Exception cause) =>
        new($"Read timed out: '{host}' sent nothing for {Seconds(clock.ReadTimeout!.Value)} s.", cause);

    private static RequestException Broken(Exception error, string host)
    {
        if (TlsFailure.DescribeLater(error) is { } tls) return new SslException($"TLS with '{host}' failed: {tls}", error);
        return Find<SocketException>(error)?.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown
            ? new ConnectionException($"'{host}' reset the connection.", error)
            : new ConnectionException($"The connection to '{host}' broke: {error.Message}", error);
    }

    private static ConnectionException Unanswered(string host, Exception cause) => new($"'{host}' closed the connection without a whole response.", cause);

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
