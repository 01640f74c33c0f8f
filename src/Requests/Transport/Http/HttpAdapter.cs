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
        // A Unix socket is where the connection ends; a proxy behind it has not been asked for.
        if (options.Proxy is not null && (options.UnixSocket ?? Settings.UnixSocket) is not null) options = options with { Proxy = null };
        if (options.Proxy is not { } proxy || !HttpMessageMapper.IsForwarded(proxy, request)) return SendOnceAsync(request, options, request.Lane, proof: null, cancellationToken);
        return request.ProxyAuth?.Negotiate is { } auth
            ? SendNegotiatingAsync(request, options, auth, proxy, cancellationToken)
            : SendProvingAsync(request, options, _pool.ProofFor(proxy), request.Lane, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsPool) _pool.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The proxy knows the connection by who signed in on it: nobody else gets it.</summary>
    private async Task<Response> SendNegotiatingAsync(PreparedRequest request, SendOptions options, NegotiateAuth auth, ProxyServer proxy, CancellationToken cancellationToken)
    {
        using var negotiation = new NegotiateProxyAuthenticator(auth, proxy);
        if (request.Lane is { } lane) return await SendProvingAsync(request, options, negotiation, lane, cancellationToken).ConfigureAwait(false);
        var own = new DedicatedConnection(auth.Identity);
        try
        {
            var response = await SendProvingAsync(request, options, negotiation, own, cancellationToken).ConfigureAwait(false);
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

    /// <summary>The proxy's challenge is between it and this adapter, as it is for tunnels.</summary>
    private async Task<Response> SendProvingAsync(PreparedRequest request, SendOptions options, IProxyAuthenticator proof, DedicatedConnection? lane, CancellationToken cancellationToken)
    {
        var hasOwn = options.Proxy is not { Authorization: not null } && request.Headers.ContainsKey("Proxy-Authorization");
        var isAccepted = false;
        try
        {
            for (var answers = 0; ; answers++)
            {
                var body = proof.ReadsBody && request.Body is not null ? await request.Body.ReadAllAsync(cancellationToken).ConfigureAwait(false) : [];
                var sent = proof.HeaderFor(request.Method, UrlParts.WithoutFragment(request.Url), body);
                var response = await SendOnceAsync(request, options, lane, sent, cancellationToken).ConfigureAwait(false);
                isAccepted = response.StatusCode != 407;
                if (isAccepted || hasOwn || answers == proof.MaximumAnswers || request.Body is { CanRewind: false }) return response;
                if (!proof.Learn(response.Headers.GetValues("Proxy-Authenticate"), sent)) return response;
                await response.Body.DrainAsync(_time, cancellationToken).ConfigureAwait(false);
                request.Body?.Rewind();
            }
        }
        finally
        {
            proof.End(isAccepted);
        }
    }

    private async Task<Response> SendOnceAsync(PreparedRequest request, SendOptions options, DedicatedConnection? lane, string? proof, CancellationToken cancellationToken)
    {
        var clock = new ExchangeTimeouts(options.Timeout, _time, cancellationToken) { Meter = request.Counters };
        request.Counters?.Begin(request.Body is null ? 0 : request.Body.Length);
        HttpResponseMessage? reply = null;
        try
        {
            clock.Begin();
            var begun = _time.GetUtcNow();
            var started = _time.GetTimestamp();
            reply = await SendMessageAsync(request, options, lane, proof, clock).ConfigureAwait(false);
            clock.Answered();
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

    /// <summary>Sends a request, and again where HTTP allows it without anybody's policy, as the server has not processed it.</summary>
    private async Task<HttpResponseMessage> SendMessageAsync(PreparedRequest request, SendOptions options, DedicatedConnection? lane, string? proof, ExchangeTimeouts clock)
    {
        var settings = new ConnectionSettings(options.Tls, options.Proxy, options.HttpVersion ?? Settings.HttpVersion, options.UnixSocket ?? Settings.UnixSocket);
        for (var repeats = 0; ; repeats++)
        {
            using var message = HttpMessageMapper.ToMessage(request, clock, Settings, settings.HttpVersion, lane, options.Proxy, proof);
            try
            {
                var isSingle = repeats > (message.Version.Major > 1 ? SharedRepeats : 0) || ResendRules.WantsClose(request);
                var invoker = lane is not null ? lane.In(_pool, settings).Invoker : isSingle ? _pool.Single(settings) : _pool.For(settings);
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
