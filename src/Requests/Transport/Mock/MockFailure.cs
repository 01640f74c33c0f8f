using System.Globalization;
using System.Net.Http;
using System.Net.Sockets;

namespace Requests;

/// <summary>Creates the errors of a mock's faults, in the way in which the network adapter creates them.</summary>
internal static class MockFailure
{
    // The port in the message where the scheme has none.
    private const int DefaultPort = 80;

    private const string Garbage = "began with 'lskdu018973t09sylgasjkfg1'";

    /// <summary>Returns whether a fault takes place after the head of the response.</summary>
    /// <param name="fault">The fault.</param>
    internal static bool IsInBody(MockFault fault) => fault >= MockFault.ResetBody;

    /// <summary>Creates the error of a fault.</summary>
    /// <param name="fault">A fault other than <see cref="MockFault.None"/>.</param>
    /// <param name="url">The URL of the request.</param>
    /// <param name="readTimeout">The read timeout, which has passed where the server sends nothing.</param>
    internal static RequestException Create(MockFault fault, string url, TimeSpan readTimeout)
    {
        var host = CookieOrigin.From(url).Host;
        return fault switch
        {
            MockFault.Refuse => TransportErrors.NotConnected(
                GetTarget(url, host), insteadOf: null, new SocketException((int)SocketError.ConnectionRefused)),
            MockFault.Reset or MockFault.ResetBody => TransportErrors.FromBrokenBody(
                new IOException(message: null, new SocketException((int)SocketError.ConnectionReset)), host),
            MockFault.NoResponse => TransportErrors.CreateNoResponse(host, new HttpIOException(HttpRequestError.ResponseEnded)),
            MockFault.InvalidResponse => TransportErrors.Invalid(new InvalidResponseException(Garbage, isHeader: false), host),
            MockFault.TruncateBody => TransportErrors.FromBrokenBody(new HttpIOException(HttpRequestError.ResponseEnded), host),
            MockFault.InvalidBody => TransportErrors.FromBrokenBody(
                new HttpIOException(HttpRequestError.InvalidResponse, "Received an invalid chunk size."), host),
            _ => CreateTimeout(host, readTimeout),
        };
    }

    /// <summary>Creates the error of a server that sent nothing for the read timeout.</summary>
    /// <param name="host">The server.</param>
    /// <param name="readTimeout">The read timeout.</param>
    private static ReadTimeoutException CreateTimeout(string host, TimeSpan readTimeout) => new(
        $"Read timed out: '{host}' sent nothing for {readTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s.");

    private static HostAndPort GetTarget(string url, string host) =>
        new(host, Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Port > 0 ? uri.Port : DefaultPort);
}
