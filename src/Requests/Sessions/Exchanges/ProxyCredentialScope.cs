namespace Requests;

/// <summary>
/// Limits the credentials for a proxy to the first proxy of an exchange: a redirect may lead through another proxy, or through no proxy,
/// and neither the other proxy nor a server receives them.
/// </summary>
/// <remarks>RFC 9110 section 11.7.2: Proxy-Authorization is for the next inbound proxy only.</remarks>
internal struct ProxyCredentialScope
{
    private ProxyServer? _first;

    /// <summary>Returns the request, or a copy without the credentials for a proxy where they must not be sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="proxy">The proxy that the request is sent through, or null.</param>
    internal PreparedRequest Apply(PreparedRequest request, ProxyServer? proxy)
    {
        var hasHeader = request.Headers.ContainsKey("Proxy-Authorization");
        if (proxy is null) return hasHeader ? Without(request) : request;
        _first ??= proxy;
        if (!hasHeader && request.ProxyAuth is null) return request;
        return _first.Scheme == proxy.Scheme && _first.Host == proxy.Host && _first.Port == proxy.Port ? request : Without(request);
    }

    private static PreparedRequest Without(PreparedRequest request)
    {
        var copy = request.Copy();
        copy.Headers.Remove("Proxy-Authorization");
        copy.ProxyAuth = null;
        copy.DownloadPlan = request.DownloadPlan;
        return copy;
    }
}
