using System.Net.Http;

namespace Requests;

/// <summary>Sends requests over HTTP and keeps connections open for later requests.</summary>
/// <remarks>requests: <c>HTTPAdapter</c>.</remarks>
public sealed class HttpAdapter : TransportAdapter
{
    // After this number of repeats, a request that HTTP/2 servers refuse is sent on a connection that carries nothing else.
    private const int SharedRepeats = 2;

    private const int MaximumRepeats = 5;

    private readonly HandlerPool _pool;
    private readonly bool _ownsPool;
    private readonly TimeProvider _time;

    /// <summary>Creates an adapter with its own connections and default settings.</summary>
    public HttpAdapter()
        : this(new HttpAdapterSettings())
    {
    }

    /// <summary>Creates an adapter with its own connections.</summary>
    /// <param name="settings">The settings of its connections.</param>
    public HttpAdapter(HttpAdapterSettings settings)
        : this(new HandlerPool(settings, ProcessTime.Shared), ownsPool: true, ProcessTime.Shared)
    {
    }

    internal HttpAdapter(HandlerPool pool, bool ownsPool, TimeProvider time)
    {
        _pool = pool;
        _ownsPool = ownsPool;
        _time = time;
    }

    /// <summary>Gets the settings of the adapter's connections.</summary>
    public HttpAdapterSettings Settings => _pool.Settings;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <inheritdoc/>
    public override Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
    {
        var connection = (DedicatedConnection?)options.Route.Connection;
        var place = ConnectionEndPoint.Create(options, Settings);

        // A socket or pipe of this machine is the end of the connection: no proxy is used.
        var proxy = place is { IsLocal: true } ? null : options.Route.Proxy;
        if (proxy is null || !HttpMessageMapper.IsForwarded(proxy, options, request))
        {
            return SendTimedAsync(request, options, connection, proxy, proxyAuthorization: null, cancellationToken);
        }

        return request.ProxyAuth?.Negotiate is { } auth
            ? SendNegotiatingAsync(request, options, connection, proxy, auth, cancellationToken)
            : SendAuthenticatedAsync(request, options, connection, proxy, _pool.CreateAuthenticator(proxy), cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsPool) _pool.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Sends a request with Negotiate or NTLM for the proxy. The proxy authenticates the connection, so that no other exchange may use it.
    /// </summary>
    private async Task<Response> SendNegotiatingAsync(
        PreparedRequest request,
        SendOptions options,
        DedicatedConnection? connection,
        ProxyServer proxy,
        NegotiateAuth auth,
        CancellationToken cancellationToken)
    {
        using var authenticator = new NegotiateProxyAuthenticator(auth, proxy);
        if (connection is not null)
        {
            return await SendAuthenticatedAsync(request, options, connection, proxy, authenticator, cancellationToken)
                .ConfigureAwait(false);
        }

        var own = new DedicatedConnection(auth.Identity);
        try
        {
            var response = await SendAuthenticatedAsync(request, options, own, proxy, authenticator, cancellationToken)
                .ConfigureAwait(false);
            if (response.IsContentRead) own.Dispose();
            else response.Body.Connection = own;
            return response;
        }
        catch
        {
            own.Discard();
            throw;
        }
    }

    /// <summary>Sends a request and answers the challenges of the proxy, as <see cref="ProxyRoute"/> does for tunnels.</summary>
    private async Task<Response> SendAuthenticatedAsync(
        PreparedRequest request,
        SendOptions options,
        DedicatedConnection? connection,
        ProxyServer proxy,
        IProxyAuthenticator authenticator,
        CancellationToken cancellationToken)
    {
        var hasOwnHeader = proxy.Authorization is null && request.Headers.ContainsKey("Proxy-Authorization");
        var isAccepted = false;
        Response? response = null;
        try
        {
            for (var attempts = 0; ; attempts++)
            {
                var body = authenticator.ReadsBody && request.Body is not null
                    ? await request.Body.ReadAllAsync(cancellationToken).ConfigureAwait(false)
                    : [];
                var sent = authenticator.CreateHeader(request.Method, UrlParts.WithoutFragment(request.Url), body);
                response = await SendTimedAsync(request, options, connection, proxy, sent, cancellationToken).ConfigureAwait(false);
                isAccepted = response.StatusCode != 407;
                if (isAccepted || hasOwnHeader || attempts == authenticator.MaximumAttempts) return response;
                if (request.Body is { CanRewind: false }) return response;
                var challenges = response.Headers.GetValues("Proxy-Authenticate");
                var hasNext = await authenticator.HandleChallengeAsync(challenges, sent, cancellationToken).ConfigureAwait(false);
                if (!hasNext) return response;
                await response.Body.DrainAsync(_time, cancellationToken).ConfigureAwait(false);
                request.Body?.Rewind();
            }
        }
        catch
        {
            response?.Close();
            throw;
        }
        finally
        {
            authenticator.Complete(isAccepted);
        }
    }

    /// <summary>Sends a request within its timeouts, and returns its response, which has the time that each step took.</summary>
    private async Task<Response> SendTimedAsync(
        PreparedRequest request,
        SendOptions options,
        DedicatedConnection? connection,
        ProxyServer? proxy,
        string? proxyAuthorization,
        CancellationToken cancellationToken)
    {
        var timeouts = new ExchangeTimeouts(options.Timeout, _time, cancellationToken) { Counters = request.Counters };
        request.Counters?.Begin(request.Body is null ? 0 : request.Body.Length);
        HttpResponseMessage? reply = null;
        try
        {
            timeouts.Begin();
            var begun = _time.GetUtcNow();
            var started = _time.GetTimestamp();
            var sending = request.Hooks.Receiver is { } receiver
                ? SendMarkedAsync(request, options, connection, proxy, proxyAuthorization, timeouts, receiver)
                : SendMessageAsync(request, options, connection, proxy, proxyAuthorization, timeouts);
            reply = await sending.ConfigureAwait(false);
            timeouts.OnHeadersReceived();
            request.Counters?.SetReceiveLength(reply.Content.Headers.ContentLength);
            var response = HttpMessageMapper.ToResponse(request, reply, timeouts);
            response.Elapsed = _time.GetElapsedTime(started);
            response.Timings = timeouts.Timings;
            timeouts.Timings.Started = begun;
            var opening = timeouts.Timings.Opening;
            timeouts.Timings.FirstByte = response.Elapsed > opening ? response.Elapsed - opening : TimeSpan.Zero;
            return response;
        }
        catch (Exception error)
        {
            ConnectionInfo.Attach(error, timeouts.Connection);
            reply?.Dispose();
            timeouts.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sends a request with a mark, by which the reader of its connection finds the receiver of its informational responses. The handler
    /// drops those of HTTP/2, and a request that offers HTTP/2 has no mark, because the mark cannot be removed there.
    /// </summary>
    private async Task<HttpResponseMessage> SendMarkedAsync(
        PreparedRequest request,
        SendOptions options,
        DedicatedConnection? connection,
        ProxyServer? proxy,
        string? proxyAuthorization,
        ExchangeTimeouts timeouts,
        Action<Response> receiver)
    {
        var isHttp2 = connection is null && HttpMessageMapper.GetVersion(request, Settings, options).Version.Major > 1;
        if (isHttp2) return await SendMessageAsync(request, options, connection, proxy, proxyAuthorization, timeouts).ConfigureAwait(false);
        var mark = _pool.Informational.Add(new InformationalReceiver(request, receiver));
        try
        {
            var marked = request.Copy();
            marked.Headers[InformationalReceivers.HeaderName] = mark;
            return await SendMessageAsync(marked, options, connection, proxy, proxyAuthorization, timeouts).ConfigureAwait(false);
        }
        finally
        {
            _pool.Informational.Remove(mark);
        }
    }

    /// <summary>
    /// Sends a request, and sends it again where HTTP allows it without a retry policy, as the server has not processed it.
    /// </summary>
    private async Task<HttpResponseMessage> SendMessageAsync(
        PreparedRequest request,
        SendOptions options,
        DedicatedConnection? connection,
        ProxyServer? proxy,
        string? proxyAuthorization,
        ExchangeTimeouts timeouts)
    {
        var version = options.HttpVersion ?? Settings.HttpVersion;
        var settings = new ConnectionSettings(options.Tls, proxy, version, ConnectionEndPoint.Create(options, Settings));
        for (var repeats = 0; ; repeats++)
        {
            CurrentExchange.Prepare(timeouts, request.Body, version);
            using var message = HttpMessageMapper.ToMessage(
                request,
                timeouts,
                Settings,
                options,
                connection,
                proxy,
                proxyAuthorization);
            try
            {
                var isSingleUse = repeats > (message.Version.Major > 1 ? SharedRepeats : 0) || ResendRules.WantsClose(request);
                var invoker = connection?.GetHandler(_pool, settings).Invoker
                    ?? (isSingleUse ? _pool.GetSingleUse(settings) : _pool.Get(settings));
                return await invoker.SendAsync(message, timeouts.Token).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                var mayRepeat = repeats < MaximumRepeats && ResendRules.Allows(error, message, timeouts);
                if (mayRepeat && await ResendRules.RewindAsync(request, message, timeouts).ConfigureAwait(false)) continue;
                var cause = error is HttpRequestException ? message.ConnectionError ?? error : error;
                var translated = TransportErrors.FromSending(cause, message.RequestUri!.IdnHost, timeouts);
                if (ReferenceEquals(translated, error)) throw;
                throw translated;
            }
        }
    }
}
