using System.Net.Http;
using System.Text;

namespace Requests;

/// <summary>One request on its way, with what the connection callbacks need to know about it.</summary>
internal sealed class SingleSendRequestMessage(HttpMethod method, Uri target, ExchangeTimeouts clock) : HttpRequestMessage(method, target)
{
    private string? _firstHeader;

    /// <summary>The clock of this exchange.</summary>
    internal ExchangeTimeouts Clock => clock;

    /// <summary>What proves the caller to the proxy that opens a tunnel, or null.</summary>
    internal string? TunnelAuthorization { get; set; }

    /// <summary>What a proxy that opens a tunnel is told of the client, as the server is; null for nothing.</summary>
    internal string? UserAgent { get; init; }

    /// <summary>Who signs in to the proxy that opens a tunnel, or null.</summary>
    internal NegotiateAuth? ProxyNegotiate { get; init; }

    /// <summary>Gets the dedicated connection of the exchange, or null.</summary>
    internal DedicatedConnection? Connection { get; init; }

    /// <summary>Whether a connection was opened for this request; without one it goes out on a connection that serves others, too.</summary>
    internal bool HasOpenedConnection { get; set; }

    /// <summary>
    /// True when the handler wanted to send the request again. Over HTTP/2 it does so only for a request that the server says it has not
    /// processed: one above the last stream of a GOAWAY, or one refused with REFUSED_STREAM (RFC 9113 sections 6.8 and 8.7).
    /// </summary>
    internal bool WasRepeated { get; private set; }

    /// <summary>
    /// The encoding of a header's value: Latin-1, as Requests sends it. Called for each header as it is written, which is the one
    /// place that shows .NET repeating a request by itself: the repetition ends here, before a byte of it is sent, and the adapter decides.
    /// </summary>
    /// <param name="name">The header about to be written.</param>
    internal Encoding OnHeaderWritten(string name)
    {
        if (_firstHeader is null) _firstHeader = name;
        else if (_firstHeader == name)
        {
            WasRepeated = true;
            throw new ConnectionException("The server closed the connection without a response; the request was sent once and is not repeated without a retry policy.");
        }

        return Encoding.Latin1;
    }
}
