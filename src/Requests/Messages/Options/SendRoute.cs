namespace Requests;

/// <summary>
/// Represents the way that one request is sent: the proxy that was chosen for its URL, and the dedicated connection of its exchange.
/// </summary>
/// <param name="Proxy">The proxy, or null for a direct connection.</param>
/// <param name="Connection">The dedicated connection, or null for one that other requests use too.</param>
internal readonly record struct SendRoute(ProxyServer? Proxy, IDedicatedConnection? Connection);
