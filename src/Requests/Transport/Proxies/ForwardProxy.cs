using System.Net;

namespace Requests;

/// <summary>
/// Tells the handler to send plain http requests to a proxy with the whole URL. <see cref="ConnectionFactory"/> opens tunnels for https,
/// and TLS with the proxy.
/// </summary>
internal sealed class ForwardProxy(ProxyServer proxy) : IWebProxy
{
    private readonly Uri _uri = new UriBuilder(Uri.UriSchemeHttp, proxy.Host, proxy.Port).Uri;

    public ICredentials? Credentials { get; set; }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : _uri;

    public bool IsBypassed(Uri host) => host.Scheme != Uri.UriSchemeHttp;
}
