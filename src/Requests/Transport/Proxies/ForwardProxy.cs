using System.Net;

namespace Requests;

/// <summary>Tells the handler that plain http goes to a proxy, whole URL and all; tunnels for https are opened by <see cref="ConnectionFactory"/>, and so is TLS with the proxy.</summary>
internal sealed class ForwardProxy(ProxyServer proxy) : IWebProxy
{
    private readonly Uri _uri = new UriBuilder(Uri.UriSchemeHttp, proxy.Host, proxy.Port).Uri;

    public ICredentials? Credentials { get; set; }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : _uri;

    public bool IsBypassed(Uri host) => host.Scheme != Uri.UriSchemeHttp;
}
