namespace Requests;

/// <summary>All that makes one connection unfit for another call: calls share connections only when this is equal.</summary>
/// <param name="Tls">Whom to trust.</param>
/// <param name="Proxy">What it goes through, or null.</param>
/// <param name="HttpVersion">The version of HTTP that is offered.</param>
/// <param name="UnixSocket">The Unix socket that it goes to, or null.</param>
internal sealed record ConnectionSettings(TlsSettings Tls, ProxyServer? Proxy, Version HttpVersion, string? UnixSocket);
