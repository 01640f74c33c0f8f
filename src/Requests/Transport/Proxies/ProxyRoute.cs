namespace Requests;

/// <summary>The way through a proxy: as it is for plain http, by a tunnel for https, by SOCKS for both.</summary>
internal sealed class ProxyRoute(ProxyServer server, Func<ProxyServer, IProxyAuthenticator> proofFor)
{
    /// <summary>Opens a connection that reaches the target of a message, or the proxy that forwards it.</summary>
    /// <param name="connect">Opens a connection to the proxy.</param>
    /// <param name="message">The message.</param>
    /// <param name="headers">What the proxy is told with a CONNECT.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProxyException">The proxy refuses, or breaks the connection.</exception>
    internal async Task<Stream> OpenAsync(Func<ProxyServer, CancellationToken, Task<Stream>> connect, SingleSendRequestMessage message, HeaderDictionary headers, CancellationToken cancellationToken)
    {
        var target = message.RequestUri!;
        using var negotiation = message.ProxyNegotiate is { } auth ? new NegotiateProxyAuthenticator(auth, server) : null;
        var shown = negotiation ?? proofFor(server);
        Stream? open = null;
        try
        {
            return open = await OpenAsync(connect, message, shown, headers, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            shown.End(isAccepted: open is not null);
        }
    }

    private async Task<Stream> OpenAsync(Func<ProxyServer, CancellationToken, Task<Stream>> connect, SingleSendRequestMessage message, IProxyAuthenticator shown, HeaderDictionary headers, CancellationToken cancellationToken)
    {
        var target = message.RequestUri!;
        for (var refusals = 0; ; refusals++)
        {
            var stream = await connect(server, cancellationToken).ConfigureAwait(false);
            try
            {
                if (server.IsSocks) await SocksTunnel.OpenAsync(stream, server, target.IdnHost, target.Port, cancellationToken).ConfigureAwait(false);
                if (server.IsSocks || target.Scheme != Uri.UriSchemeHttps) return stream;
                if (await TunnelAsync(stream, message, shown, headers, refusals, cancellationToken).ConfigureAwait(false)) return stream;
                await stream.DisposeAsync().ConfigureAwait(false);
            }
            catch (IOException error)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                throw new ProxyException($"The proxy '{server}' broke the connection: {error.Message}", error) { IsBeforeSending = true };
            }
            catch
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Opens the tunnel; false when another connection has to ask, with what was learned.</summary>
    private async Task<bool> TunnelAsync(Stream stream, SingleSendRequestMessage message, IProxyAuthenticator shown, HeaderDictionary headers, int refusals, CancellationToken cancellationToken)
    {
        var authority = HttpConnectTunnel.GetAuthority(message.RequestUri!);
        for (; ; refusals++)
        {
            var sent = message.TunnelAuthorization ?? shown.HeaderFor("CONNECT", authority, []);
            var reply = await HttpConnectTunnel.AskAsync(stream, server, authority, message.UserAgent, headers, sent, cancellationToken).ConfigureAwait(false);
            if (reply.IsOpen) return true;
            var canAuthenticate = reply.RequiresCredentials && refusals < shown.MaximumChallenges && message.TunnelAuthorization is null && shown.Learn(reply.Headers.GetValues("Proxy-Authenticate"), sent);
            if (!canAuthenticate) throw new ProxyException($"The proxy '{server}' refused a tunnel to '{authority}': {reply.Status}.");
            if (!reply.CanAskAgain) return false;
        }
    }
}
