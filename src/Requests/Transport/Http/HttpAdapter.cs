using System.Net.Http;

namespace Requests;

/// <summary>Carries requests over HTTP and keeps connections open for the next.</summary>
/// <remarks>requests: <c>HTTPAdapter</c>.</remarks>
public sealed class HttpAdapter : TransportAdapter
{
    // A request that HTTP/2 servers keep refusing goes out on connections that carry nothing else, from the fourth time on.
    private const int SharedRepeats = 2;

    private const int MaximumRepeats = 5;

    private readonly HandlerPool _pool;
    private readonly bool _ownsPool;
    private readonly TimeProvider _time;

    /// <summary>Creates an adapter with connections of its own.</summary>
    public HttpAdapter()
        : this(new HttpAdapterSettings())
    {
    }

    /// <summary>Creates an adapter with connections of its own.</summary>
    /// <param name="settings">How they are opened and how many are kept.</param>
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

    /// <summary>How connections are opened and how many are kept.</summary>
    public HttpAdapterSettings Settings => _pool.Settings;

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <inheritdoc/>
    public override Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
    {
        var connection = (DedicatedConnection?)options.Route.Connection;

        // A Unix socket is the end of the connection: no proxy is used.
        var proxy = (options.UnixSocket ?? Settings.UnixSocket) is null ? options.Route.Proxy : null;
        if (proxy is null || !HttpMessageMapper.IsForwarded(proxy, request)) return SendOnceAsync(request, options, connection, proxy, authorization: null, cancellationToken);
        return request.ProxyAuth?.Negotiate is { } auth
            ? NegotiateWithProxyAsync(request, options, connection, proxy, auth, cancellationToken)
            : AuthenticateToProxyAsync(request, options, connection, proxy, _pool.GetProxyAuthenticator(proxy), cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsPool) _pool.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Sends over a dedicated connection, as the proxy authenticates the connection and not each request.</summary>
    private async Task<Response> NegotiateWithProxyAsync(
        PreparedRequest request, SendOptions options, DedicatedConnection? connection, ProxyServer proxy, NegotiateAuth auth, CancellationToken cancellationToken)
    {
        using var authenticator = new NegotiateProxyAuthenticator(auth, proxy);
        if (connection is not null) return await AuthenticateToProxyAsync(request, options, connection, proxy, authenticator, cancellationToken).ConfigureAwait(false);
        var own = new DedicatedConnection(auth.Identity);
        try
        {
            var response = await AuthenticateToProxyAsync(request, options, own, proxy, authenticator, cancellationToken).ConfigureAwait(false);
            if (response.IsContentRead) own.Dispose();
            else response.Body.Connection = own;
            return response;
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sends with credentials for the proxy. Its challenges are handled here, as they are for tunnels, and not in the exchange.
    /// </summary>
    private async Task<Response> AuthenticateToProxyAsync(
        PreparedRequest request, SendOptions options, DedicatedConnection? connection, ProxyServer proxy, IProxyAuthenticator authenticator, CancellationToken cancellationToken)
    {
        var hasOwn = proxy.Authorization is null && request.Headers.ContainsKey("Proxy-Authorization");
        var isAccepted = false;
        try
        {
            for (var refusals = 0; ; refusals++)
            {
                var body = authenticator.ReadsBody && request.Body is not null ? await request.Body.ReadAllAsync(cancellationToken).ConfigureAwait(false) : [];
                var sent = authenticator.HeaderFor(request.Method, UrlParts.WithoutFragment(request.Url), body);
                var response = await SendOnceAsync(request, options, connection, proxy, sent, cancellationToken).ConfigureAwait(false);
                isAccepted = response.StatusCode != 407;
                if (isAccepted || hasOwn || refusals == authenticator.MaximumChallenges || request.Body is { CanRewind: false }) return response;
                if (!authenticator.Learn(response.Headers.GetValues("Proxy-Authenticate"), sent)) return response;
                await response.Body.DrainAsync(_time, cancellationToken).ConfigureAwait(false);
                request.Body?.Rewind();
            }
        }
        finally
        {
            authenticator.End(isAccepted);
        }
    }

    private async Task<Response> SendOnceAsync(
        PreparedRequest request, SendOptions options, DedicatedConnection? connection, ProxyServer? proxy, string? authorization, CancellationToken cancellationToken)
    {
        var clock = new ExchangeTimeouts(options.Timeout, _time, cancellationToken) { Meter = request.Counters };
        request.Counters?.Begin(request.Body is null ? 0 : request.Body.Length);
        HttpResponseMessage? reply = null;
        try
        {
            clock.Begin();
            var begun = _time.GetUtcNow();
            var started = _time.GetTimestamp();
            reply = await SendMessageAsync(request, options, connection, proxy, authorization, clock).ConfigureAwait(false);
            clock.ResponseReceived();
            request.Counters?.Answered(reply.Content.Headers.ContentLength);
            var response = HttpMessageMapper.ToResponse(request, reply, clock);
            response.Elapsed = _time.GetElapsedTime(started);
            response.Timings = clock.Timings;
            clock.Timings.Started = begun;
            clock.Timings.FirstByte = response.Elapsed > clock.Timings.Opening ? response.Elapsed - clock.Timings.Opening : TimeSpan.Zero;
            return response;
        }
        catch
        {
            reply?.Dispose();
            clock.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request, and again without a retry policy where HTTP allows it, as the server has not processed it.</summary>
    private async Task<HttpResponseMessage> SendMessageAsync(
        PreparedRequest request, SendOptions options, DedicatedConnection? connection, ProxyServer? proxy, string? authorization, ExchangeTimeouts clock)
    {
        var settings = new ConnectionSettings(options.Tls, proxy, options.HttpVersion ?? Settings.HttpVersion, options.UnixSocket ?? Settings.UnixSocket);
        for (var repeats = 0; ; repeats++)
        {
            using var message = HttpMessageMapper.ToMessage(request, clock, Settings, settings.HttpVersion, connection, proxy, authorization);
            try
            {
                var isSingle = repeats > (message.Version.Major > 1 ? SharedRepeats : 0) || ResendRules.WantsClose(request);
                var invoker = connection is not null ? connection.In(_pool, settings).Invoker : isSingle ? _pool.Single(settings) : _pool.For(settings);
                return await invoker.SendAsync(message, clock.Token).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                if (repeats < MaximumRepeats && ResendRules.Allows(error, message, clock) && await ResendRules.RewindAsync(request, message, clock).ConfigureAwait(false)) continue;
                var translated = TransportErrors.Send(error, message.RequestUri!.IdnHost, clock);
                if (ReferenceEquals(translated, error)) throw;
                throw translated;
            }
        }
    }
}
