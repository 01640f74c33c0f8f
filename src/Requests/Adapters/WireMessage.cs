using System.Net.Http;
using System.Text;

namespace Requests;

/// <summary>One request on its way, with what the connection callbacks need to know about it.</summary>
internal sealed class WireMessage(HttpMethod method, Uri target, ExchangeClock clock) : HttpRequestMessage(method, target)
{
    private string? _firstHeader;

    /// <summary>The clock of this exchange.</summary>
    internal ExchangeClock Clock => clock;

    /// <summary>What proves the caller to the proxy that opens a tunnel, or null.</summary>
    internal string? TunnelAuthorization { get; set; }

    /// <summary>Who signs in to the proxy that opens a tunnel, or null.</summary>
    internal NegotiateAuth? ProxyNegotiate { get; init; }

    /// <summary>The connection that the exchange has to itself, or null.</summary>
    internal ConnectionLane? Lane { get; init; }

    /// <summary>True once the head of the request was written to a connection.</summary>
    internal bool HasLeft => _firstHeader is not null;

    /// <summary>
    /// The encoding of a header's value: Latin-1, as Requests sends it. Called for each header as it is written, which is the one
    /// place that shows .NET repeating a request by itself after a connection dropped: the repetition ends here, before a byte of it is sent.
    /// </summary>
    /// <param name="name">The header about to be written.</param>
    internal Encoding OnHeaderWritten(string name)
    {
        if (_firstHeader is null) _firstHeader = name;
        else if (_firstHeader == name) throw NotRepeated();
        return Encoding.Latin1;
    }

    internal static ConnectionException NotRepeated() =>
        new("The server closed the connection without an answer; the request was sent once and is not repeated without a retry policy.");
}
