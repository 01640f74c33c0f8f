namespace Requests;

/// <content>The key of a request, and its retries.</content>
internal sealed partial class CachingExchange
{
    /// <summary>
    /// Gets the retry policy. Its condition does not decide about a 304 that the caller has not requested and does not receive.
    /// </summary>
    /// <param name="adapter">The adapter.</param>
    private protected override RetryPolicy? GetPolicy(TransportAdapter adapter) =>
        base.GetPolicy(adapter) is { When: { } condition } policy && _isConditional
            ? policy with { When = (response, error) => response is { StatusCode: 304 } ? false : condition(response, error) }
            : base.GetPolicy(adapter);

    private CacheRequest Describe(PreparedRequest request)
    {
        var url = request.CookieUrl;
        var place = GetPlace(request);

        // A Host header of the caller selects a site, but the URL selects the server.
        if (!ReferenceEquals(url, request.Url)) place = $"{place}@{UrlParts.GetOrigin(request.Url)}";

        // What came from a server that was not verified is not what the verified server would send.
        if (!Options.Tls.Verify && url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) place = $"unverified {place}";
        return new CacheRequest(request.Method, CacheKey.Create(url, place), request.Headers, cache.Digests)
        {
            Identity = request.Auth?.CacheIdentity,
            Certificate = Options.Tls.ClientCertificate?.Identity,
            RequiresValidation = request.RequiresValidation,
        };
    }

    /// <summary>Returns whether a cassette of the caller's scope carries a request.</summary>
    private bool IsOnCassette(PreparedRequest request) =>
        CassetteScope.Current is not null && Session.Adapters.GetAdapter(request.Url) is not MockAdapter;

    /// <summary>Returns where a request is sent, if not to the host of its URL over the network; null otherwise.</summary>
    private string? GetPlace(PreparedRequest request)
    {
        // What a mock or an adapter of the caller responds with is not what the server would send.
        var adapter = Session.Adapters.GetAdapter(request.Url);
        if (adapter is not HttpAdapter { Settings: var settings }) return adapter.GetType().Name;
        if (Options.UnixSocket is { } socket) return $"unix:{socket}";
        if (Options.ConnectTo?.Find(request.Url) is { } target) return $"host:{target}";
        if (settings.UnixSocket is { } own) return $"unix:{own}";
        return settings.PipeName is { } pipe ? $"pipe:{pipe}" : null;
    }
}
