namespace Requests;

/// <summary>Represents the settings that separate connections: calls share a connection only when their settings are equal.</summary>
/// <param name="Tls">The trust settings.</param>
/// <param name="Proxy">The proxy, or null.</param>
/// <param name="HttpVersion">The version of HTTP that is offered.</param>
/// <param name="EndPoint">Where connections are opened; null for the addresses of the host of the URL.</param>
internal sealed record ConnectionSettings(TlsSettings Tls, ProxyServer? Proxy, Version HttpVersion, ConnectionEndPoint? EndPoint);
