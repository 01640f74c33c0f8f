namespace Requests;

/// <summary>
/// Represents the flow of one call: redirects around authentication around the sending of one request, with hooks and cookies. Each step
/// closes the responses that it does not return. This file has the beginning and the end of a call, and the sending of one request.
/// </summary>
/// <remarks>requests: <c>Session.send</c> and <c>resolve_redirects</c>.</remarks>
internal partial class RequestExchange(RequestSession session, SendOptions options, CancellationToken cancellationToken)
{
    private readonly TotalTimeout? _deadline = options.TotalTimeout is { } limit
        ? new TotalTimeout(limit, session.Time, cancellationToken)
        : null;
    private ProxyCredentialScope _proxyScope;
    private Response[] _history = [];
    private string _callerUrl = "";

    /// <summary>Sends a request and the requests that follow from it.</summary>
    /// <param name="request">The prepared request.</param>
    /// <returns>The last response, its body read unless it is streamed.</returns>
    internal async Task<Response> RunAsync(PreparedRequest request)
    {
        _callerUrl = request.CallerUrl ?? request.CookieUrl;
        Response? streamed = null;
        try
        {
            var response = await FollowRedirectsAsync(request).ConfigureAwait(true);
            response.Session ??= session;
            response.Options = options;
            if (options.Stream && !options.IsError(response)) return streamed = response;
            if (options.Stream) await ReadBeginningAsync(response, session.Time, options, Token).ConfigureAwait(true);
            else await ReadContentAsync(response).ConfigureAwait(true);
            response.ThrowIfError(options);
            return response;
        }
        catch (OperationCanceledException error) when (_deadline is { HasPassed: true } && !cancellationToken.IsCancellationRequested)
        {
            var timedOut = _deadline.CreateException(request, error);
            (timedOut.Sender, timedOut.Options) = (session, options);
            throw timedOut;
        }
        catch (RequestException error)
        {
            error.Sender ??= session;
            error.Options ??= options;
            throw;
        }
        finally
        {
            if (streamed is not null) streamed.Body.Deadline = _deadline;
            else _deadline?.Dispose();
        }
    }

    /// <summary>
    /// Reads the body of a response that another request follows, up to a limit, so that its connection can serve that request.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">The options of the call.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static async Task ReadIntermediateAsync(
        Response response,
        TimeProvider time,
        SendOptions options,
        CancellationToken cancellationToken)
    {
        await response.Body.DrainAsync(time, cancellationToken).ConfigureAwait(true);
        if (response.IsContentRead) options.Observer?.Read(response);
    }

    /// <summary>Reads the beginning of the body of an error, which was to be streamed only where the status is not an error.</summary>
    /// <param name="response">The response.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">The options of the call.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal static async Task ReadBeginningAsync(
        Response response,
        TimeProvider time,
        SendOptions options,
        CancellationToken cancellationToken)
    {
        await response.Body.ReadBeginningAsync(time, cancellationToken).ConfigureAwait(true);
        if (response.IsContentRead) options.Observer?.Read(response);
    }

    /// <summary>Gets the session.</summary>
    private protected RequestSession Session => session;

    /// <summary>Gets the options of the call.</summary>
    private protected SendOptions Options => options;

    /// <summary>Gets the token that cancels the exchange: that of the caller, or that of the total timeout.</summary>
    private protected CancellationToken Token => _deadline?.Token ?? cancellationToken;

    /// <summary>Sends one request of the caller, or uses a stored response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="connection">The dedicated connection of the exchange, or null.</param>
    private protected virtual Task<Response> SendHopAsync(PreparedRequest request, IDedicatedConnection? connection) =>
        SendWithRetriesAsync(request, connection, isThirdParty: false);

    /// <summary>Called before each attempt to send a request.</summary>
    private protected virtual void OnSending()
    {
    }

    /// <summary>Called when the headers of a response were received.</summary>
    /// <param name="response">The response; its body was not read.</param>
    private protected virtual void OnReceived(Response response)
    {
    }

    private async Task<Response> SendAndReceiveCookiesAsync(PreparedRequest request, IDedicatedConnection? connection)
    {
        var response = await SendHopAsync(request, connection).ConfigureAwait(true);
        try
        {
            // A stored response sets no cookies again.
            if (!response.FromCache) ReceiveCookies(request, response);
        }
        catch (Exception error)
        {
            response.CloseAndAttach(error);
            throw;
        }

        response.History = _history;
        session.Recording?.Add(response);
        return response;
    }

    /// <summary>Sends a request under the retry policy.</summary>
    /// <param name="request">The request.</param>
    /// <param name="connection">The dedicated connection of the exchange, or null.</param>
    /// <param name="isThirdParty">Whether the request is for an authentication.</param>
    private protected Task<Response> SendWithRetriesAsync(PreparedRequest request, IDedicatedConnection? connection, bool isThirdParty)
    {
        try
        {
            var adapter = session.Adapters.GetAdapter(request.Url);
            RequestPreparer.UpdateBodyHeaders(request);
            HeaderRules.Check(request.Headers);
            var policy = GetPolicy(adapter);
            adapter = CassetteScope.Apply(adapter, _deadline);
            var proxy = ProxySelector.SelectProxy(request.Url, options.Proxies, session.TrustEnv);
            if (!isThirdParty) request = _proxyScope.Apply(request, proxy);
            var routed = AddRoute(request, proxy, connection);
            request.Proxy = routed.Route.Proxy;
            var sent = isThirdParty ? 0 : CountSent();
            return policy is null ? SendAttemptAsync(adapter, request, routed, sent) : RetryAsync(policy, adapter, request, routed, sent);
        }
        catch (RequestException error)
        {
            error.Request ??= request;
            throw;
        }
    }

    private async Task<Response> RetryAsync(
        RetryPolicy policy,
        TransportAdapter adapter,
        PreparedRequest request,
        SendOptions routed,
        int sent)
    {
        try
        {
            return await new RetryLoop(policy, routed, Token)
                .RunAsync(request, (again, attempts) => SendAttemptAsync(adapter, again, routed, sent + attempts))
                .ConfigureAwait(true);
        }
        catch (RequestException error)
        {
            error.Request ??= request;
            throw;
        }
    }

    private async Task<Response> SendAttemptAsync(TransportAdapter adapter, PreparedRequest request, SendOptions routed, int sent)
    {
        Response? response = null;
        try
        {
            TimeSpan? waited = session.RateLimiter is null ? null : await WaitForRateAsync(request).ConfigureAwait(true);
            request.Auth?.Renew(request);
            RewindBody(request);
            OnSending();
            var sending = request.HasTraceContext || RequestTracing.IsActive(session.TrustEnv)
                ? SendTracedAsync(adapter, request, routed, sent)
                : SendOnceAsync(adapter, request, routed);
            response = await sending.ConfigureAwait(true);
            OnReceived(response);
            response.Body.MaximumSize = options.MaximumSize;
            if (session.RateLimiter is { } limiter) limiter.Observe(request.Url, response);
            if (waited is not null) response.Timings?.RateLimit = waited;
            options.Observer?.Received(response);
            return response;
        }
        catch (ConnectionException error) when (error.IsBeforeSending)
        {
            request.Body?.WasSent = false;
            error.Request ??= request;
            throw;
        }
        catch (Exception error)
        {
            response?.CloseAndAttach(error);
            if (error is RequestException failure) failure.Request ??= request;
            throw;
        }
    }

    /// <summary>Returns the options with the route of one request, in place of a route of another request.</summary>
    private SendOptions AddRoute(PreparedRequest request, ProxyServer? proxy, IDedicatedConnection? connection)
    {
        var route = new SendRoute(
            proxy is null ? null : request.ProxyAuth?.ApplyTo(proxy) ?? proxy,
            connection,
            options.ConnectTo?.Find(request.Url));
        return route == default && options.Route == default ? options : options with { Route = route };
    }

    /// <summary>Gets the retry policy of the requests of an adapter; null without one.</summary>
    /// <param name="adapter">The adapter.</param>
    private protected virtual RetryPolicy? GetPolicy(TransportAdapter adapter) => options.Retry ?? adapter.Retry;

    private async Task AddToHistoryAsync(Response response)
    {
        _history = [.. _history, response];
        await ReadIntermediateAsync(response, session.Time, options, Token).ConfigureAwait(true);
    }

    private async Task ReadContentAsync(Response response)
    {
        try
        {
            await response.ReadContentAsync(Token).ConfigureAwait(true);
            options.Observer?.Read(response);
        }
        catch (Exception error)
        {
            response.CloseAndAttach(error);
            throw;
        }
    }

    private static void RewindBody(PreparedRequest request)
    {
        if (request.Body is not { } body) return;
        if (body.WasSent) body.Rewind();
        body.WasSent = true;
    }
}
