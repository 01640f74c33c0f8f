namespace Requests;

/// <summary>Represents the settings that separate connections: calls share a connection only when their settings are equal.</summary>
/// <param name="Tls">The trust settings.</param>
/// <param name="Proxy">The proxy, or null.</param>
/// <param name="HttpVersion">The version of HTTP that is offered.</param>
/// <param name="UnixSocket">The path of the Unix socket, or null.</param>
internal sealed record ConnectionSettings(TlsSettings Tls, ProxyServer? Proxy, Version HttpVersion, string? UnixSocket);
