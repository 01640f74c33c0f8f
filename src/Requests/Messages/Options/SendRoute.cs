namespace Requests;

/// <summary>
/// Represents the route of one request: the proxy that was chosen for its URL, and the dedicated connection of its exchange.
/// </summary>
/// <param name="Proxy">The proxy, or null for a direct connection.</param>
/// <param name="Connection">The dedicated connection, or null for a shared connection.</param>
internal readonly record struct SendRoute(ProxyServer? Proxy, IDedicatedConnection? Connection);
