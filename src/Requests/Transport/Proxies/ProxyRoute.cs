namespace Requests;

/// <summary>Opens connections through a proxy: to the proxy itself for plain http, by a tunnel for https, by SOCKS for both.</summary>
/// <param name="server">The proxy.</param>
/// <param name="createAuthenticator">Creates the authentication for the proxy.</param>
/// <param name="place">Where connections are opened, if not to the host of the URL; a target there is always reached by a tunnel.</param>
internal sealed class ProxyRoute(
    ProxyServer server,
    Func<ProxyServer, IProxyAuthenticator> createAuthenticator,
    ConnectionEndPoint? place)
{
    /// <summary>Gets the URL of the proxy without user and password.</summary>
    internal string Name { get; } = server.ToString();

    /// <summary>Opens a connection that reaches the target of a message, or the proxy that forwards it.</summary>
    /// <param name="connect">Opens a connection to the proxy.</param>
    /// <param name="message">The message.</param>
    /// <param name="headers">The headers for a CONNECT.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ProxyException">The proxy refuses, or closes the connection.</exception>
    internal async Task<Stream> OpenAsync(
        Func<ProxyServer, CancellationToken, Task<Stream>> connect,
        SingleSendRequestMessage message,
        HeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        using var negotiate = message.ProxyNegotiate is { } auth ? new NegotiateProxyAuthenticator(auth, server) : null;
        var authenticator = negotiate ?? createAuthenticator(server);
        Stream? open = null;
        try
        {
            return open = await OpenAsync(connect, message, authenticator, headers, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            authenticator.Complete(isAccepted: open is not null);
        }
    }

    private async Task<Stream> OpenAsync(
        Func<ProxyServer, CancellationToken, Task<Stream>> connect,
        SingleSendRequestMessage message,
        IProxyAuthenticator authenticator,
        HeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        var url = message.RequestUri!;
        var target = place?.Target ?? new HostAndPort(url.IdnHost, url.Port);
        for (var attempts = 0; ; attempts++)
        {
            var stream = await connect(server, cancellationToken).ConfigureAwait(false);
            try
            {
                if (server.IsSocks)
                {
                    await SocksTunnel.OpenAsync(stream, server, target.Host, target.Port, place?.Family, cancellationToken)
                        .ConfigureAwait(false);
                }

                if (server.IsSocks || (url.Scheme != Uri.UriSchemeHttps && place?.Target is null)) return stream;
                var isOpen = await TunnelAsync(stream, message, authenticator, headers, attempts, cancellationToken).ConfigureAwait(false);
                if (isOpen) return stream;
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

    /// <summary>Opens the tunnel; returns false when the next attempt needs a new connection.</summary>
    private async Task<bool> TunnelAsync(
        Stream stream,
        SingleSendRequestMessage message,
        IProxyAuthenticator authenticator,
        HeaderDictionary headers,
        int attempts,
        CancellationToken cancellationToken)
    {
        var authority = place?.Target is { } target
            ? (target with { Host = HostName.WithoutZone(target.Host) }).ToString()
            : HttpConnectTunnel.GetAuthority(message.RequestUri!);
        for (; ; attempts++)
        {
            var sent = message.TunnelAuthorization ?? authenticator.CreateHeader("CONNECT", authority, []);
            var reply = await HttpConnectTunnel
                .ConnectAsync(stream, server, authority, message.UserAgent, headers, sent, cancellationToken)
                .ConfigureAwait(false);
            if (reply.IsOpen) return true;
            var canRetry = reply.RequiresAuthentication
                && attempts < authenticator.MaximumAttempts
                && message.TunnelAuthorization is null
                && await authenticator
                    .HandleChallengeAsync(reply.Headers.GetValues("Proxy-Authenticate"), sent, cancellationToken)
                    .ConfigureAwait(false);
            if (!canRetry) throw Refused(authority, reply);
            if (!reply.CanReuseConnection) return false;
        }
    }

    private ProxyException Refused(string authority, TunnelReply reply) =>
        new($"The proxy '{server}' refused a tunnel to '{authority}': {reply.Status}.")
        {
            StatusCode = reply.StatusCode,
            Challenges = [.. reply.Headers.GetValues("Proxy-Authenticate")],
        };
}
