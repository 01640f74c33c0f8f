namespace Requests;

/// <summary>
/// Represents the route of one request: the proxy that was chosen for its URL, the dedicated connection of its exchange, and where the
/// connection leads.
/// </summary>
/// <param name="Proxy">The proxy, or null for a direct connection.</param>
/// <param name="Connection">The dedicated connection, or null for a shared connection.</param>
/// <param name="Target">The host and port to connect to, or for the proxy to connect to; null for those of the URL.</param>
internal readonly record struct SendRoute(ProxyServer? Proxy, IDedicatedConnection? Connection, HostAndPort? Target = null);
