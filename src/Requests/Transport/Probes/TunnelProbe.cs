namespace Requests;

/// <summary>Opens a tunnel through a proxy, exactly as a call does, and sends nothing through it.</summary>
/// <param name="settings">The settings of the adapter.</param>
/// <param name="time">The source of time.</param>
internal sealed class TunnelProbe(HttpAdapterSettings settings, TimeProvider time)
{
    /// <summary>Opens the tunnel.</summary>
    /// <param name="request">The request whose URL is the target, and which has the credentials for the proxy.</param>
    /// <param name="proxy">The proxy, with the credentials of its URL or of the request.</param>
    /// <param name="options">The options of sending, with the route of the request.</param>
    /// <param name="connect">Opens a connection to the proxy.</param>
    /// <param name="limit">The time limit, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The connection to the target.</returns>
    /// <exception cref="RequestException">The proxy refuses, or does not respond in time.</exception>
    internal async Task<Stream> OpenAsync(
        PreparedRequest request,
        ProxyServer proxy,
        SendOptions options,
        Func<CancellationToken, Task<Stream>> connect,
        TimeSpan? limit,
        CancellationToken cancellationToken)
    {
        using var timer = limit is { } wait ? new CancellationTokenSource(wait, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using var timeouts = new ExchangeTimeouts(RequestTimeout.Infinite, time, either.Token);
        using var message = HttpMessageMapper.ToMessage(
            request,
            timeouts,
            settings,
            options with { HttpVersion = System.Net.HttpVersion.Version11 },
            connection: null,
            proxy,
            proxyAuthorization: null);
        var route = new ProxyRoute(
            proxy,
            static server => new PasswordProxyAuthenticator(server, new DigestNonces()),
            ConnectionEndPoint.Create(options, settings));
        try
        {
            return await route
                .OpenAsync((_, token) => connect(token), message, settings.ProxyHeaders, either.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProxyException($"The proxy '{proxy}' did not open the tunnel in time.", error);
        }
    }
}
