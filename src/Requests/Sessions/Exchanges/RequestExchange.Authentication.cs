namespace Requests;

/// <content>The authentication of an exchange, and the requests that it sends to third parties.</content>
internal partial class RequestExchange
{
    /// <summary>The most decoded bytes of a response of a token endpoint or another third party.</summary>
    internal const long LargestThirdPartyBody = 1024 * 1024;

    /// <summary>The most requests of one authentication; then the last response is returned.</summary>
    internal const int MaximumAuthRequests = 20;

    private ProxyAuth? _proxyAuth;

    /// <summary>Runs an action of an authentication that sends requests to third parties, without a request of the caller.</summary>
    /// <param name="request">The request that the errors name.</param>
    /// <param name="run">The action; it receives the token that cancels it, also when the total timeout has passed.</param>
    internal Task RunForAuthAsync(PreparedRequest request, Func<AuthExchange, CancellationToken, Task> run)
    {
        _proxyAuth = ProxyAuth.Find(session.Auth);
        return RunWithinLimitAsync(request, async () =>
        {
            await run(new AuthExchange(request, SendToThirdPartyAsync), Token).ConfigureAwait(true);
            return true;
        });
    }

    /// <summary>Runs an action within the total timeout.</summary>
    private async Task<T> RunWithinLimitAsync<T>(PreparedRequest request, Func<Task<T>> run)
    {
        try
        {
            return await run().ConfigureAwait(true);
        }
        catch (OperationCanceledException error) when (_deadline is { HasPassed: true } && !cancellationToken.IsCancellationRequested)
        {
            throw _deadline.CreateException(request, error);
        }
        finally
        {
            _deadline?.Dispose();
        }
    }

    private async Task<Response> AuthenticateAsync(PreparedRequest request, AuthBase auth)
    {
        _proxyAuth = request.ProxyAuth;

        // The flow gets a copy, because a redirect follows the request as it was.
        var exchange = new AuthExchange(request.Copy(), SendToThirdPartyAsync);
        var sent = 0;
        try
        {
            await foreach (var next in auth.FlowAsync(exchange, Token).ConfigureAwait(true))
            {
                if (exchange.LastResponse is { } challenge)
                {
                    await AddToHistoryAsync(challenge).ConfigureAwait(true);
                    RebuildCookies(next);
                }

                AuthChanges.Record(next, request);
                if (exchange.ConnectionIdentity is { } identity) exchange.Connection ??= new DedicatedConnection(identity);
                exchange.LastResponse = await SendAndReceiveCookiesAsync(next, exchange.Connection).ConfigureAwait(true);

                // A flow that continues for as long as the server challenges it does not end by itself.
                if (++sent == MaximumAuthRequests) break;
            }
        }
        catch (Exception error)
        {
            exchange.LastResponse?.CloseAndAttach(error);
            exchange.Connection?.Discard();
            throw;
        }

        var response = exchange.LastResponse ?? throw new InvalidOperationException($"The flow of {auth.GetType().Name} sent no request.");
        if (exchange.Connection is null) return response;
        response.Body.Connection = exchange.Connection;
        if (response.IsContentRead) exchange.Connection.Dispose();
        return response;
    }

    /// <summary>Sends a request of an authentication to a third party, with the options of this exchange or with others.</summary>
    private Task<Response> SendToThirdPartyAsync(PreparedRequest request, SendOptions? other)
    {
        if (other is null) return SendForAuthAsync(request);
        var exchange = new RequestExchange(session, other with { Observer = options.Observer }, Token);
        return exchange.RunWithinLimitAsync(request, () => exchange.SendForAuthAsync(request));
    }

    /// <summary>Sends a request of an authentication to a third party, such as a token endpoint; it is not part of the history.</summary>
    private async Task<Response> SendForAuthAsync(PreparedRequest request)
    {
        if (session.Headers["User-Agent"] is { } agent) request.Headers.SetDefault("User-Agent", agent);
        request.ProxyAuth ??= _proxyAuth;
        request.IsForThirdParty = true;
        var response = await SendWithRetriesAsync(request, connection: null, isThirdParty: true).ConfigureAwait(true);
        response.Body.MaximumSize = Math.Min(options.MaximumSize ?? LargestThirdPartyBody, LargestThirdPartyBody);
        await ReadContentAsync(response).ConfigureAwait(true);
        return response;
    }
}
