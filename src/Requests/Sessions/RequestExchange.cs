namespace Requests;

/// <summary>
/// The flow of one call: redirects around authentication around one sending, with hooks and cookies in their places. Each step
/// lets go of the answers that it does not pass on.
/// </summary>
/// <remarks>requests: <c>Session.send</c> and <c>resolve_redirects</c>.</remarks>
internal sealed class RequestExchange(RequestSession session, SendOptions options, CancellationToken cancellationToken)
{
    /// <summary>How many decoded bytes a token endpoint or another third party may send.</summary>
    internal const long LargestReply = 1024 * 1024;

    /// <summary>How many requests of one authentication are sent; then the last response stands. No scheme in use needs more than six.</summary>
    internal const int MaximumAuthRequests = 20;

    private readonly TotalTimeout? _deadline = options.TotalTimeout is { } limit ? new TotalTimeout(limit, session.Time, cancellationToken) : null;
    private readonly List<Response> _history = [];
    private readonly ProxyCredentialScope _proxyBinding = new();
    private string _callerUrl = "";
    private List<RequestCookie>? _received;
    private ProxyAuth? _proxyAuth;

    /// <summary>Sends a request and what follows from it; returns the last answer, its body read unless it is streamed.</summary>
    /// <param name="request">The prepared request.</param>
    internal async Task<Response> RunAsync(PreparedRequest request)
    {
        _callerUrl = request.CallerUrl ?? request.CookieUrl;
        Response? streamed = null;
        try
        {
            var response = await FollowRedirectsAsync(request).ConfigureAwait(true);
            if (options.Stream && (response.Ok || !options.RaiseForStatus)) return streamed = response;
            if (options.Stream) await ReadBeginningAsync(response).ConfigureAwait(true);
            else await ReadAsync(response).ConfigureAwait(true);
            if (options.RaiseForStatus) response.RaiseForStatus();
            return response;
        }
        catch (OperationCanceledException error) when (_deadline is { HasPassed: true } && !cancellationToken.IsCancellationRequested)
        {
            throw _deadline.Passed(request, error);
        }
        finally
        {
            if (streamed is not null) streamed.Body.Deadline = _deadline;
            else _deadline?.Dispose();
        }
    }

    private CancellationToken Token => _deadline?.Token ?? cancellationToken;

    private async Task<Response> FollowRedirectsAsync(PreparedRequest request)
    {
        for (var redirects = 0; ; redirects++)
        {
            request = request.Hooks.Dispatch(request, options);
            var response = await (request.Auth is { } auth ? AuthenticateAsync(request, auth) : SendAsync(request)).ConfigureAwait(true);
            try
            {
                response = request.Hooks.Dispatch(response, options);
                if (GetNext(request, response) is not { } next) return response;
                if (!(options.AllowRedirects ?? request.Method != "HEAD"))
                {
                    response.Next = next;
                    return response;
                }

                await response.Body.DrainAsync(session.Time, Token).ConfigureAwait(true);
                CheckLimit(request, redirects);
                RedirectRules.CheckDowngrade(response.Url, next.Url, options);
                await PutAsideAsync(response).ConfigureAwait(true);
                RebuildCookies(next);
                RebuildAuth(next);
                request = next;
            }
            catch (RequestException error)
            {
                error.Attach(response);
                response.Close();
                throw;
            }
            catch
            {
                response.Close();
                throw;
            }
        }
    }

    private async Task<Response> AuthenticateAsync(PreparedRequest request, AuthBase auth)
    {
        _proxyAuth = request.ProxyAuth;

        // The flow gets a copy: a redirect follows the request as it was, so a proof for one URL never reaches another.
        var exchange = new AuthExchange(request.Copy(), AskAsideAsync);
        var sent = 0;
        try
        {
            await foreach (var next in auth.FlowAsync(exchange, Token).ConfigureAwait(true))
            {
                if (exchange.LastResponse is { } challenge)
                {
                    await PutAsideAsync(challenge).ConfigureAwait(true);
                    RebuildCookies(next);
                }

                next.Lane = exchange.Lane;
                exchange.LastResponse = await SendAsync(next).ConfigureAwait(true);

                // A flow that goes on for as long as the server challenges it never ends by itself.
                if (++sent == MaximumAuthRequests) break;
            }
        }
        catch (Exception error)
        {
            if (exchange.LastResponse is { } last) (error as RequestException)?.Attach(last);
            exchange.LastResponse?.Close();
            throw;
        }

        var response = exchange.LastResponse ?? throw new InvalidOperationException($"The flow of {auth.GetType().Name} sent no request.");
        if (exchange.Lane is null) return response;
        response.Body.Connection = exchange.Lane;
        if (response.IsContentRead) exchange.Lane.Dispose();
        return response;
    }

    private async Task<Response> SendAsync(PreparedRequest request)
    {
        var response = await DeliverAsync(request, isAside: false).ConfigureAwait(true);
        TakeCookies(request, response);
        response.History = _history.ToArray();
        session.Recording?.Add(response);
        return response;
    }

    /// <summary>What an authentication asks somebody else: no part of the conversation with the server.</summary>
    private async Task<Response> AskAsideAsync(PreparedRequest request)
    {
        if (session.Headers["User-Agent"] is { } agent) request.Headers.SetDefault("User-Agent", agent);
        request.ProxyAuth ??= _proxyAuth;
        var response = await DeliverAsync(request, isAside: true).ConfigureAwait(true);
        response.Body.MaximumSize = Math.Min(options.MaximumSize ?? LargestReply, LargestReply);
        await ReadAsync(response).ConfigureAwait(true);
        return response;
    }

    private async Task<Response> DeliverAsync(PreparedRequest request, bool isAside)
    {
        try
        {
            var adapter = session.Adapters.For(request.Url);
            RequestPreparer.SettleBody(request);
            HeaderRules.Check(request.Headers);
            var policy = GetPolicy(adapter);
            var proxy = ProxySelector.For(request.Url, options.Proxies, session.TrustEnv);
            if (!isAside) request = _proxyBinding.Apply(request, proxy);
            var sending = proxy is null ? options : options with { Proxy = request.ProxyAuth?.ApplyTo(proxy) ?? proxy };
            return await (policy is null ? AttemptAsync(adapter, request, sending) : AttemptsAsync(policy, adapter, request, sending)).ConfigureAwait(true);
        }
        catch (RequestException error)
        {
            error.Request ??= request;
            throw;
        }
    }

    private Task<Response> AttemptsAsync(RetryPolicy policy, TransportAdapter adapter, PreparedRequest request, SendOptions sending) =>
        new RetryLoop(policy, sending, Token).RunAsync(request, again => AttemptAsync(adapter, again, sending));

    private async Task<Response> AttemptAsync(TransportAdapter adapter, PreparedRequest request, SendOptions sending)
    {
        RewindBody(request);
        options.Observer?.Sending(request);
        try
        {
            var response = await adapter.SendAsync(request, sending, Token).ConfigureAwait(true);
            response.Body.MaximumSize = options.MaximumSize;
            options.Observer?.Received(response);
            return response;
        }
        catch (ConnectionException error) when (error.IsBeforeSending && request.Body is { } body)
        {
            body.WasSent = false;
            throw;
        }
    }

    private RetryPolicy? GetPolicy(TransportAdapter adapter) => options.Retry ?? adapter.Retry;

    private PreparedRequest? GetNext(PreparedRequest request, Response response)
    {
        var target = session.RedirectTarget is { } custom ? custom(response) : RedirectRules.GetTarget(response);
        if (string.IsNullOrEmpty(target))
        {
            if (RedirectRules.HasSeveralTargets(response)) options.Observer?.Ignored(response, "it redirects to several targets, and none is followed");
            return null;
        }

        try
        {
            return RedirectRules.Follow(request, response.StatusCode, target, session.SensitiveHeaders);
        }
        catch (InvalidUrlException error)
        {
            // A redirect that leads nowhere is a response as any other.
            options.Observer?.Ignored(response, $"its redirect is not followed: {error.Message}");
            return null;
        }
    }

    private void CheckLimit(PreparedRequest request, int redirects)
    {
        var limit = Math.Min(options.MaximumRedirects, GetPolicy(session.Adapters.For(request.Url))?.Redirect ?? int.MaxValue);
        if (redirects >= limit) throw new TooManyRedirectsException($"Exceeded {limit} redirects.");
    }

    /// <summary>Drains a response that another request follows, so that its connection serves that request, and keeps it for the history.</summary>
    private async Task PutAsideAsync(Response response)
    {
        _history.Add(response);
        await response.Body.DrainAsync(session.Time, Token).ConfigureAwait(true);
        if (response.IsContentRead) options.Observer?.Read(response);
    }

    /// <summary>Reads the beginning of an error's body, which was to be streamed only where the status is none.</summary>
    private async Task ReadBeginningAsync(Response response)
    {
        await response.Body.ReadBeginningAsync(session.Time, Token).ConfigureAwait(true);
        if (response.IsContentRead) options.Observer?.Read(response);
    }

    private async Task ReadAsync(Response response)
    {
        try
        {
            await response.ReadContentAsync(Token).ConfigureAwait(true);
            options.Observer?.Read(response);
        }
        catch (Exception error)
        {
            (error as RequestException)?.Attach(response);
            response.Close();
            throw;
        }
    }

    private void TakeCookies(PreparedRequest request, Response response)
    {
        var lines = response.Headers.GetValues("Set-Cookie");
        if (lines.Count == 0) return;
        Action<string>? refused = options.Observer is { } observer ? reason => observer.Ignored(response, $"it may not set a cookie: {reason}") : null;
        var accepted = session.Cookies.Receive(CookieOrigin.From(request), lines, session.MaximumCookies, _received ??= [], out var dropped, refused);
        if (dropped > 0) options.Observer?.CookiesDropped(response, dropped, session.MaximumCookies);
        response.Cookies = new CookieJar(accepted);
    }

    /// <summary>The cookies for a later hop. What a server has set or removed in this exchange is newer than what the call brought along.</summary>
    private void RebuildCookies(PreparedRequest next)
    {
        if (!next.HasOwnCookieHeader) CookieHeader.Rewrite(next, _callerUrl, session.Cookies, _received is null ? next.CallCookies : next.CallCookies?.Without(_received));
        else if (_received is not null) CookieHeader.Join(next, _received);
    }

    /// <summary>Where a redirect leads without credentials, the environment may have some for that host.</summary>
    /// <remarks>requests: <c>rebuild_auth</c>.</remarks>
    private void RebuildAuth(PreparedRequest next)
    {
        if (next.Auth is not null || next.Headers.ContainsKey("Authorization") || session.AmbientAuth?.Invoke(next.Url, null) is not { } auth) return;
        next.Auth = auth;
        auth.Apply(next);
    }

    private static void RewindBody(PreparedRequest request)
    {
        if (request.Body is not { } body) return;
        if (body.WasSent) body.Rewind();
        body.WasSent = true;
    }
}
