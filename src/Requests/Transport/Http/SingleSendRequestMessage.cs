using System.Net.Http;
using System.Text;

namespace Requests;

/// <summary>Represents a request that the handler sends once, with the data that the connection callbacks need.</summary>
internal sealed class SingleSendRequestMessage(
    HttpMethod method,
    Uri target,
    ExchangeTimeouts timeouts) : HttpRequestMessage(method, target)
{
    private string? _firstHeader;

    /// <summary>Gets the timeouts of the exchange.</summary>
    internal ExchangeTimeouts Timeouts => timeouts;

    /// <summary>Gets or sets the Proxy-Authorization value for the proxy that opens a tunnel, or null.</summary>
    internal string? TunnelAuthorization { get; set; }

    /// <summary>Gets the User-Agent for the proxy that opens a tunnel, as the server gets it; null sends none.</summary>
    internal string? UserAgent { get; init; }

    /// <summary>Gets the authentication for the proxy that opens a tunnel, or null.</summary>
    internal NegotiateAuth? ProxyNegotiate { get; init; }

    /// <summary>Gets the connection that the exchange uses alone, or null.</summary>
    internal DedicatedConnection? DedicatedConnection { get; init; }

    /// <summary>
    /// Gets or sets a value that indicates whether a connection was opened for this request; otherwise it is sent on a connection of other
    /// requests.
    /// </summary>
    internal bool HasOpenedConnection { get; set; }

    /// <summary>
    /// Gets or sets why the connection that was opened for this request cannot be used; null when it can. The handler reports another
    /// error where it notices first that the connection has ended.
    /// </summary>
    internal NotHttp2Exception? ConnectionError { get; set; }

    /// <summary>
    /// Gets a value that indicates whether the handler tried to send the request again. Over HTTP/2 it does so only for a request that the
    /// server has not processed: one above the last stream of a GOAWAY, or one refused with REFUSED_STREAM (RFC 9113 sections 6.8 and 8.7).
    /// </summary>
    internal bool WasRepeated { get; private set; }

    /// <summary>
    /// Returns the encoding of a header's value: Latin-1, as Requests sends it. The handler calls it for each header as it is written,
    /// which is the only way to notice that .NET repeats a request. The repetition fails here before a byte is sent, and the adapter
    /// decides.
    /// </summary>
    /// <param name="name">The name of the header that is written next.</param>
    /// <param name="http2">The HTTP/2 connections of the handler. One of them, or one of HTTP/1.1, was chosen already.</param>
    internal Encoding OnHeaderWritten(string name, Http2Connections http2)
    {
        if (_firstHeader is null)
        {
            _firstHeader = name;
            if (Version.Major == 1) CurrentExchange.OnHeadWriting(timeouts);
            else timeouts.Connection = http2.FindOnly(RequestUri!)?.GetInfo(timeouts.Timings);
        }
        else if (_firstHeader == name)
        {
            WasRepeated = true;
            throw new ConnectionException(
                "The server closed the connection without a response; "
                + "the request was sent once and is not repeated without a retry policy.");
        }

        return Encoding.Latin1;
    }

    /// <summary>
    /// Returns the encoding of a header's value in the response: Latin-1. The handler calls it for each header as it is read, over HTTP/2
    /// on the task that reads the connection.
    /// </summary>
    internal Encoding OnHeaderRead()
    {
        if (Version.Major > 1 && Http2Reader.Current is { } facts) timeouts.Connection = facts.GetInfo(timeouts.Timings);
        return Encoding.Latin1;
    }
}
